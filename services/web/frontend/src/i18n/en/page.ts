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

  settings: {
    theme: "Appearance",
    light: "Light",
    dark: "Dark",
    system: "Like the system",
    keys: "Keyboard",
    admin: "Administration",
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

  crash: {
    title: "Something in this page broke.",
    lead: "Nothing is lost: your threads are kept by Parley, and what you wrote is kept in this browser.",
    reload: "Reload the page",
  },
};
