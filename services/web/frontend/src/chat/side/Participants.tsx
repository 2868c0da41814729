// Who takes part in a thread, and which agent waits for a decision.
import type { AgentView } from "../../contract.gen";
import { agents } from "../../core/agents";
import { useCell } from "../../core/cell";
import { t } from "../../i18n";
import { Glyph, hueStyle } from "../../ui/Glyph";

interface ParticipantsProps {
  view: AgentView;
  people: string[];
  agentIds: string[];
}

export function Participants({ view, people, agentIds }: ParticipantsProps) {
  const all = useCell(agents);
  const { turn } = view.runtime_context;
  const ids = [...new Set([...agentIds, view.agent_id, turn?.agent_id])];
  const here = all.filter((agent) => ids.includes(agent.id));
  return (
    <section aria-labelledby="side-who">
      <h2 id="side-who">{t.side.who}</h2>
      <ul className="side-who">
        {people.map((name) => (
          <li key={`person ${name}`}>
            <Glyph name={name} /> <span dir="auto">{name}</span>
          </li>
        ))}
        {here.map((agent) => (
          <li key={agent.id} className="voice" style={hueStyle(agent.hue)}>
            <Glyph name={agent.name} />
            <span className="grow">
              {agent.name} <span className="dim">{agent.description}</span>
            </span>
            {turn?.agent_id === agent.id && (
              <span className={turn.state === "parked" ? "chip wait" : "chip"}>
                {turn.state === "parked" ? t.side.asks : t.side.works}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
