// The words of the reader's language.
import { en, type Words } from "./en";
import { shownLanguage } from "./language";

/** English until `startLanguage` has been there, which the page waits for. */
export let t: Words = en;

const others = { de: () => import("./de").then((module) => module.de) };

export async function startLanguage(): Promise<void> {
  const language = shownLanguage();
  document.documentElement.lang = language;
  // Without the other words the page speaks English, rather than not at all.
  if (language !== "en") t = await others[language]().catch(() => en);
}
