// The monitor of all threads.
export const threads = {
  lead: "Everything that is said here, and what is being done right now.",
  search: "Search titles and messages",
  show: "Show",
  filters: { all: "All", working: "Being worked on", archived: "Archived" },
  none: {
    all: "No thread was found.",
    working: "Nothing is being worked on.",
    archived: "Nothing is archived.",
  },
  columns: {
    title: "Thread",
    state: "State",
    agent: "Agent",
    activity: "Last",
    queue: "Queue",
    tokens: "Tokens",
    cost: "Cost",
    acts: "Do",
  },
  states: { running: "answers", waiting: "waits for you", active: "quiet", archived: "archived" },
  stop: "Stop",
  more: "Show more",
};
