// No thread yet: the first message begins one.
import { useLocation } from "wouter";
import { agents, defaultAgent } from "../core/agents";
import { useCell } from "../core/cell";
import { beginThread } from "../core/client";
import { t } from "../i18n";
import { RailButton } from "../rail/RailButton";
import { Banner } from "./Banner";
import { Composer } from "../compose/Composer";
import { useTitle } from "./useTitle";
import { Welcome } from "./Welcome";

const PLACE = "new";

export function StartPage() {
  const agent = useCell(agents, defaultAgent);
  const [, go] = useLocation();
  useTitle(null);
  return (
    <main className="talk">
      <header className="talk-head">
        <RailButton />
        <h1 className="talk-title">{t.rail.newThread}</h1>
      </header>
      <Banner />
      <div className="log-place">
        <div className="log">
          <Welcome threadId={PLACE} />
        </div>
      </div>
      <div className="compose-place">
        <Composer
          place={PLACE}
          thread={null}
          threadAgentId={agent?.id ?? null}
          turnId={null}
          onSend={(said) => go(`/chat/${beginThread(said)}`)}
          onStop={async () => null}
        />
      </div>
    </main>
  );
}
