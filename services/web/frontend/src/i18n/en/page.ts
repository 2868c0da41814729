// The page around the threads: the door, the connection, settings, keys, a crash.
export const page = {
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
    lost: "There is nothing at that address. Here are your threads.",
  },

  request: {
    unreachable: "Parley does not answer.",
    cancelled: "cancelled",
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

  budget: {
    near: (spent: string, limit: string) => `This month has cost ${spent} of the ${limit} you set.`,
    over: (spent: string, limit: string) => `This month has cost ${spent}; you set ${limit}. Answers go on.`,
    look: "Usage",
  },

  keys: {
    title: "Keyboard",
    rows: [
      ["Enter", "Send the message"],
      ["Shift Enter", "Break the line"],
      ["Ctrl Enter", "Steer: add the message to the answer that is being made"],
      ["Ctrl Shift Enter", "Interrupt: stop the answer and have the message answered"],
      ["Esc", "Stop the answer, from an empty message box"],
      ["Ctrl K", "Find anything: threads and actions"],
      ["Alt N", "New thread"],
      ["/", "Go to the message box; in it: commands and skills"],
      ["@", "In the message box: pick who answers"],
      ["End", "Jump to the latest message, from the messages"],
      ["?", "This sheet"],
    ],
  },

  crash: {
    title: "Something in this page broke.",
    lead: "Nothing is lost: your threads are kept by Parley, and what you wrote is kept in this browser.",
    reload: "Reload the page",
  },
};
