// All agents, with the switches of what each may use.
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { Agent } from "../../contract.gen";
import { Button } from "../../ui/Button";
import { Glyph, hueStyle } from "../../ui/Glyph";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { w } from "../words";
import { createAgent } from "./creating";
import { recallDraft } from "./drafts";
import { ImportButton } from "./ImportButton";
import { Switches } from "./Switches";
import { useHouse, withAgent } from "./useAgents";

const MANY = 8; // agents; from then on one is looked for, and what each has is closed

export function AgentList() {
  const house = useHouse();
  const [sought, setSought] = useState("");
  const [, go] = useLocation();
  const open = (agent: Agent | null) => agent && go(`/admin/agents/${agent.id}`);
  const acts = (
    <>
      <ImportButton onImported={open} />
      <Button look="primary" icon="plus" onClick={() => void createAgent().then(open)}>
        {w.agents.create}
      </Button>
    </>
  );
  return (
    <Page title={w.places.agents} lead={w.agents.lead} acts={acts}>
      <Shown asked={house}>
        {({ agents, choices }) => (
          <>
            {agents.length > MANY && <Seek text={sought} onChange={setSought} />}
            <ul className="agents">
              {agents.filter((agent) => fits(agent, sought)).map((agent) => (
                <li key={agent.id} className="agent-row">
                  <Name agent={agent} />
                  <Switches
                    agent={agent}
                    choices={choices}
                    closed={agents.length > MANY}
                    onSaved={(saved) => house.change((now) => ({ ...now, agents: withAgent(now.agents, saved) }))}
                  />
                </li>
              ))}
            </ul>
            {!agents.some((agent) => fits(agent, sought)) && <Nothing>{w.agents.noneFits}</Nothing>}
          </>
        )}
      </Shown>
    </Page>
  );
}

function Seek({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  return (
    <div className="filters">
      <input
        className="input filter-text"
        type="search"
        aria-label={w.agents.seek}
        placeholder={w.agents.seek}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function fits({ name, description, model }: Agent, sought: string): boolean {
  const words = sought.toLowerCase().split(/\s+/);
  const text = `${name} ${description} ${model}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function Name({ agent }: { agent: Agent }) {
  return (
    <div className="agent-name voice" style={hueStyle(agent.hue)}>
      <Glyph name={agent.name} />
      <div className="grow">
        <h2 className="agent-title">
          <Link href={`/admin/agents/${agent.id}`}>{agent.name}</Link>
        </h2>
        <p className="dim">{agent.description}</p>
        <p className="mono">{agent.model}</p>
        {agent.is_default && <span className="chip">{w.agents.default}</span>}
        {recallDraft(agent.id) && <span className="chip">{w.agents.notSaved}</span>}
      </div>
    </div>
  );
}
