// Everything by typing: threads by what was said in them, and what can be done.
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { t } from "../i18n";
import { PassageLine } from "../rail/PassageLine";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { useEntries, type Entry } from "./entries";

const LIST = "palette-list";

export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const entries = useEntries(query);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setChosen(0), [query]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0) setChosen((chosen + step + entries.length) % entries.length);
    else if (event.key === "Enter") run(entries[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t.palette.title} open onClose={onClose} look="wide" firstFocus={field}>
      <div className="palette">
        <input
          ref={field}
          className="input"
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={entries[chosen] && `${LIST}-${chosen}`}
          aria-label={t.palette.title}
          placeholder={t.palette.placeholder}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="palette-list" id={LIST} role="listbox" aria-label={t.palette.title}>
          {entries.map((entry, index) => (
            <Row key={entry.key} entry={entry} id={`${LIST}-${index}`} chosen={index === chosen} onRun={() => run(entry)} />
          ))}
        </div>
        {entries.length === 0 && <p className="dim palette-none">{t.palette.nothing}</p>}
      </div>
    </Dialog>
  );
}

interface RowProps {
  entry: Entry;
  id: string;
  chosen: boolean;
  onRun: () => void;
}

function Row({ entry, id, chosen, onRun }: RowProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div
      ref={place}
      id={id}
      role="option"
      aria-selected={chosen}
      className="menu-item"
      data-highlighted={chosen ? "" : undefined}
      onClick={onRun}
    >
      <Icon name={entry.icon} />
      <span className="grow brief" dir="auto">
        {entry.name}
        {entry.passage && <PassageLine passage={entry.passage} />}
      </span>
      <span className="dim">{entry.about}</span>
    </div>
  );
}
