// Everything about an agent that is written down: who it is, its model, its instructions, its limits.
import type { ReactElement } from "react";
import { Button } from "../../ui/Button";
import { Switch } from "../../ui/Switch";
import { Field } from "../parts/Field";
import { w } from "../words";
import type { Draft, Field as Name } from "./draft";
import { HuePicker } from "./HuePicker";
import { ModelPart } from "./ModelPart";
import type { Drafting } from "./useDraft";

const f = w.agents.form;

type TextField = Exclude<Name, "hue" | "splits_think_tags" | "reasoning_effort">;
export type Ask = (field: TextField, name: string, hint?: string, className?: string) => ReactElement;

export function AgentForm({ drafting }: { drafting: Drafting }) {
  const { draft, problems, write } = drafting;
  const ask: Ask = (field, name, hint, className) => (
    <Field name={name} hint={hint} problem={problems[field]} className={className}>
      <input
        className="input"
        value={draft[field]}
        autoComplete="off"
        onChange={(event) => write(field, event.target.value)}
      />
    </Field>
  );
  return (
    <form
      className="agent-form"
      onSubmit={(event) => {
        event.preventDefault();
        void drafting.save();
      }}
    >
      <div className="field-pair">
        {ask("name", f.name)}
        {ask("description", f.description, f.descriptionHint)}
      </div>
      <HuePicker hue={draft.hue} name={draft.name} onPick={(hue) => write("hue", hue)} />
      <ModelPart drafting={drafting} ask={ask} />
      <Field name={f.instructions} hint={f.instructionsHint}>
        <textarea
          className="input text-input"
          rows={8}
          value={draft.instructions}
          onChange={(event) => write("instructions", event.target.value)}
        />
      </Field>
      <fieldset className="field-set">
        <legend>{f.parameters}</legend>
        <p className="section-note">{f.parametersHint}</p>
        <div className="field-row">
          {ask("temperature", f.temperature)}
          {ask("top_p", f.topP)}
          {ask("max_tokens", f.maxTokens)}
          <Effort drafting={drafting} />
          {ask("context_window", f.context, f.contextHint)}
        </div>
        <Switch on={draft.splits_think_tags} onSwitch={(on) => write("splits_think_tags", on)}>
          {f.think}
        </Switch>
      </fieldset>
      <fieldset className="field-set">
        <legend>{f.limits}</legend>
        <p className="section-note">{f.limitsHint}</p>
        <div className="field-row">
          {ask("steps", f.steps)}
          {ask("calls", f.calls)}
          {ask("seconds", f.seconds)}
          {ask("tokens", f.tokens, f.tokensHint)}
          {ask("cost", f.cost)}
          {ask("day_cost", f.dayCost, f.dayCostHint)}
          {ask("at_once", f.atOnce, f.atOnceHint)}
        </div>
      </fieldset>
      <SaveBar drafting={drafting} />
    </form>
  );
}

function Effort({ drafting: { draft, write } }: { drafting: Drafting }) {
  return (
    <Field name={f.effort}>
      <select
        className="input"
        value={draft.reasoning_effort}
        onChange={(event) => write("reasoning_effort", event.target.value as Draft["reasoning_effort"])}
      >
        {Object.entries(f.efforts).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

function SaveBar({ drafting: { changed, busy, problems, refusal, discard } }: { drafting: Drafting }) {
  const wrong = Object.keys(problems).length > 0;
  return (
    <div className="save-bar" data-changed={changed || undefined}>
      <p className={refusal ? "problem grow" : "dim grow"} role="status">
        {refusal ?? (changed ? f.unsaved : "")}
      </p>
      <Button look="quiet" disabled={!changed || busy} onClick={discard}>
        {w.discard}
      </Button>
      <Button type="submit" look="primary" disabled={!changed || busy || wrong}>
        {w.save}
      </Button>
    </div>
  );
}
