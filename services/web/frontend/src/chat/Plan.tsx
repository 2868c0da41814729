// What an agent plans to do, while anything of it is left.
import type { Todo } from "../contract.gen";
import { t } from "../i18n";
import { Icon } from "../ui/Icon";

export function Plan({ todos }: { todos: readonly Todo[] }) {
  const open = todos.some((todo) => todo.state === "pending" || todo.state === "in_progress");
  if (!open) return null;
  const done = todos.filter((todo) => todo.state === "completed").length;
  return (
    <details className="step plan-step" open>
      <summary>
        <strong className="grow">{t.plan.title}</strong>
        <span className="dim number">{t.plan.progress(done, todos.length)}</span>
      </summary>
      <PlanList todos={todos} />
    </details>
  );
}

export function PlanList({ todos }: { todos: readonly Todo[] }) {
  return (
    <ul className="plan">
      {todos.map((todo, index) => (
        <li key={index} className={todo.state}>
          <span className="plan-mark" role="img" aria-label={t.plan[todo.state]} title={t.plan[todo.state]}>
            {todo.state === "completed" && <Icon name="check" size={12} />}
          </span>
          <span dir="auto">{todo.text}</span>
        </li>
      ))}
    </ul>
  );
}
