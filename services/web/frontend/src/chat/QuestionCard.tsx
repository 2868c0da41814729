// A question of an agent to the person, with its choices.
import { useState } from "react";
import type { Query } from "../contract.gen";
import { api } from "../core/api";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { attempt } from "./actions";

export function QuestionCard({ question }: { question: Query }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [sent, setSent] = useState(false);

  const answer = async (answers: string[]) => {
    setSent(true);
    const taken = await attempt(t.doing.answer, () => api.answer(question.id, answers));
    if (taken === null) setSent(false);
  };
  const toggle = (value: string) =>
    setChosen((before) => (before.includes(value) ? before.filter((each) => each !== value) : [...before, value]));

  return (
    <section className="step ask" aria-label={question.text}>
      <div className="step-head">
        <strong className="grow" dir="auto">
          {question.text}
        </strong>
        <span className="chip wait">{t.question.waiting}</span>
      </div>
      {question.kind === "free" && <FreeAnswer disabled={sent} onAnswer={(text) => void answer([text])} />}
      <div className="step-foot">
        {question.options.map((option) => (
          <Button
            key={option.value}
            disabled={sent}
            title={option.description || undefined}
            aria-pressed={question.kind === "multi" ? chosen.includes(option.value) : undefined}
            onClick={() => (question.kind === "multi" ? toggle(option.value) : void answer([option.value]))}
          >
            {option.label}
          </Button>
        ))}
        {question.kind === "multi" && (
          <Button look="primary" disabled={sent || chosen.length === 0} onClick={() => void answer(chosen)}>
            {t.question.send}
          </Button>
        )}
      </div>
    </section>
  );
}

function FreeAnswer({ disabled, onAnswer }: { disabled: boolean; onAnswer: (text: string) => void }) {
  const [text, setText] = useState("");
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    if (text.trim() !== "") onAnswer(text.trim());
  };
  return (
    <form className="step-form" onSubmit={submit}>
      <input
        className="input"
        value={text}
        placeholder={t.question.free}
        aria-label={t.question.yourAnswer}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={disabled || text.trim() === ""}>
        {t.question.send}
      </Button>
    </form>
  );
}
