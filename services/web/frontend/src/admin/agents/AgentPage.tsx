// One agent: its form, its switches, and what can be done with it.
import { Link } from "wouter";
import type { Agent } from "../../contract.gen";
import { Nothing, Page, Section } from "../parts/Page";
import { PageParts } from "../parts/PageParts";
import { Shown } from "../parts/Shown";
import { w } from "../words";
import { AgentActs } from "./AgentActs";
import { AgentForm } from "./AgentForm";
import { NoteList } from "./NoteList";
import { LINKS, PARTS } from "./pageParts";
import { Switches, type Choices } from "./Switches";
import { useDraft } from "./useDraft";
import { useHouse, withAgent } from "./useAgents";

export function AgentPage({ agentId }: { agentId: string }) {
  const house = useHouse();
  const agent = house.value?.agents.find((each) => each.id === agentId);
  const onSaved = (saved: Agent) => house.change((now) => ({ ...now, agents: withAgent(now.agents, saved) }));
  return (
    <Page
      title={agent?.name ?? w.places.agents}
      lead={
        <>
          <Link href="/admin/agents">{w.agents.all}</Link>{" "}
          <Link href={`/admin/events?agent=${encodeURIComponent(agentId)}`}>{w.agents.events}</Link>
        </>
      }
      acts={agent && <AgentActs agent={agent} known={house.value?.agents ?? []} onSaved={onSaved} />}
    >
      <Shown asked={house}>
        {({ choices }) =>
          agent ? (
            <Whole agent={agent} choices={choices} onSaved={onSaved} />
          ) : (
            <Nothing>{w.agents.missing(agentId)}</Nothing>
          )
        }
      </Shown>
    </Page>
  );
}

function Whole({ agent, choices, onSaved }: { agent: Agent; choices: Choices; onSaved: (agent: Agent) => void }) {
  const drafting = useDraft(agent, onSaved);
  return (
    <>
      <PageParts parts={LINKS} />
      <AgentForm drafting={drafting} />
      <Section id={PARTS.has} title={`${w.agents.tools}, ${w.agents.skills}`}>
        <Switches agent={agent} choices={choices} onSaved={onSaved} />
      </Section>
      <Section id={PARTS.notes} title={w.agents.notes.title} note={w.agents.notes.lead}>
        <NoteList agent={agent} onSaved={onSaved} />
      </Section>
    </>
  );
}
