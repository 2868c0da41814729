// Beside the transcript: the plan, who takes part, what it took, and the files of the thread.
import { useMemo } from "react";
import type { AgentView } from "../../contract.gen";
import { t } from "../../i18n";
import { count, money } from "../../i18n/format";
import { FileLink } from "../Files";
import { PlanList } from "../Plan";
import { Participants } from "./Participants";
import { sumUp } from "./summary";

export function Side({ view }: { view: AgentView }) {
  const { thread, todos } = view.runtime_context;
  const summary = useMemo(() => sumUp(view.visible_messages), [view.visible_messages]);
  return (
    <div className="side-parts">
      {todos.length > 0 && (
        <section aria-labelledby="side-plan">
          <h2 id="side-plan">{t.plan.title}</h2>
          <PlanList todos={todos} />
        </section>
      )}
      <Participants view={view} people={summary.people} agentIds={summary.agentIds} />
      {thread && (
        <section aria-labelledby="side-use">
          <h2 id="side-use">{t.side.use}</h2>
          <dl className="side-facts">
            <dt>{t.side.tokens}</dt>
            <dd className="number">{count(thread.total_tokens)}</dd>
            <dt>{t.side.cost}</dt>
            <dd className="number">{money(thread.cost_micros)}</dd>
            <dt>{t.side.calls}</dt>
            <dd className="number">{count(summary.calls)}</dd>
          </dl>
          {view.metadata.has_earlier && <p className="dim side-note">{t.side.loadedOnly}</p>}
        </section>
      )}
      <section aria-labelledby="side-files">
        <h2 id="side-files">{t.side.files}</h2>
        {summary.files.length === 0 && <p className="dim side-note">{t.side.noFiles}</p>}
        <ul className="side-files">
          {summary.files.map((file) => (
            <li key={file.id}>
              <FileLink file={file} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
