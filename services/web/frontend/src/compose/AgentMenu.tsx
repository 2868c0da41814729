// Who answers the next message.
import type { Agent } from "../contract.gen";
import { agents, loadAgents } from "../core/agents";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { Glyph, hueStyle } from "../ui/Glyph";
import { Icon } from "../ui/Icon";
import { Menu, MenuChoices } from "../ui/Menu";

interface AgentMenuProps {
  agent: Agent | undefined;
  onChoose: (agentId: string) => void;
}

export function AgentMenu({ agent, onChoose }: AgentMenuProps) {
  const all = useCell(agents);
  if (agent === undefined) return null;

  const hues = new Map(all.map((each) => [each.id, each.hue]));
  const choices = all.map((each) => ({ value: each.id, text: each.name, label: <AgentLabel agent={each} /> }));
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button
          type="button"
          className="button quiet voice agent-choice"
          style={hueStyle(agent.hue)}
          onFocus={() => void loadAgents()} // somebody may have come since
        >
          <Glyph name={agent.name} />
          <span className="unseen">{t.composer.agent} </span>
          <span className="agent-name">{agent.name}</span>
          <Icon name="down" size={16} />
        </button>
      }
    >
      <MenuChoices
        label={t.composer.agent}
        value={agent.id}
        choices={choices}
        onChoose={onChoose}
        styleOf={(choice) => hueStyle(hues.get(choice.value) ?? 0)}
      />
    </Menu>
  );
}

function AgentLabel({ agent }: { agent: Agent }) {
  return (
    <>
      <Glyph name={agent.name} />
      <span className="agent-about">
        {agent.name}
        <span className="dim">{agent.description || agent.model}</span>
      </span>
    </>
  );
}
