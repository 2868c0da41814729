// What was changed here and elsewhere: what stands there now, and the choice which of both stays.
import { useEffect, useRef } from "react";
import { Button } from "../../ui/Button";
import { w } from "../words";
import type { Draft, Field } from "./draft";
import type { Drafting } from "./useDraft";

const f = w.agents.form;

const NAMES: Record<Field, string> = {
  ...{ name: f.name, description: f.description, hue: f.colour, model: f.model, api_base: f.base, api_key: f.key },
  ...{ fallbacks: f.fallbacks, instructions: f.instructions, temperature: f.temperature, top_p: f.topP },
  ...{ max_tokens: f.maxTokens, reasoning_effort: f.effort, steps: f.steps, calls: f.calls, seconds: f.seconds },
  ...{ tokens: f.tokens, cost: f.cost, day_cost: f.dayCost, at_once: f.atOnce, context_window: f.context },
  splits_think_tags: f.think,
};

/** May be more than there is room for. */
const LONG: Field[] = ["instructions", "fallbacks"];

export function ClashList({ drafting: { clashes, saved, keepMine, takeTheirs } }: { drafting: Drafting }) {
  const place = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLElement | null>(null); // where one goes on once nothing is left to choose
  const left = clashes.length;
  useEffect(() => {
    (place.current ?? bar.current)?.focus();
    bar.current = place.current?.parentElement?.querySelector<HTMLElement>(".save-bar") ?? null;
  }, [left]);
  if (left === 0) return null;
  return (
    <div ref={place} className="clashes" role="group" aria-label={f.clashes} tabIndex={-1}>
      <h2 className="section-title">{f.clashes}</h2>
      <p className="section-note">{f.clashesLead}</p>
      <ul className="rows">
        {clashes.map((field) => (
          <li key={field} className="row-item">
            <div className="grow">
              <h3 className="row-title">{NAMES[field]}</h3>
              <p className="dim">{f.theirs}</p>
              <p className="clash-theirs" dir="auto" tabIndex={LONG.includes(field) ? 0 : undefined}>
                {say(field, saved)}
              </p>
            </div>
            <Button aria-label={`${f.takeTheirs}: ${NAMES[field]}`} onClick={() => takeTheirs(field)}>
              {f.takeTheirs}
            </Button>
            <Button aria-label={`${f.keepMine}: ${NAMES[field]}`} onClick={() => keepMine(field)}>
              {f.keepMine}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function say(field: Field, draft: Draft): string {
  if (field === "hue") return f.hue(draft.hue);
  if (field === "reasoning_effort") return f.efforts[draft.reasoning_effort];
  const value = draft[field];
  if (typeof value === "boolean") return value ? f.on : f.off;
  return String(value) || w.nothing;
}
