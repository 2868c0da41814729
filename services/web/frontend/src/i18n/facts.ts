// Says a fact that a service told, an error or a state, in the reader's language.
import { t } from ".";

/** A `{}` stands for what differs; the reader's sentence takes it up as `{0}`, `{1}`, … */
export interface Facts {
  /** By how the service says it in English: what is here keeps every name and number. */
  sentences: Record<string, string>;
  /** By the name of an error, for whatever else is said of it. */
  names: Record<string, string>;
}

type Known = [pattern: RegExp, said: string];

let source: Facts | null = null;
let known: Known[] = [];

/** `sentence` is what the service said, and stays where nothing better is known; `name` is the error's code. */
export function sayFact(sentence: string, name: string | null = null): string {
  if (source !== t.facts) {
    source = t.facts;
    known = Object.entries(source.sentences).map(([english, said]) => [patternOf(english), said]);
  }
  for (const [pattern, said] of known) {
    const found = pattern.exec(sentence);
    if (found) return said.replace(/\{(\d)\}/g, (_, place) => quote(sayFact(found[Number(place) + 1] ?? "")));
  }
  return (name !== null && Object.hasOwn(source.names, name) && source.names[name]) || sentence;
}

function patternOf(english: string): RegExp {
  const parts = english.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+?)")}$`, "s");
}

/** Names that stand in the quotes of the programming language get those of people. */
function quote(text: string): string {
  return text.replace(/^(['"])(.*)\1$/s, t.quoted("$2"));
}
