// Every word the interface says. A second language is a second object of the same shape.
import { choices } from "./choices";
import { facts } from "./facts";
import { page } from "./page";
import { threads } from "./threads";
import { transcript } from "./transcript";
import { writing } from "./writing";

export const en = {
  app: "Parley",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  copied: "Copied",
  retry: "Try again",
  loading: "Loading…",
  device: (browser: string, system: string) => `${browser} on ${system}`,
  undo: "Undo",
  partMissing: "A part of the page could not be loaded.",
  you: "You",
  somebody: "An agent that is gone",
  more: "More",
  failed: (what: string, why: string) => `${what}: ${why}`,
  titled: (title: string) => `${title} · Parley`,
  quoted: (name: string) => `“${name}”`,

  facts,

  ...choices,
  ...page,
  ...threads,
  ...transcript,
  ...writing,
};

export type Words = typeof en;
