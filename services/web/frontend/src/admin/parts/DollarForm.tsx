// An amount of dollars that is kept; empty is none.
import { useState } from "react";
import { attempt } from "../../chat/actions";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { w } from "../words";
import { Field } from "./Field";

const MICROS = 1_000_000; // micro-dollars of a dollar

interface DollarFormProps<T> {
  name: string;
  hint: string;
  micros: number | null;
  keep: (micros: number | null) => Promise<T>;
  onKept: (kept: T) => void;
}

export function DollarForm<T>({ name, hint, micros, keep, onKept }: DollarFormProps<T>) {
  const kept = micros === null ? "" : String(micros / MICROS);
  const [text, setText] = useState(kept);
  const dollars = text.trim() === "" ? null : Number(text.trim().replace(",", "."));
  const wrong = dollars !== null && !(dollars > 0 && dollars <= MICROS);
  const save = async () => {
    const saved = await attempt(w.doing.save, () => keep(dollars === null ? null : Math.round(dollars * MICROS)));
    if (saved === null) return;
    onKept(saved);
    notify({ text: w.saved, timeout: 2000 });
  };
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
      <Button type="submit" disabled={wrong || text === kept}>
        {w.save}
      </Button>
    </form>
  );
}
