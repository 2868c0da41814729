// Writing, beginning, and giving an agent a model.
import { count, many } from "../format";

export const writing = {
  composer: {
    label: "Message",
    placeholder: (name: string) => `Write to ${name}`,
    send: "Send",
    stop: "Stop",
    stopping: "Stopping…",
    agent: "Answers:",
    agents: "Agents",
    commands: "Commands and skills",
    suggestions: (all: number) => many(all, "suggestion", "suggestions"),
    how: "How to send it",
    enqueue: "Answer it afterwards",
    steer: "Add it to this answer",
    interrupt: "Stop, and answer it now",
    contextShort: (percent: number) => `${count(percent)}% of context`,
    context: (percent: number) => `${count(percent)} percent of the context is used`,
    contextDetail: (used: string, all: string) => `${used} of ${all} tokens would be sent with the next message`,
    hint: "Enter sends, Shift+Enter breaks the line, @ picks an agent, / shows commands",
    tooLong: (characters: number) => `${count(characters)} characters too many`,
  },

  queue: {
    title: "Waiting messages",
    now: "Send now",
    instead: "Send instead",
    edit: "Change it",
  },

  start: {
    title: "What is on your mind?",
    lead: (name: string) => `${name} answers. Pick somebody else below, now or at any message.`,
    try: "For example",
    examples: ["What is 2+2*10?", "What time is it?", "Tell me how you work."],
  },

  firstRun: {
    title: "Answers come from the offline demo model.",
    lead: "It needs no key and no internet, and it only repeats. Add a key or a local model for real answers.",
    add: "Add a model",
    found: (model: string) => `Use ${model}`,
  },

  model: {
    title: "Add a model",
    lead: (name: string) => `${name} will answer with it. The key stays on this machine and is never shown again.`,
    provider: "Provider",
    model: "Model",
    modelHint: "As the provider writes it.",
    key: "API key",
    keyOptional: "API key, if it needs one",
    address: "Address",
    addressHint: "Of a server that speaks the OpenAI protocol, such as Ollama, llama.cpp or vLLM.",
    local: "Local or other server",
    test: "Test and use",
    testing: "Asking the model…",
    failed: "The model did not answer.",
    done: (name: string, model: string) => `${name} answers with ${model} now.`,
    found: "Found on this machine",
  },
};
