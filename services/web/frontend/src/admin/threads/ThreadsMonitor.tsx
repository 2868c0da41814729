// All threads: what runs, what waits, how long the queue is; each can be opened, watched and stopped.
import { useState } from "react";
import { Link } from "wouter";
import type { ThreadRow } from "../../contract.gen";
import { titleOf } from "../../chat/actions";
import { useAgent } from "../../core/agents";
import { useNow } from "../../core/useNow";
import { count, money, shortTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { hueStyle } from "../../ui/Glyph";
import { Choice } from "../parts/Choice";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { Table } from "../parts/Table";
import { w } from "../words";
import { StopThread } from "./StopThread";
import { FILTERS, useThreads, type Filter } from "./useThreads";

const c = w.threads.columns;
const MINUTE = 60_000; // ms

export function ThreadsMonitor() {
  const [filter, setFilter] = useState<Filter>("all");
  const [query, setQuery] = useState("");
  const threads = useThreads(filter, query);
  return (
    <Page title={w.places.threads} lead={w.threads.lead}>
      <div className="filters">
        <input
          type="search"
          className="input filter-text"
          aria-label={w.threads.search}
          placeholder={w.threads.search}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Choice
          label={w.threads.show}
          value={filter}
          choices={FILTERS.map((each) => [each, w.threads.filters[each]])}
          onChoose={(next) => setFilter(next as Filter)}
        />
      </div>
      <Shown asked={threads.asked}>
        {({ rows, more }) =>
          rows.length === 0 ? (
            <Nothing>{w.threads.none[filter]}</Nothing>
          ) : (
            <>
              <Table
                label={w.places.threads}
                heads={[c.title, c.state, c.agent, c.activity, c.queue, c.tokens, c.cost, c.acts]}
                numbers={[4, 5, 6]}
              >
                {rows.map((row) => (
                  <Row key={row.thread.id} row={row} onStopped={threads.asked.again} />
                ))}
              </Table>
              {more && <Button onClick={threads.showMore}>{w.threads.more}</Button>}
            </>
          )
        }
      </Shown>
    </Page>
  );
}

function Row({ row, onStopped }: { row: ThreadRow; onStopped: () => void }) {
  const { thread } = row;
  const agent = useAgent(thread.agent_id);
  const now = useNow(MINUTE);
  return (
    <tr>
      <th scope="row" className="cell-long" dir="auto">
        <Link href={`/chat/${thread.id}`}>{titleOf(thread)}</Link>
      </th>
      <td>
        <State row={row} />
      </td>
      <td>
        <span className="voice spoken-name" style={hueStyle(agent?.hue ?? 0)}>
          <span className="dot spoken" />
          {agent?.name ?? thread.agent_id}
        </span>
      </td>
      <td>{shortTime(thread.last_activity_at, now)}</td>
      <td className="number">{row.queued > 0 ? count(row.queued) : ""}</td>
      <td className="number">{count(thread.total_tokens)}</td>
      <td className="number">{money(thread.cost_micros)}</td>
      <td>
        <span className="cell-acts">
          <Link href={`/admin/events/${thread.id}`} className="button quiet">
            {w.places.events}
          </Link>
          {(row.running || row.waiting) && <StopThread threadId={thread.id} onStopped={onStopped} />}
        </span>
      </td>
    </tr>
  );
}

function State({ row: { running, waiting, thread } }: { row: ThreadRow }) {
  if (waiting) return <span className="chip wait">{w.threads.states.waiting}</span>;
  if (running) return <span className="chip good">{w.threads.states.running}</span>;
  return <span className="dim">{w.threads.states[thread.status]}</span>;
}
