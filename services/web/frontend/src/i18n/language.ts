// Which language the page speaks: the one that was chosen, else the first of the browser's that it knows.
import { forget, keep, recall } from "../core/kept";

export type Language = "en" | "de";

/** Each in its own words. */
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch" };

const KEPT = "language";

function isLanguage(name: string | null | undefined): name is Language {
  return name !== null && name !== undefined && Object.hasOwn(LANGUAGES, name);
}

/** Null while the browser's is followed. */
export function chosenLanguage(): Language | null {
  const chosen = recall<string>(KEPT);
  return isLanguage(chosen) ? chosen : null;
}

export function shownLanguage(): Language {
  const wished = [chosenLanguage(), ...navigator.languages.map((each) => each.split("-")[0])];
  return wished.find(isLanguage) ?? "en";
}

/** For numbers and dates: the browser's own kind of the language, if it has one. */
export function locale(): string {
  const language = shownLanguage();
  return navigator.languages.find((each) => each.startsWith(language)) ?? language;
}

/** Every word is looked up once: the page begins anew with the other language. */
export function chooseLanguage(language: Language | null): void {
  if (language === null) forget(KEPT);
  else keep(KEPT, language);
  location.reload();
}
