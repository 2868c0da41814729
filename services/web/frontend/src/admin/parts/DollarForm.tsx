// An amount of dollars that is kept; empty is none.
import { useState } from "react";
import { money } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { w } from "../words";
import { Field } from "./Field";
import { saveNumber, type KeptNumber } from "./saveNumber";

const MICROS = 1_000_000; // micro-dollars of a dollar

interface DollarFormProps<T> extends Omit<KeptNumber<T>, "say"> {
  name: string;
  hint: string;
  micros: number | null;
}

const say = (micros: number | null) => (micros === null ? w.nothing : money(micros));

export function DollarForm<T>({ name, hint, micros, ...kept }: DollarFormProps<T>) {
  const shown = micros === null ? "" : String(micros / MICROS);
  const [text, setText] = useState(shown);
  const dollars = text.trim() === "" ? null : Number(text.trim().replace(",", "."));
  const wrong = dollars !== null && !(dollars > 0 && dollars <= MICROS);
  const save = () =>
    saveNumber({ ...kept, say }, micros, dollars === null ? null : Math.round(dollars * MICROS));
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) void save();
      }}
    >
      <Field name={name} hint={hint} problem={wrong ? w.notAmount : undefined}>
        <input
          className="input"
          inputMode="decimal"
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button type="submit" disabled={wrong || text === shown}>
        {w.save}
      </Button>
    </form>
  );
}
