// What waits for a person: tool calls to approve and questions to answer, each in its thread.
import { Link } from "wouter";
import type { OpenRequests } from "../../contract.gen";
import { useNow } from "../../core/useNow";
import { shortTime } from "../../i18n/format";
import { Nothing } from "../parts/Page";
import { w } from "../words";

const MINUTE = 60_000; // ms

export function WaitingList({ requests: { approvals, queries } }: { requests: OpenRequests }) {
  const now = useNow(MINUTE);
  const waiting = [
    ...approvals.map((each) => ({ ...each, what: each.tool, about: each.reason || w.overview.toApprove })),
    ...queries.map((each) => ({ ...each, what: w.overview.question, about: each.text })),
  ].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  if (waiting.length === 0) return <Nothing>{w.overview.nothingWaits}</Nothing>;
  return (
    <ul className="rows">
      {waiting.map((each) => (
        <li key={each.id} className="row-item">
          <div className="grow">
            <p className="row-title">
              <span className="dot waits" /> {each.what}{" "}
              <small className="dim">{shortTime(each.created_at, now)}</small>
            </p>
            <p className="dim row-about" dir="auto">
              {each.about}
            </p>
          </div>
          <Link href={`/chat/${each.thread_id}`} className="button plain" aria-label={w.overview.lookAt(each.what)}>
            {w.overview.look}
          </Link>
        </li>
      ))}
    </ul>
  );
}
