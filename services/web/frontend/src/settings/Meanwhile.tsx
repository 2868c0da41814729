// What others changed in a thread while its settings are open, where something else is written here: saving replaces it.
import type { Agent } from "../contract.gen";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import type { ThreadDraft } from "./threadDraft";

const s = t.threadSettings;

type Field = keyof ThreadDraft;

const NAMES: Record<Field, string> = {
  ...{ agentId: s.agent, policy: s.policy, mode: s.mode, telegramMode: s.telegramMode, model: s.model },
  ...{ instructions: s.instructions, temperature: s.temperature, topP: s.topP, maxTokens: s.maxTokens, effort: s.effort },
};

interface MeanwhileProps {
  saved: ThreadDraft;
  clashes: Field[];
  agents: Agent[];
  onTake: (field: Field) => void;
}

export function Meanwhile({ saved, clashes, agents, onTake }: MeanwhileProps) {
  if (clashes.length === 0) return null;
  return (
    <div className="meanwhile" role="alert">
      <p>{s.meanwhile}</p>
      <ul>
        {clashes.map((field) => (
          <li key={field} className="row">
            <p className="grow" dir="auto">
              {NAMES[field]}: {say(field, saved, agents)}
            </p>
            <Button aria-label={`${s.takeTheirs}: ${NAMES[field]}`} onClick={() => onTake(field)}>
              {s.takeTheirs}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function say(field: Field, saved: ThreadDraft, agents: Agent[]): string {
  switch (field) {
    case "agentId":
      return agents.find((agent) => agent.id === saved.agentId)?.name ?? saved.agentId;
    case "policy":
      return s.policies[saved.policy];
    case "mode":
      return s.modes[saved.mode];
    case "telegramMode":
      return saved.telegramMode === "" ? s.asElsewhere : s.modes[saved.telegramMode];
    case "effort":
      return saved.effort === "" ? s.asAgent : s.efforts[saved.effort];
    default:
      return saved[field] || s.asAgent;
  }
}
