// Everything about an agent that is written down: who it is, its model, its instructions, its limits.
import type { ReactElement, ReactNode } from "react";
import { Button } from "../../ui/Button";
import { Switch } from "../../ui/Switch";
import { Field } from "../parts/Field";
import { Fold } from "../parts/Fold";
import { w } from "../words";
import { ClashList } from "./ClashList";
import type { Draft, Field as Name } from "./draft";
import { HuePicker } from "./HuePicker";
import { ModelPart } from "./ModelPart";
import { PARTS } from "./pageParts";
import type { Drafting } from "./useDraft";

const f = w.agents.form;

const PARAMETERS: Name[] = ["temperature", "top_p", "max_tokens", "context_window"];
const LIMITS: Name[] = ["steps", "calls", "seconds", "cost", "day_cost", "at_once"];

type TextField = Exclude<Name, "hue" | "splits_think_tags" | "reasoning_effort">;
export type Ask = (field: TextField, name: string, hint?: string, className?: string) => ReactElement;

export function AgentForm({ drafting }: { drafting: Drafting }) {
  const { draft, problems, write } = drafting;
  const has = (fields: Name[]) => fields.some((field) => problems[field] !== undefined);
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
      <div className="field-pair" id={PARTS.who}>
        {ask("name", f.name)}
        {ask("description", f.description, f.descriptionHint)}
      </div>
      <HuePicker hue={draft.hue} name={draft.name} onPick={(hue) => write("hue", hue)} />
      <ModelPart drafting={drafting} ask={ask} />
      <div id={PARTS.instructions}>
        <Field name={f.instructions} hint={f.instructionsHint}>
          <textarea
            className="input text-input"
            rows={8}
            value={draft.instructions}
            onChange={(event) => write("instructions", event.target.value)}
          />
        </Field>
      </div>
      <FieldFold id={PARTS.parameters} title={f.parameters} note={f.parametersHint} urgent={has(PARAMETERS)}>
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
      </FieldFold>
      <FieldFold id={PARTS.limits} title={f.limits} note={f.limitsHint} urgent={has(LIMITS)}>
        <div className="field-row">
          {ask("steps", f.steps)}
          {ask("calls", f.calls)}
          {ask("seconds", f.seconds)}
          {ask("tokens", f.tokens, f.tokensHint)}
          {ask("cost", f.cost)}
          {ask("day_cost", f.dayCost, f.dayCostHint)}
          {ask("at_once", f.atOnce, f.atOnceHint)}
        </div>
      </FieldFold>
      <ClashList drafting={drafting} />
      <SaveBar drafting={drafting} />
    </form>
  );
}

interface FieldFoldProps {
  id: string;
  title: string;
  note: string;
  urgent: boolean;
  children: ReactNode;
}

function FieldFold({ id, title, note, urgent, children }: FieldFoldProps) {
  return (
    <div className="field-set" id={id}>
      <Fold title={<h2 className="section-title">{title}</h2>} urgent={urgent}>
        <div role="group" aria-label={title} className="field-set-body">
          <p className="section-note">{note}</p>
          {children}
        </div>
      </Fold>
    </div>
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

function SaveBar({ drafting: { changed, busy, problems, clashes, refusal, discard } }: { drafting: Drafting }) {
  const wrong = Object.keys(problems).length > 0 || clashes.length > 0;
  const trouble = clashes.length > 0 ? f.choose : refusal;
  const state = busy ? f.saving : changed ? f.unsaved : "";
  return (
    <div className="save-bar" data-changed={changed || undefined} tabIndex={-1}>
      <p className={trouble ? "problem grow" : "dim grow"} role="status">
        {trouble ?? state}
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
