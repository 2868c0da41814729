// What an agent plans to do, while anything of it is left.
import type { Todo } from "../contract.gen";
import { t } from "../i18n";

const MARKS: Record<Todo["state"], string> = { pending: "○", in_progress: "◐", completed: "●", cancelled: "–" };

export function Plan({ todos }: { todos: readonly Todo[] }) {
  const open = todos.some((todo) => todo.state === "pending" || todo.state === "in_progress");
  if (!open) return null;
  return (
    <section className="step" aria-label={t.plan.title}>
      <div className="step-head">
        <strong className="grow">{t.plan.title}</strong>
      </div>
      <ul className="step-text plan">
        {todos.map((todo, index) => (
          <li key={index}>
            <span role="img" aria-label={t.plan[todo.state]} title={t.plan[todo.state]}>
              {MARKS[todo.state]}
            </span>{" "}
            {todo.text}
          </li>
        ))}
      </ul>
    </section>
  );
}
