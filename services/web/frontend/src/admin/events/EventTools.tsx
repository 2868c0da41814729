// What of the log is shown: a filter, whose, the tokens or not, and a pause.
import { agents } from "../../core/agents";
import { useCell } from "../../core/cell";
import { Button } from "../../ui/Button";
import { Switch } from "../../ui/Switch";
import { w } from "../words";
import { agentOf, fits, isDelta } from "./describe";
import type { Heard } from "./feed";
import type { Line } from "./useFeed";

const e = w.events;

export interface Showing {
  filter: string;
  /** Its id; empty: of every agent. */
  agent: string;
  deltas: boolean;
  paused: boolean;
}

interface EventToolsProps {
  showing: Showing;
  open: boolean;
  waiting: number;
  onChange: (showing: Showing) => void;
}

/** How many lines of them are shown. */
export function countShown(lines: readonly Line[], showing: Showing): number {
  return lines.filter(({ event }) => isShown(event, showing)).length;
}

export const EVERYTHING: Showing = { filter: "", agent: "", deltas: false, paused: false };

export function isShown(event: Heard, { filter, agent, deltas }: Showing): boolean {
  if (!deltas && isDelta(event)) return false;
  return (agent === "" || agentOf(event) === agent) && fits(event, filter);
}

export function EventTools({ showing, open, waiting, onChange }: EventToolsProps) {
  const change = (changes: Partial<Showing>) => onChange({ ...showing, ...changes });
  return (
    <div className="filters">
      <input
        type="search"
        className="input filter-text"
        aria-label={e.filter}
        placeholder={e.filter}
        value={showing.filter}
        onChange={(event) => change({ filter: event.target.value })}
      />
      <AgentChoice agent={showing.agent} onChoose={(agent) => change({ agent })} />
      <Switch on={showing.deltas} onSwitch={(deltas) => change({ deltas })}>
        {e.deltas}
      </Switch>
      <Button onClick={() => change({ paused: !showing.paused })} aria-pressed={showing.paused}>
        {showing.paused ? e.goOn(waiting) : e.pause}
      </Button>
      <span className={open ? "chip good" : "chip bad"} role="status">
        <span className="dot" />
        {open ? e.live : e.lost}
      </span>
    </div>
  );
}

function AgentChoice({ agent, onChoose }: { agent: string; onChoose: (agent: string) => void }) {
  const known = useCell(agents);
  return (
    <select
      className="input agent-choice"
      aria-label={e.agent}
      value={agent}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{e.everyAgent}</option>
      {known.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
