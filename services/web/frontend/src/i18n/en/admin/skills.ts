// Skills: what each says, who has it, what became of it.
export const skills = {
  lead: "Instructions that an agent reads when it needs them. Read one before you give it to an agent.",
  none: "No skills were found. They are folders with a SKILL.md in the folder “skills” of this Parley.",
  all: "All skills",
  unusable: "can't be used",
  changed: "changed",
  always: "in every prompt",

  who: {
    title: "Agents that have it",
    lead: "An agent has it exactly as it is now. When a file of it changes, it is off until you look.",
  },
  changes: {
    title: "Changed since it was switched on",
    lead: "It is off for the agents below until you approve what it says now.",
    unknown: "What it said then was not kept, so nothing can be compared. Read it below before you approve it.",
    states: { added: "new", removed: "removed", changed: "changed" },
    noText: "This is no text, or too much of it to be compared.",
    of: (file: string) => `Changes in ${file}`,
    approve: (agent: string) => `Approve for ${agent}`,
    failed: "It was not approved",
  },
  text: { title: "What it says", lead: "Word for word, as the agent reads it.", none: "It can't be read." },
  files: { title: "Files beside it", lead: "The agent reads them when it needs them." },
};
