// Telegram.
export const telegram = {
  lead: "The same threads, in your pocket.",
  bot: "Bot",
  pair: "Pair a phone",
  pairAgain: "Make another link",
  pairLead: "Whoever opens this link first may write to the bot. It works for 15 minutes:",
  pairFailed: "No link was made",
  noLink: "The bot does not run, so there is nothing to pair with.",
  qr: "The link as a QR code, for your phone’s camera",
  copy: "Copy the link",

  states: {
    not_configured: "not set up",
    connecting: "connecting",
    running: "runs",
    degraded: "runs with trouble",
    failed: "does not run",
  },
  begin: [
    "Talk to @BotFather on Telegram, send /newbot, and copy the token it gives you.",
    "Put TELEGRAM_BOT_TOKEN=… with that token into the file .env beside ./parley.",
    "Run ./parley restart telegram. This page then makes a link for your phone.",
  ],

  people: {
    title: "People",
    lead: "Only paired people are answered. Strangers have written and were not.",
    none: "Nobody has written yet.",
    roles: { paired: "paired", stranger: "stranger" },
    since: (id: string, when: string) => `${id}, since ${when}`,
    allow: "Allow",
    forget: "Forget",
  },

  groups: {
    title: "Groups",
    lead: "A group is closed until you open it; in it only paired people are heard.",
    none: "The bot is in no group.",
  },

  chats: {
    title: "Chats",
    lead: "How each chat is spoken to.",
    none: "There is no chat yet.",
    allowed: "Open",
    mirror: "Tell what is said elsewhere",
    reasoning: "Show reasoning",
    tools: "How tools are shown",
    showTools: { status: "Tools as a status", off: "No tools", log: "Tools as a log" },
  },
};
