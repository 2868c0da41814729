// What every admin page says: where one is, what is loading, what went wrong.
export const shell = {
  label: "Administration",
  back: "Back to chat",
  failed: "This could not be loaded.",
  noSuchPage: "There is no such page.",
  places: {
    overview: "Overview",
    agents: "Agents",
    models: "Models and keys",
    threads: "Threads",
    live: "Live agents",
    events: "Events",
    letters: "Dead letters",
    usage: "Usage",
    settings: "Settings",
  },
  doing: {
    save: "It could not be saved",
    create: "It could not be created",
    remove: "It could not be deleted",
    import: "It could not be imported",
  },
  save: "Save",
  saved: "Saved",
  discard: "Discard changes",
  remove: "Delete",
  units: {
    seconds: ["second", "seconds"],
    minutes: ["minute", "minutes"],
    hours: ["hour", "hours"],
    days: ["day", "days"],
  } as Record<"seconds" | "minutes" | "hours" | "days", [one: string, more: string]>,
};
