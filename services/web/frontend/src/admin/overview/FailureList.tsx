// Turns that failed lately, with the reason.
import { Link } from "wouter";
import type { Failures } from "../../contract.gen";
import { useAgent } from "../../core/agents";
import { useNow } from "../../core/useNow";
import { t } from "../../i18n";
import { sayFact } from "../../i18n/facts";
import { shortTime } from "../../i18n/format";
import { Nothing } from "../parts/Page";
import { w } from "../words";

const MINUTE = 60_000; // ms

type Failed = Failures["items"][number];

export function FailureList({ failures }: { failures: Failed[] }) {
  const now = useNow(MINUTE);
  if (failures.length === 0) return <Nothing>{w.overview.nothingFailed}</Nothing>;
  return (
    <ul className="rows">
      {failures.map((failed) => (
        <FailedTurn key={failed.turn_id} failed={failed} now={now} />
      ))}
    </ul>
  );
}

function FailedTurn({ failed, now }: { failed: Failed; now: number }) {
  const { error } = failed;
  const agent = useAgent(failed.agent_id);
  return (
    <li className="row-item">
      <div className="grow">
        <p className="row-title" dir="auto">
          <Link href={`/chat/${failed.thread_id}`}>{failed.title || t.rail.untitled}</Link>{" "}
          <small className="dim">
            {agent?.name ?? failed.agent_id}, {shortTime(failed.created_at, now)}
          </small>
        </p>
        <p className="problem row-about">{error && sayFact(error.text, error.code, error.fact)}</p>
      </div>
      {error?.code === "key_missing" && (
        <Link href="/admin/models" className="button plain">
          {w.places.models}
        </Link>
      )}
      <Link href={`/admin/events/${failed.thread_id}`} className="button quiet">
        {w.places.events}
      </Link>
    </li>
  );
}
