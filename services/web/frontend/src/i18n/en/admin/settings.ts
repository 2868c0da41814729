// Settings of the whole house.
import { many } from "../../format";

export const settings = {
  lead: "Who may come in, and what is kept.",
  look: "Appearance",

  sessions: {
    title: "Signed-in browsers",
    lead: "Each came in with the token and stays for 90 days.",
    this: "this one",
    since: (since: string, until: string) => `since ${since}, until ${until}`,
    end: "Sign out",
    endAll: "Sign out everywhere",
    endAllTitle: "Sign out everywhere?",
    endAllLead: "This browser too: you will need the token to come back. API keys stay.",
    failed: "It could not be signed out",
  },

  keys: {
    title: "API keys",
    lead: "For programs: they show it as “Authorization: Bearer …” and may do what you may.",
    none: "There is none.",
    name: "Name",
    nameHint: "What it is for, such as “home automation”.",
    create: "Make a key",
    once: "This is told only now. Copy it:",
    copy: "Copy the key",
    made: (when: string) => `made ${when}`,
    used: (when: string) => `last used ${when}`,
    unused: "never used",
    revoke: "Revoke",
    revokeTitle: (name: string) => `Revoke “${name}”?`,
    revokeLead: "Whoever uses it is shut out at once. This can't be undone.",
  },

  token: {
    title: "Sign-in token",
    lead: "It opens every door here. When somebody else may know it, make a new one.",
    make: "Make a new token",
    makeTitle: "Make a new token?",
    makeLead: "The old one, and every other browser that came in with it, is shut out at once. This browser stays.",
    failed: "The old token stays",
    once: "This is the new token. You need it to sign in elsewhere; at the machine, ./parley token prints it:",
    copy: "Copy the token",
  },

  language: "Language",
  browserLanguage: "Like the browser",

  backups: {
    title: "Backups",
    lead: "The database and the files, made while everything goes on. Keys are left out; the newest five are kept.",
    none: "None was made yet.",
    now: "Back up now",
    making: "Making a backup…",
    failed: "No backup was made",
    made: "A backup was made.",
    about: (files: string, size: string) => `${files} and the database, ${size}`,
    files: ["file", "files"] as [one: string, more: string],
  },

  retention: {
    title: "Archived threads",
    lead: "Archived threads that nobody has touched for this long are deleted. Pinned ones stay.",
    say: (days: number) => (days === 1 ? "1 day" : `${days} days`),
    days: "Days",
    hint: "Empty: they are kept for ever.",
    askTitle: (threads: number) => `Delete ${many(threads, "archived thread", "archived threads")}?`,
    askLead: (titles: string[], threads: number) => {
      const more = threads > titles.length ? ` and ${threads - titles.length} more` : "";
      return `Quiet for that long already: ${titles.map((title) => `“${title}”`).join(", ")}${more}. Within minutes they are gone for good, and later others when their time has come.`;
    },
    askYes: "Save and delete",
    wrong: (most: number) => `This must be a whole number from 1 to ${most}.`,
  },
};
