// Every word the interface says. A second language is a second object of the same shape.
import { count, many } from "./format";

export const en = {
  app: "Parley",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  copied: "Copied",
  copy: "Copy",
  retry: "Try again",
  undo: "Undo",
  you: "You",
  somebody: "An agent that is gone",
  more: "More",

  failed: (what: string, why: string) => `${what}: ${why}`,
  titled: (title: string) => `${title} · Parley`,

  login: {
    title: "Welcome to Parley",
    lead: "Paste the token that was printed when Parley started, or open the address that was printed with it.",
    token: "Token",
    hint: "It is shown again by ./parley token",
    submit: "Sign in",
    wrong: "That token does not open this Parley.",
    unreachable: "Parley does not answer. Is it running?",
  },

  startUp: {
    unreachable: "Parley does not answer yet. Trying again…",
  },

  rail: {
    label: "Threads",
    open: "Show threads",
    search: "Search",
    searchLabel: "Search threads",
    clear: "Clear search",
    newThread: "New thread",
    unread: "unread",
    running: "answering",
    waiting: "waits for you",
    untitled: "New thread",
    empty: "Your threads will be listed here.",
    nothingFound: (query: string) => `Nothing found for “${query}”.`,
    searching: "Searching…",
    failed: "The list could not be loaded.",
    archived: "Archived",
    noneArchived: "Nothing is archived.",
    back: "Back to threads",
    showArchived: "Archived threads",
    settings: "Settings",
    menuOf: (title: string) => `More about ${title}`,
    groups: {
      pinned: "Pinned",
      today: "Today",
      yesterday: "Yesterday",
      week: "This week",
      month: "This month",
      older: "Older",
    },
  },

  link: {
    open: "connected",
    connecting: "connecting",
    waiting: "not connected",
  },

  banner: {
    lost: "The connection was lost.",
    retryIn: (seconds: number) => `Next try in ${seconds} s.`,
    retrying: "Connecting…",
    now: "Now",
    outdated: "A new version of Parley is here.",
    reload: "Reload",
  },

  thread: {
    messages: "Messages",
    rename: "Rename",
    title: "Title",
    pin: "Pin",
    unpin: "Unpin",
    archive: "Archive",
    unarchive: "Bring back",
    remove: "Delete",
    fork: "Fork the whole thread",
    copyLink: "Copy link",
    saveMarkdown: "Save as Markdown",
    saveJson: "Save as JSON",
    archived: (title: string) => `“${title}” is archived.`,
    removed: (title: string) => `“${title}” is deleted.`,
    missing: "That thread does not exist any more.",
    removedElsewhere: "This thread was deleted.",
    earlier: "Loading earlier messages…",
    earlierFailed: "Earlier messages could not be loaded.",
    beginning: "The thread begins here.",
    isArchived: "This thread is archived. Bring it back to go on.",
    jump: "Jump to the latest",
    jumpNew: (fresh: number) => many(fresh, "new message", "new messages"),
    forks: (forks: number) => many(forks, "fork", "forks"),
    forkOf: (title: string) => `from ${title}`,
    forkedHere: "Forked here:",
    forkedFrom: "Forked from",
    viewers: (others: string) => `also here: ${others}`,
    you: "you",
    loading: "Loading…",
  },

  doing: {
    rename: "The title was not changed",
    change: "The thread was not changed",
    remove: "The thread was not deleted",
    restore: "The thread could not be brought back",
    fork: "The thread was not forked",
    retry: "The answer could not be asked for again",
    stop: "The answer could not be stopped",
    withdraw: "The message could not be taken back",
    decide: "The decision was not taken",
    answer: "The answer was not taken",
    signOut: "You are still signed in",
  },

  message: {
    from: (channel: string) => `from ${channel}`,
    copy: "Copy message",
    link: "Copy link to this message",
    fork: "Fork from here",
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
    discard: "Discard",
    broken: "This message can't be drawn; here is its text.",
    sibling: (which: number, all: number) => `${which} of ${all}`,
    previous: "Previous answer",
    next: "Next answer",
  },

  channels: { web: "web", telegram: "Telegram", api: "API", cli: "terminal" },

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
    unknown: "It was interrupted after it began, so nobody knows whether it happened.",
    manySteps: (steps: number) => many(steps, "earlier step", "earlier steps"),
  },

  approval: {
    title: (tool: string) => `Run ${tool}?`,
    label: (tool: string) => `${tool} asks for your approval`,
    waiting: "waiting for you",
    allow: "Allow once",
    allowThread: "Allow in this thread",
    refuse: "Refuse",
    expires: (when: string) => `Expires ${when}`,
  },

  question: {
    waiting: "asks you",
    send: "Answer",
    free: "Answer with your next message, or here.",
    yourAnswer: "Your answer",
  },

  turn: {
    failed: "The answer failed",
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

  composer: {
    label: "Message",
    placeholder: (name: string) => `Write to ${name}`,
    send: "Send",
    stop: "Stop",
    stopping: "Stopping…",
    agent: "Answers:",
    hint: "Enter sends, Shift+Enter breaks the line, ? shows all keys",
    tooLong: (characters: number) => `${count(characters)} characters too many`,
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

  settings: {
    theme: "Appearance",
    light: "Light",
    dark: "Dark",
    system: "Like the system",
    keys: "Keyboard",
    signOut: "Sign out",
  },

  keys: {
    title: "Keyboard",
    rows: [
      ["Enter", "Send the message"],
      ["Shift Enter", "Break the line"],
      ["Esc", "Stop the answer, from an empty message box"],
      ["Ctrl K", "Search threads"],
      ["Alt N", "New thread"],
      ["/", "Go to the message box"],
      ["End", "Jump to the latest message, from the messages"],
      ["?", "This sheet"],
    ],
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

  crash: {
    title: "Something in this page broke.",
    lead: "Nothing is lost: your threads are kept by Parley, and what you wrote is kept in this browser.",
    reload: "Reload the page",
  },
};

export type Words = typeof en;
