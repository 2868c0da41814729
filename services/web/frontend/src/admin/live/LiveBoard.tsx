// The live agents: which threads are kept warm, what each is doing, who looks; and the switch for all turns.
import { useState } from "react";
import { Link } from "wouter";
import type { LiveInfo, ThreadRow } from "../../contract.gen";
import { attempt, titleOf } from "../../chat/actions";
import { useAgent } from "../../core/agents";
import { count } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { hueStyle } from "../../ui/Glyph";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { uptime } from "../overview/uptime";
import { Confirm } from "../../ui/Confirm";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { Table } from "../parts/Table";
import { rowsOf } from "../rowsOf";
import { useAsked } from "../useAsked";
import { w } from "../words";

const l = w.live;
const c = l.columns;
const AGAIN = 2000; // ms

export function LiveBoard() {
  const live = useAsked(askLive, "", AGAIN);
  const [asking, setAsking] = useState(false);
  const stopAll = async () => {
    const stopped = await attempt(l.stopFailed, adminApi.stopAll);
    if (stopped) notify({ text: l.stopped(stopped.turns) });
    live.again();
  };
  const acts = (
    <Button look="danger" icon="stop" onClick={() => setAsking(true)}>
      {l.stopAll}
    </Button>
  );
  return (
    <Page title={w.places.live} lead={l.lead} acts={acts}>
      <Shown asked={live}>
        {({ agents, rows }) =>
          agents.length === 0 ? (
            <Nothing>{l.none}</Nothing>
          ) : (
            <Table
              label={w.places.live}
              heads={[c.thread, c.agent, c.status, c.uptime, c.idle, c.viewers, c.messages, c.queued, c.acts]}
              numbers={[5, 6, 7]}
            >
              {agents.map((info) => (
                <LiveRow
                  key={info.thread_id}
                  info={info}
                  row={rows.get(info.thread_id) ?? null}
                  onReleased={live.again}
                />
              ))}
            </Table>
          )
        }
      </Shown>
      {asking && (
        <Confirm
          title={l.stopTitle}
          lead={l.stopLead}
          yes={l.stopAll}
          onYes={stopAll}
          onClose={() => setAsking(false)}
        />
      )}
    </Page>
  );
}

async function askLive() {
  const { agents } = await adminApi.live();
  return { agents, rows: await rowsOf(agents.map((info) => info.thread_id)) };
}

interface LiveRowProps {
  info: LiveInfo;
  row: ThreadRow | null;
  onReleased: () => void;
}

function LiveRow({ info, row, onReleased }: LiveRowProps) {
  const agent = useAgent(info.agent_id);
  const release = async () => {
    await attempt(l.releaseFailed, () => adminApi.release(info.thread_id));
    onReleased();
  };
  return (
    <tr>
      <th scope="row" className="cell-long" dir="auto">
        <Link href={`/chat/${info.thread_id}`}>{row ? titleOf(row.thread) : info.thread_id}</Link>
      </th>
      <td>
        <span className="voice spoken-name" style={hueStyle(agent?.hue ?? 0)}>
          <span className="dot spoken" />
          {agent?.name ?? info.agent_id}
        </span>
      </td>
      <td>
        <span className={info.has_interrupt ? "chip wait" : "chip"}>
          {info.has_interrupt ? l.waits : l.statuses[info.status]}
        </span>
      </td>
      <td>{uptime(info.uptime_ms)}</td>
      <td>{uptime(info.idle_ms)}</td>
      <td className="number">{count(info.viewers)}</td>
      <td className="number">{count(info.message_count)}</td>
      <td className="number">{row ? count(row.queued) : "–"}</td>
      <td>
        <span className="cell-acts">
          <Button disabled={info.status === "running"} onClick={() => void release()}>
            {l.release}
          </Button>
        </span>
      </td>
    </tr>
  );
}
