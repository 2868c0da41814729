// What is said in a thread, and what goes on while it is being said.
import { count, many } from "../format";

export const transcript = {
  message: {
    from: (channel: string) => `from ${channel}`,
    copy: "Copy message",
    link: "Copy link to this message",
    fork: "Fork from here",
    ask: "Ask for an answer",
    retry: "Answer again",
    retryWith: "Answer again with",
    withdraw: "Take back",
    queued: "waits its turn",
    sending: "sending",
    delayed: "will be sent when Parley answers",
    edited: "edited",
    notSent: "Not sent",
    sendAgain: "Send again",
    edit: "Edit",
    editText: "Message text",
    save: "Save only",
    saveAndAsk: "Save and answer again",
    discard: "Discard",
    broken: "This message can't be drawn; here is its text.",
    sibling: (which: number, all: number) => `${which} of ${all}`,
    previous: "Previous answer",
    next: "Next answer",
  },

  channels: { web: "web", telegram: "Telegram", api: "API", cli: "terminal" },

  delivery: {
    pending: (channel: string) => `On its way to ${channel}`,
    sent: (channel: string) => `Sent to ${channel}`,
    delayed: (channel: string) => `Still waiting for ${channel}`,
    failed: (channel: string) => `Not sent to ${channel}`,
    unknown_after_send: (channel: string) => `May not have reached ${channel}`,
    because: (said: string, reason: string) => `${said}: ${reason}`,
  },

  stopped: {
    cancelled: "Stopped.",
    length: "Cut off: the answer reached its length limit.",
    limit: "Stopped at a limit of this agent.",
    content_filter: "The provider's content filter ended this answer.",
    error: "The answer broke off.",
    end: "",
  },

  usage: {
    tokens: (all: number) => many(all, "token", "tokens"),
    detail: (input: number, output: number) => `${count(input)} in, ${count(output)} out`,
  },

  reasoning: {
    now: "Thinking…",
    done: "Thoughts",
    took: (duration: string) => `Thought for ${duration}`,
  },

  tool: {
    arguments: "Arguments",
    result: "Result",
    output: "Output",
    states: {
      called: "called",
      waiting: "waits for you",
      started: "running",
      done: "done",
      error: "failed",
      unknown: "unknown",
      skipped: "skipped",
    },
    decided: "Decision",
    decisions: {
      approve: "Allowed",
      approve_edited: "Allowed with changes",
      deny: "Refused",
      answer: "Answered",
      expired: "Nobody decided in time",
    },
    by: (decision: string, who: string | null, where: string | null) =>
      `${decision}${who === null ? "" : ` by ${who}`}${where === null ? "" : ` (${where})`}`,
    unknown: "It was interrupted after it began, so nobody knows whether it happened.",
    happened: "Mark as happened",
    again: "Do it again",
    tryAgain: "Try again",
    showEarlier: (next: number, all: number) => `Show ${count(next)} of ${count(all)} earlier steps`,
    manySteps: (steps: number) => many(steps, "step", "steps"),
  },

  approval: {
    title: (tool: string) => `Run ${tool}?`,
    label: (tool: string) => `${tool} asks for your approval`,
    waiting: "waiting for you",
    allow: "Allow once",
    allowHere: "Allow in this thread",
    allowAgent: (agent: string) => `Always for ${agent}`,
    edit: "Change…",
    allowEdited: "Allow as changed",
    optional: "optional",
    problems: {
      needed: "This is needed.",
      number: "This must be a number.",
      integer: "This must be a whole number.",
      json: "This must be JSON.",
    },
    refuse: "Refuse…",
    refuseNow: "Refuse",
    reason: "Reason",
    reasonHint: "Why not? The agent reads it. May be left empty.",
    expires: (when: string) => `Expires ${when}`,
  },

  subAgent: {
    working: (name: string) => `${name} is working on it`,
    done: (name: string) => `${name} worked on it`,
    open: "Open as a thread",
    gone: "Its thread does not exist any more.",
  },

  file: {
    attach: "Attach files",
    pick: "Files to attach",
    attached: "Attached files",
    made: "Files made",
    drop: "Let go to attach",
    save: (name: string) => `Save ${name}`,
    remove: (name: string) => `Remove ${name}`,
    sending: (name: string) => `Sending ${name}`,
    tooMany: (most: number) => `A message takes ${count(most)} files at most.`,
    tooLarge: (name: string, limit: string) => `${name} is larger than ${limit}.`,
  },

  plan: {
    title: "Plan",
    progress: (done: number, all: number) => `${count(done)} of ${count(all)}`,
    pending: "to do",
    in_progress: "in progress",
    completed: "done",
    cancelled: "dropped",
  },

  question: {
    waiting: "asks you",
    send: "Answer",
    free: "Answer with your next message, or here.",
    yourAnswer: "Your answer",
  },

  turn: {
    failed: "The answer failed",
    because: (reason: string) => `This answer failed: ${reason}`,
    retry: "Try again",
    thinking: "Thinking…",
    again: (attempt: number) => `Going on after an interruption (${attempt})`,
    retrying: (model: string, seconds: number) => `${model} does not answer; trying again in ${seconds} s`,
    fallback: (model: string, next: string) => `${model} does not answer; going on with ${next}`,
  },

  status: {
    thinking: (name: string) => `${name} is thinking`,
    writing: (name: string) => `${name} is writing`,
    tool: (name: string, tool: string) => `${name} runs ${tool}`,
    waiting: (name: string) => `${name} waits for your decision`,
    answered: (name: string) => `${name} has answered`,
    failed: (name: string) => `The answer of ${name} failed`,
    stopped: (name: string) => `${name} was stopped`,
  },

  markdown: {
    done: "done",
    toDo: "to do",
    table: "Table",
    image: (alt: string) => (alt ? `image: ${alt}` : "image"),
    cut: (shown: number, all: number) => `The first ${count(shown)} of ${count(all)} characters.`,
    showAll: "Show all",
  },

  code: {
    plain: "text",
    copy: "Copy code",
    region: (language: string) => `Code, ${language}`,
  },
};
