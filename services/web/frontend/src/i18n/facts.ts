// Says a fact that a service told, an error or a state, in the reader's language.
import type { Fact } from "../contract.gen";
import { t } from ".";

export interface Facts {
  /** By the fact's name; `{place}` stands for one of its values, `{place:word}` for what a service fills in of its own. */
  facts: Record<string, string>;
  /** Said where a sentence has `{place:word}`: what a service fills in there of its own. */
  words: Record<string, string>;
  /** By the name of an error, where it told no fact, or one that is not known here. */
  names: Record<string, string>;
}

const PLACE = /\{(\w+)(:word)?\}/g;

/** `sentence` is what the service said, and stays where nothing better is known; `name` is the error's code. */
export function sayFact(sentence: string, name: string | null = null, fact?: Fact | null): string {
  const said = fact ? sayNamed(fact) : null;
  return said ?? (name === null ? null : lookUp(t.facts.names, name)) ?? sentence;
}

/** Null where this page has no words for it, or for what it is about. */
function sayNamed({ name, values }: Fact): string | null {
  const sentence = lookUp(t.facts.facts, name);
  if (sentence === null) return null;
  let isWhole = true;
  const said = sentence.replace(PLACE, (_, place: string, isWord?: string) => {
    const text = sayValue(values[place], isWord !== undefined);
    isWhole &&= text !== null;
    return text ?? "";
  });
  return isWhole ? said : null;
}

function sayValue(value: Fact["values"][string] | undefined, isWord: boolean): string | null {
  if (value === undefined || value === "") return null;
  if (typeof value === "object") return sayNamed(value);
  return (isWord ? lookUp(t.facts.words, String(value)) : null) ?? String(value);
}

function lookUp(all: Record<string, string>, name: string): string | null {
  return Object.hasOwn(all, name) ? (all[name] ?? null) : null;
}
