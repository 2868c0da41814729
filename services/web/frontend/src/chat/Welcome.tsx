// An empty thread: who answers, something to try, and what to do about the demo model.
import { agents, defaultAgent, isDemo } from "../core/agents";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { draftChanged, keepDraft } from "../core/drafts";
import { pickAgent, useChosenAgent } from "../compose/useChosenAgent";
import { FirstRun } from "../model/FirstRun";

const ECHO = "demo/echo";
const TOOLS = "demo/tools";

interface WelcomeProps {
  threadId: string;
  /** The thread's own. */
  agentId: string | null;
}

export function Welcome({ threadId, agentId }: WelcomeProps) {
  const all = useCell(agents);
  const [chosen] = useChosenAgent(threadId, agentId);
  const first = defaultAgent(all);
  const agent = all.find((each) => each.id === chosen) ?? first;
  const suggest = (text: string) => {
    // Where nobody has a real model yet, the examples are asked of whoever can do more than repeat them.
    const able = agent?.model === ECHO ? all.find((each) => each.model === TOOLS) : undefined;
    if (able) pickAgent(threadId, null, able.id);
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
      {first && isDemo(first) && <FirstRun agent={first} />}
    </div>
  );
}
