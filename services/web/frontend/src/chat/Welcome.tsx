// An empty thread: who answers, something to try, and what to do about the demo model.
import { agents, defaultAgent, isDemo } from "../core/agents";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { draftChanged, keepDraft } from "../core/drafts";
import { FirstRun } from "../model/FirstRun";

export function Welcome({ threadId }: { threadId: string }) {
  const agent = useCell(agents, defaultAgent);
  const suggest = (text: string) => {
    keepDraft(threadId, text);
    draftChanged.update((changes) => changes + 1);
  };
  return (
    <div className="welcome">
      <h2 className="welcome-title">{t.start.title}</h2>
      {agent && <p className="dim">{t.start.lead(agent.name)}</p>}
      <div className="row examples" role="group" aria-label={t.start.try}>
        {t.start.examples.map((example) => (
          <Button key={example} onClick={() => suggest(example)}>
            {example}
          </Button>
        ))}
      </div>
      {agent && isDemo(agent) && <FirstRun agent={agent} />}
    </div>
  );
}
