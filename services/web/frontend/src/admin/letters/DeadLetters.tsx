// What could not be done again and again: a person tries it once more, or lets it go.
import { useState } from "react";
import { Link } from "wouter";
import type { DeadLetterPage } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { t } from "../../i18n";
import { useNow } from "../../core/useNow";
import { sayFact } from "../../i18n/facts";
import { shortTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const d = w.letters;
const AGAIN = 5000; // ms
const MINUTE = 60_000; // ms

type Letter = DeadLetterPage["items"][number];

export function DeadLetters() {
  const letters = useAsked(adminApi.deadLetters, "", AGAIN);
  const [letting, setLetting] = useState<Letter | null>(null);
  const settle = async (what: string, act: () => Promise<unknown>, said: string) => {
    const done = await attempt(what, () => act().then(() => true));
    if (done) notify({ text: said });
    letters.again();
  };
  const retry = (letter: Letter) => settle(d.retryFailed, () => adminApi.retryLetter(letter.id), d.retried);
  const discard = (letter: Letter) => settle(w.doing.remove, () => adminApi.discardLetter(letter.id), d.discarded);
  return (
    <Page title={w.places.letters} lead={d.lead}>
      <Shown asked={letters}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>{d.none}</Nothing>
          ) : (
            <ul className="rows">
              {items.map((letter) => (
                <LetterRow key={letter.id} letter={letter} onRetry={retry} onDiscard={setLetting} />
              ))}
            </ul>
          )
        }
      </Shown>
      {letting && (
        <Confirm
          title={d.discardTitle}
          lead={d.discardLead}
          yes={d.discard}
          onYes={() => discard(letting)}
          onClose={() => setLetting(null)}
        />
      )}
    </Page>
  );
}

function titleOf(about: Letter["about"]): string {
  switch (about.kind) {
    case "turn":
      return d.turn;
    case "message":
      return d.message(about.channel);
    case "delivery":
      return d.delivery(about.chat);
  }
}

interface LetterRowProps {
  letter: Letter;
  onRetry: (letter: Letter) => Promise<void>;
  onDiscard: (letter: Letter) => void;
}

function LetterRow({ letter, onRetry, onDiscard }: LetterRowProps) {
  const [busy, setBusy] = useState(false);
  const now = useNow(MINUTE);
  const { about } = letter;
  const retry = async () => {
    setBusy(true);
    await onRetry(letter);
    setBusy(false);
  };
  return (
    <li className="row-item">
      <div className="grow">
        <p className="row-title">
          {titleOf(about)} <small className="dim">{shortTime(letter.at, now)}</small>
        </p>
        <p className="problem row-about">{sayFact(letter.reason, null, letter.fact)}</p>
        {about.thread_id !== null && <Link href={`/chat/${about.thread_id}`}>{w.events.openThread}</Link>}
        {about.kind !== "turn" && (
          <details>
            <summary>{d.what}</summary>
            <pre className="command prompt-part" tabIndex={0}>
              {about.kind === "message" ? about.body : about.event}
            </pre>
          </details>
        )}
      </div>
      <div className="row-acts">
        <Button icon="retry" disabled={busy} onClick={() => void retry()}>
          {t.retry}
        </Button>
        <Button look="danger" onClick={() => onDiscard(letter)}>
          {d.discard}
        </Button>
      </div>
    </li>
  );
}
