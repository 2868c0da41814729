// Which language the pages speak.
import { chooseLanguage, chosenLanguage, LANGUAGES, type Language } from "../../i18n/language";
import { Choice } from "../parts/Choice";
import { w } from "../words";

const BROWSER = "";

export function LanguageChoice() {
  const names = Object.entries(LANGUAGES);
  return (
    <Choice
      label={w.settings.language}
      value={chosenLanguage() ?? BROWSER}
      choices={[...names, [BROWSER, w.settings.browserLanguage]]}
      onChoose={(next) => chooseLanguage(next === BROWSER ? null : (next as Language))}
    />
  );
}
