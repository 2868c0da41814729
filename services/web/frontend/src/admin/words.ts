// The words of the admin pages: loaded with them, not with the chat, and only in the reader's language.
import { admin, type AdminWords } from "../i18n/en/admin";
import { shownLanguage } from "../i18n/language";

const others = { de: () => import("../i18n/de/admin").then((module) => module.admin) };

const language = shownLanguage();

export const w: AdminWords = language === "en" ? admin : await others[language]();
