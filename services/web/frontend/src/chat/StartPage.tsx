// No thread yet: the first message begins one.
import { useState } from "react";
import { useLocation } from "wouter";
import { agents, defaultAgent } from "../core/agents";
import { useCell } from "../core/cell";
import { beginThread } from "../core/client";
import { keepDraft } from "../core/drafts";
import { t } from "../i18n";
import { RailButton } from "../rail/RailButton";
import { Banner } from "./Banner";
import { Composer } from "../compose/Composer";
import { pickAgent } from "../compose/useChosenAgent";
import { useTitle } from "./useTitle";
import { Welcome } from "./Welcome";

const PLACE = "new";

/** `/?q=words&agent=id`: what other pages and programs may link to. Nothing is sent before somebody does so. */
function takeWish(): void {
  const wish = new URLSearchParams(location.search);
  const [words, agentId] = [wish.get("q"), wish.get("agent")];
  if (words !== null) keepDraft(PLACE, words);
  if (agentId !== null) pickAgent(PLACE, null, agentId);
  if (words !== null || agentId !== null) history.replaceState(history.state, "", location.pathname);
}

export function StartPage() {
  const agent = useCell(agents, defaultAgent);
  const [, go] = useLocation();
  useState(takeWish); // once, and before the composer looks for a draft
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
          <Welcome threadId={PLACE} agentId={agent?.id ?? null} />
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
