// Deutsch: dieselben Wörter in derselben Ordnung wie das Englische.
import type { Words } from "../en";
import { choices } from "./choices";
import { facts } from "./facts";
import { page } from "./page";
import { threads } from "./threads";
import { transcript } from "./transcript";
import { writing } from "./writing";

export const de: Words = {
  app: "Parley",
  close: "Schließen",
  cancel: "Abbrechen",
  save: "Speichern",
  copied: "Kopiert",
  retry: "Noch einmal",
  loading: "Wird geladen…",
  device: (browser, system) => `${browser} auf ${system}`,
  undo: "Rückgängig",
  partMissing: "Ein Teil der Seite ließ sich nicht laden.",
  you: "Sie",
  somebody: "Ein Agent, den es nicht mehr gibt",
  more: "Mehr",
  failed: (what, why) => `${what}: ${why}`,
  titled: (title) => `${title} · Parley`,
  quoted: (name) => `„${name}“`,
  facts,

  ...page,
  ...choices,
  ...threads,
  ...transcript,
  ...writing,
};
