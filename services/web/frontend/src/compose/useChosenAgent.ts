// Who answers next in a thread, if it is not the thread's own agent: remembered until another is picked.
import { Cell, useCell } from "../core/cell";
import { forget, keep, recall } from "../core/kept";

const KEPT = "agent.";

/** By place, what was picked since the page was opened; null: the thread's own agent again. */
const picked = new Cell<ReadonlyMap<string, string | null>>(new Map());

export function pickAgent(place: string, threadAgentId: string | null, agentId: string | null): void {
  const other = agentId === threadAgentId ? null : agentId;
  if (other === null) forget(KEPT + place);
  else keep(KEPT + place, other);
  picked.update((before) => new Map(before).set(place, other));
}

export function useChosenAgent(
  place: string,
  threadAgentId: string | null,
): [chosen: string | null, choose: (agentId: string) => void] {
  const chosen = useCell(picked, (all) => (all.has(place) ? all.get(place) : recall<string>(KEPT + place)));
  return [chosen ?? threadAgentId, (agentId) => pickAgent(place, threadAgentId, agentId)];
}
