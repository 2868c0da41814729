// What can be completed, above the field; the field keeps the focus.
import { t } from "../i18n";
import { Glyph, hueStyle } from "../ui/Glyph";
import type { Completion } from "./useCompletion";

export const LIST_ID = "suggestions";

export function optionId(index: number): string {
  return `${LIST_ID}-${index}`;
}

export function Suggestions({ completion: { suggestions, chosen, label } }: { completion: Completion }) {
  if (suggestions.length === 0) return null;
  return (
    <>
      <div className="menu suggestions" role="listbox" id={LIST_ID} aria-label={label}>
        {suggestions.map(({ key, name, about, hue, choose }, index) => (
          <div
            key={key}
            id={optionId(index)}
            role="option"
            aria-selected={index === chosen}
            data-highlighted={index === chosen ? "" : undefined}
            className="menu-item voice"
            style={hueStyle(hue ?? 0)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={choose}
          >
            {hue !== null && <Glyph name={name} />}
            <span className="agent-about">
              {name} <span className="dim">{about}</span>
            </span>
          </div>
        ))}
      </div>
      <span className="unseen" role="status">
        {t.composer.suggestions(suggestions.length)}
      </span>
    </>
  );
}
