// What can be chosen: settings of this browser and of a thread, commands, the palette.
import { many } from "../format";

export const choices = {
  settings: {
    title: "Settings",
    theme: "Appearance",
    light: "Light",
    dark: "Dark",
    system: "Like the system",
    language: "Language",
    systemLanguage: "Like the browser",
    prose: "Agents' words",
    serif: "Serif",
    sans: "Sans serif",
    name: "Your name",
    nameHint: "Stands beside your messages and is shown to others in the same thread. Kept in this browser.",
    shortKeys: "Keyboard shortcuts",
    shortKeysHint: "Single keys such as / and ?, and Ctrl K.",
    notifications: "Notifications",
    notificationsHint: "Tells of answers and open decisions while this page is hidden.",
    notificationsDenied: "The browser does not allow notifications for this page.",
    keys: "Keyboard",
    signOut: "Sign out",
    admin: "Administration",
  },

  signOut: {
    title: "Sign out and forget what was not sent?",
    lead: (messages: number, drafts: number) =>
      `Signing out takes everything of yours out of this browser. Only here, and lost with it: ${[
        messages > 0 && many(messages, "message that was not sent", "messages that were not sent"),
        drafts > 0 && many(drafts, "draft", "drafts"),
      ]
        .filter(Boolean)
        .join(" and ")}.`,
    yes: "Sign out",
  },

  threadSettings: {
    title: "Settings of this thread",
    agent: "Agent",
    agentHint: "Answers unless another one is picked for a message.",
    policy: "When agents answer",
    policyHint: "Useful when several people write here.",
    policies: {
      always: "Every message",
      mention: "Only when mentioned by @name",
      smart: "When the message seems meant for them",
      off: "Never by themselves",
    },
    mode: "A message while an answer is made",
    modes: {
      enqueue: "waits its turn",
      steer: "joins the answer that is being made",
      interrupt: "stops the answer and comes next",
      reject: "is refused",
    },
    meanwhile: "Changed elsewhere while you were here. What you save replaces it:",
    takeTheirs: "Take theirs",
    telegramMode: "If it comes from Telegram",
    asElsewhere: "as from anywhere else",
    mirrorTitle: "Telegram",
    mirror: (chat: string) => `Mirror to ${chat}`,
    mirrorHint: "What is said here is told there too.",
    mirrorPaused: (why: string) => `Nothing can be sent there: ${why}`,
    overrides: "Only in this thread",
    model: "Model",
    instructions: "Instructions",
    temperature: "Temperature",
    topP: "Top p",
    maxTokens: "Most tokens",
    effort: "Reasoning effort",
    efforts: { low: "Low", medium: "Medium", high: "High" },
    asAgent: "As the agent",
  },

  commands: {
    new: "Begin a new thread",
    fork: "Fork this thread",
    pin: "Pin this thread, or unpin it",
    archive: "Archive this thread",
    stop: "Stop the answer",
    thread: "Settings of this thread",
    settings: "Your settings",
    keys: "All keys",
    skill: "Skill",
  },

  palette: {
    title: "Find anything",
    placeholder: "Threads, or what to do",
    nothing: "Nothing fits.",
    import: "Import a thread from JSON",
  },

  saved: {
    unreadable: (name: string) => `${name} could not be read. Choose it again.`,
    empty: (name: string) => `${name} is empty.`,
    notJson: (name: string) => `${name} is no JSON file.`,
    cutOff: (name: string) => `${name} ends too early: the rest of the file is missing.`,
    broken: (name: string, line: string | null) => `${name} is damaged${line === null ? "" : ` in line ${line}`}.`,
    damaged: (name: string, place: string, why: string) => `${name} is damaged at ${place}. ${why}`,
    message: (place: number) => `message ${place}`,
    tooLarge: (name: string) => `${name} is larger than a file to import may be.`,
    newer: (name: string) => `${name} was saved by a newer Parley. Update this one to import it.`,
    thread: {
      none: (name: string) => `${name} holds no thread that Parley saved.`,
      instead: (name: string) => `${name} holds a thread and no agent. Ctrl K, “Import a thread” takes it.`,
    },
    agent: {
      none: (name: string) => `${name} holds no agent that Parley saved.`,
      instead: (name: string) => `${name} holds an agent and no thread. “Agents” in the administration takes it.`,
    },
  },

  notification: {
    waiting: "waits for your decision",
    answered: "has answered",
  },
};
