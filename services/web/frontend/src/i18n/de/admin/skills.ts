// Skills: was jeder sagt, wer ihn hat, was aus ihm wurde.
import type { skills as english } from "../../en/admin/skills";

export const skills: typeof english = {
  lead: "Anweisungen, die ein Agent liest, wenn er sie braucht. Lesen Sie einen, bevor Sie ihn einem Agenten geben.",
  none: "Es wurden keine Skills gefunden. Es sind Ordner mit einer SKILL.md im Ordner „skills“ dieses Parley.",
  all: "Alle Skills",
  unusable: "unbrauchbar",
  changed: "geändert",
  always: "in jedem Prompt",

  who: {
    title: "Agenten, die ihn haben",
    lead: "Ein Agent hat ihn genau so, wie er jetzt ist. Ändert sich eine Datei, so ist er aus, bis Sie nachsehen.",
  },
  changes: {
    title: "Geändert, seit er eingeschaltet wurde",
    lead: "Für die Agenten darunter ist er aus, bis Sie gutheißen, was er jetzt sagt.",
    unknown: "Was er damals sagte, wurde nicht aufgehoben; es gibt nichts zu vergleichen. Lesen Sie ihn erst unten.",
    states: { added: "neu", removed: "entfernt", changed: "geändert" },
    noText: "Das ist kein Text, oder zu viel davon, um es zu vergleichen.",
    of: (file) => `Änderungen in ${file}`,
    approve: (agent) => `Für ${agent} gutheißen`,
    failed: "Er wurde nicht gutgeheißen",
  },
  text: { title: "Was er sagt", lead: "Wort für Wort, wie der Agent es liest.", none: "Er lässt sich nicht lesen." },
  files: { title: "Dateien daneben", lead: "Der Agent liest sie, wenn er sie braucht." },
};
