// What waits for a person: tool calls to approve and questions to answer, each in its thread.
import { Link } from "wouter";
import type { OpenRequests, ThreadRow } from "../../contract.gen";
import { titleOf } from "../../chat/actions";
import { useAgent } from "../../core/agents";
import { useNow } from "../../core/useNow";
import { shortTime } from "../../i18n/format";
import { adminApi } from "../api";
import { Nothing } from "../parts/Page";
import { rowsOf } from "../rowsOf";
import { w } from "../words";

const MINUTE = 60_000; // ms

export interface Waiting {
  requests: OpenRequests;
  rows: Map<string, ThreadRow>;
}

export async function askWaiting(): Promise<Waiting> {
  const requests = await adminApi.openRequests();
  const threads = [...requests.approvals, ...requests.queries].map((each) => each.thread_id);
  return { requests, rows: await rowsOf(threads) };
}

export function countWaiting({ requests: { approvals, queries } }: Waiting): number {
  return approvals.length + queries.length;
}

export function WaitingList({ waiting: { requests, rows } }: { waiting: Waiting }) {
  const now = useNow(MINUTE);
  const all = [
    ...requests.approvals.map((each) => ({ ...each, what: each.tool, about: each.reason || w.overview.toApprove })),
    ...requests.queries.map((each) => ({ ...each, what: w.overview.question, about: each.text })),
  ].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  if (all.length === 0) return <Nothing>{w.overview.nothingWaits}</Nothing>;
  return (
    <ul className="rows">
      {all.map((each) => (
        <li key={each.id} className="row-item">
          <div className="grow">
            <p className="row-title">
              <span className="dot waits" /> {each.what}{" "}
              <small className="dim">{shortTime(each.created_at, now)}</small>
            </p>
            <p className="dim row-about" dir="auto">
              {each.about}
            </p>
            <Where row={rows.get(each.thread_id)} />
          </div>
          <Link href={`/chat/${each.thread_id}`} className="button plain" aria-label={w.overview.lookAt(each.what)}>
            {w.overview.look}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Where({ row }: { row: ThreadRow | undefined }) {
  const agent = useAgent(row?.thread.agent_id ?? null);
  if (!row) return null;
  return (
    <p className="dim row-about" dir="auto">
      <small>
        {agent?.name ?? row.thread.agent_id}, {titleOf(row.thread)}
      </small>
    </p>
  );
}
