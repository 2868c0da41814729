// Models and keys.
import { many } from "../../format";

const FOUND = {
  demo: "comes with Parley",
  environment: "its key is in the environment",
  secret: "its key is kept here",
  local: "listens on this machine",
};

export const models = {
  lead: "What agents can be made of. Keys stay with the agent-runner on this machine.",
  keys: {
    title: "Keys",
    lead: "A key can be replaced and deleted, but nobody can read it back.",
    none: "There is no key yet.",
    name: "Name",
    nameHint: "Of the provider, such as “openai”, or any name an agent then picks.",
    value: "Key",
    valueHint: "It is sent once and never shown again.",
    keep: "Keep",
    kept: (name: string) => `${name} was kept.`,
    removeTitle: (name: string) => `Delete the key “${name}”?`,
    removeLead: "Agents that use it can't answer any more. This can't be undone.",
  },
  found: {
    title: "Found",
    lead: "By a key that is kept, by the environment, or listening on this machine.",
    none: "None was found. Keep a key above, or start a server such as Ollama.",
    of: (provider: string, found: keyof typeof FOUND, address: string | null) =>
      [provider, FOUND[found], address].filter(Boolean).join(", "),
    models: (models: number) => many(models, "model", "models"),
  },
  alone: {
    title: "Left alone",
    lead: "Models that failed too often are not asked for a while; fallbacks answer meanwhile.",
    none: "No model is left alone.",
    states: { closed: "is asked", open: "is left alone", half_open: "is tried again" },
    failures: (failures: number) => `failed ${many(failures, "time", "times")} in a row`,
    until: (time: string) => `tried again in ${time}`,
    reset: "Ask it again",
    resetOf: (model: string) => `Ask ${model} again`,
    failed: "It stays as it is",
  },
  other: { title: "Try another", lead: "One short call; nothing is kept." },
};
