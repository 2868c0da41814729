// Telegram.
export const telegram = {
  lead: "The same threads, in your pocket.",
  bot: "Bot",
  pair: "Pair a phone",
  pairLead: "Whoever opens this link first may write to the bot. It works for 15 minutes:",
  pairFailed: "No link was made",
  noLink: "The bot does not run, so there is nothing to pair with.",
  copy: "Copy the link",

  people: {
    title: "People",
    lead: "Only paired people are answered. Strangers have written and were not.",
    none: "Nobody has written yet.",
    roles: { paired: "paired", stranger: "stranger" },
    since: (id: string, when: string) => `${id}, since ${when}`,
    allow: "Allow",
    forget: "Forget",
  },

  chats: {
    title: "Chats",
    lead: "How each chat is spoken to. A group is closed until you open it.",
    none: "There is no chat yet.",
    group: "group",
    allowed: "Open",
    mirror: "Tell what is said elsewhere",
    reasoning: "Show reasoning",
    tools: "How tools are shown",
    showTools: { status: "Tools as a status", off: "No tools", log: "Tools as a log" },
  },
};
