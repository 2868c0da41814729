// Who answers next in a thread, if it is not the thread's own agent: remembered until another is picked.
import { useEffect, useState } from "react";
import { forget, keep, recall } from "../core/kept";

const KEPT = "agent.";

export function useChosenAgent(
  place: string,
  threadAgentId: string | null,
): [chosen: string | null, choose: (agentId: string) => void] {
  const [picked, setPicked] = useState<string | null>(() => recall<string>(KEPT + place));

  useEffect(() => setPicked(recall<string>(KEPT + place)), [place]);

  const choose = (agentId: string) => {
    if (agentId === threadAgentId) forget(KEPT + place);
    else keep(KEPT + place, agentId);
    setPicked(agentId);
  };
  return [picked ?? threadAgentId, choose];
}
