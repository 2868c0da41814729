// Where the page begins.
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/popups.css";
import "./styles/prose.css";
import "./styles/rail.css";
import "./styles/chat.css";
import "./styles/turn.css";
import "./styles/steps.css";
import "./styles/compose.css";
import "./styles/side.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { startDrafts } from "./core/drafts";
import { beginSession, takeTokenFromAddress, watchAddress } from "./core/session";
import { startPreferences } from "./core/preferences";
import { startTheme } from "./core/theme";
import { Crash } from "./Crash";
import { startLanguage } from "./i18n";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { ToastsLater } from "./ui/Later";

startTheme();
startPreferences();
startDrafts();
void beginSession(takeTokenFromAddress());
watchAddress();

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no root element");

await startLanguage();

// Our content policy allows no style elements: Base UI is told to make none.
createRoot(root).render(
  <CSPProvider disableStyleElements>
    <ErrorBoundary fallback={<Crash />}>
      <App />
      <ToastsLater />
    </ErrorBoundary>
  </CSPProvider>,
);
