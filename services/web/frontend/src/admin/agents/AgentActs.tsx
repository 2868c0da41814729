// What can be done with an agent as a whole.
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Agent } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { api } from "../../core/api";
import { saveFile } from "../../core/saving";
import { Button, IconButton } from "../../ui/Button";
import { Menu, MenuItem, MenuLine } from "../../ui/Menu";
import { notify } from "../../ui/notify";
import { adminApi, agentExportPath } from "../api";
import { Confirm } from "../../ui/Confirm";
import { PromptButton } from "../events/PromptButton";
import { w } from "../words";
import { duplicateAgent } from "./creating";
import { keepDraft } from "./drafts";
import { withoutAgent } from "./useAgents";

const a = w.agents.acts;

interface AgentActsProps {
  agent: Agent;
  known: Agent[];
  onSaved: (agent: Agent) => void;
}

export function AgentActs({ agent, known, onSaved }: AgentActsProps) {
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const duplicate = async () => {
    const made = await duplicateAgent(agent);
    if (made) go(`/admin/agents/${made.id}`);
  };
  const makeDefault = async () => {
    const saved = await attempt(w.doing.save, () => api.changeAgent(agent.id, { is_default: true }));
    if (saved) onSaved(saved);
  };
  const remove = async () => {
    if ((await attempt(w.doing.remove, () => adminApi.removeAgent(agent.id))) === null) return;
    withoutAgent(known, agent.id);
    keepDraft(agent.id, null);
    notify({ text: a.removed(agent.name) });
    go("/admin/agents");
  };
  return (
    <>
      <PromptButton agentId={agent.id} threadId={null} />
      <Button icon="copy" onClick={() => void duplicate()}>
        {a.duplicate}
      </Button>
      <Menu trigger={<IconButton ref={more} icon="more" label={a.more(agent.name)} />}>
        <MenuItem icon="save" onClick={() => saveFile(agentExportPath(agent.id))}>
          {a.export}
        </MenuItem>
        <MenuItem icon="check" disabled={agent.is_default} onClick={() => void makeDefault()}>
          {a.makeDefault}
        </MenuItem>
        <MenuLine />
        <MenuItem icon="trash" danger disabled={agent.is_default} onClick={() => setAsking(true)}>
          {a.remove}
        </MenuItem>
      </Menu>
      {asking && (
        <Confirm
          title={a.removeTitle(agent.name)}
          lead={a.removeLead}
          yes={a.remove}
          onYes={remove}
          onClose={() => setAsking(false)}
          back={more}
        />
      )}
    </>
  );
}
