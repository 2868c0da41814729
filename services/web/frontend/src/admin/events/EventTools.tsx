// What of the log is shown: a filter, the tokens or not, and a pause.
import { Button } from "../../ui/Button";
import { Switch } from "../../ui/Switch";
import { w } from "../words";

const e = w.events;

export interface Showing {
  filter: string;
  deltas: boolean;
  paused: boolean;
}

interface EventToolsProps {
  showing: Showing;
  open: boolean;
  waiting: number;
  onChange: (showing: Showing) => void;
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
