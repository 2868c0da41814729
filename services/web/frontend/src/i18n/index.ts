// The words of the reader's language.
import { en, type Words } from "./en";

export const t: Words = en;
