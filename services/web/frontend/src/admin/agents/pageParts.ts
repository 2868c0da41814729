// The parts of an agent's page, as the links at its top name them.
import { w } from "../words";

export const PARTS = {
  who: "agent-who",
  model: "agent-model",
  instructions: "agent-instructions",
  parameters: "agent-parameters",
  limits: "agent-limits",
  has: "agent-has",
  notes: "agent-notes",
} as const;

const { form } = w.agents;

export const LINKS = [
  [PARTS.who, form.name],
  [PARTS.model, form.model],
  [PARTS.instructions, form.instructions],
  [PARTS.parameters, form.parameters],
  [PARTS.limits, form.limitsShort],
  [PARTS.has, `${w.agents.tools}, ${w.agents.skills}`],
  [PARTS.notes, w.agents.notes.title],
] as const;
