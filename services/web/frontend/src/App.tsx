// The whole page: the door, or the threads beside the one that is open.
import { Suspense, useEffect, useRef } from "react";
import { Route, Switch, useLocation } from "wouter";
import { StartPage } from "./chat/StartPage";
import { ThreadPage } from "./chat/ThreadPage";
import { useCell } from "./core/cell";
import { start, stop } from "./core/client";
import { session } from "./core/session";
import { Opened } from "./help/Opened";
import { ShortKeys } from "./help/ShortKeys";
import { t } from "./i18n";
import { Login } from "./login/Login";
import { Rail } from "./rail/Rail";
import { useWide } from "./rail/useWide";
import { lazily } from "./ui/lazily";
import { notify } from "./ui/notify";

const Admin = lazily(() => import("./admin/Admin").then((module) => module.Admin));
const RailDrawer = lazily(() => import("./rail/RailDrawer").then((module) => module.RailDrawer));

export function App() {
  const now = useCell(session);
  switch (now.state) {
    case "checking":
      return null;
    case "unreachable":
      return (
        <main className="door" role="status">
          <p className="pulse">{t.startUp.unreachable}</p>
        </main>
      );
    case "out":
      return <Login problem={now.problem} />;
    case "in":
      return <Inside />;
  }
}

function Inside() {
  useEffect(() => {
    start();
    return stop;
  }, []);

  return (
    <Switch>
      <Route path="/admin/*?">
        <Suspense fallback={<p className="door pulse">{t.loading}</p>}>
          <Admin />
        </Suspense>
      </Route>
      <Route>
        <Talk />
      </Route>
    </Switch>
  );
}

function Talk() {
  const wide = useWide();
  const searchField = useRef<HTMLInputElement>(null);
  return (
    <div className="app">
      {wide ? (
        <Rail searchField={searchField} />
      ) : (
        <Suspense>
          <RailDrawer searchField={searchField} />
        </Suspense>
      )}
      <Switch>
        <Route path="/chat/:threadId">{({ threadId }) => <ThreadPage key={threadId} threadId={threadId} />}</Route>
        <Route path="/">
          <StartPage />
        </Route>
        <Route>
          <Lost />
        </Route>
      </Switch>
      <ShortKeys />
      <Opened />
    </div>
  );
}

/** An address that means nothing leads to the list. */
function Lost() {
  const [address, go] = useLocation();
  useEffect(() => {
    if (address !== "/chat") notify({ text: t.startUp.lost });
    go("/", { replace: true });
  }, [address, go]);
  return null;
}
