// Every word the interface says. A second language is a second object of the same shape.
import { count } from "./format";

export const en = {
  app: "Parley",
  close: "Close",
  cancel: "Cancel",
  copied: "Copied",
  retry: "Retry",
  undo: "Undo",
  you: "You",

  markdown: {
    done: "done",
    toDo: "to do",
    table: "Table",
    image: (alt: string) => (alt ? `image: ${alt}` : "image"),
    cut: (shown: number, all: number) => `The first ${count(shown)} of ${count(all)} characters.`,
    showAll: "Show all",
  },

  code: {
    plain: "text",
    copy: "Copy code",
    region: (language: string) => `Code, ${language}`,
  },
};

export type Words = typeof en;
