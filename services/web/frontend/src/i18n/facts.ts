// Says a fact that a service told, an error or a state, in the reader's language.
import type { Fact } from "../contract.gen";
import { t } from ".";

/** In `sentences` a `{}` stands for what differs; the reader's sentence takes it up as `{0}`, `{1}`, … */
export interface Facts {
  /** By the fact's name; `{place}` stands for one of its values, `{place:word}` for what a service fills in of its own. */
  facts: Record<string, string>;
  /** Of what has no name of its own yet, by how the service says it in English. */
  sentences: Record<string, string>;
  /** Said where a reader's sentence has `{0:word}`: what a service fills in there of its own. */
  words: Record<string, string>;
  /** By the name of an error, for whatever else is said of it. */
  names: Record<string, string>;
  /** Sentences that fit much: for what has no name here. */
  vague: Record<string, string>;
}

/** Names that stand in the quotes of the programming language get those of people. */
const QUOTED = /^(['"])(.*)\1$/s;

const PLACE = /\{(\w+)(:word)?\}/g;

type Known = [pattern: RegExp, said: string];

let source: Facts | null = null;
let known: Known[] = [];
let vague: Known[] = [];

/** `sentence` is what the service said, and stays where nothing better is known; `name` is the error's code. */
export function sayFact(sentence: string, name: string | null = null, fact?: Fact | null): string {
  const said = fact && sayNamed(fact);
  if (said) return said;
  if (source !== t.facts) {
    source = t.facts;
    known = patternsOf(source.sentences);
    vague = patternsOf(source.vague);
  }
  const named = name === null ? null : lookUp(source.names, name);
  return say(sentence, known) ?? named ?? say(sentence, vague) ?? sentence;
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

function say(sentence: string, all: Known[]): string | null {
  for (const [pattern, said] of all) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    return said.replace(/\{(\d)(:word)?\}/g, (_, place, word) => fillIn(found[Number(place) + 1] ?? "", word !== undefined));
  }
  return null;
}

function fillIn(text: string, isWord: boolean): string {
  const word = isWord && source !== null ? lookUp(source.words, text.replace(QUOTED, "$2")) : null;
  return word ?? say(text, known) ?? text.replace(QUOTED, t.quoted("$2"));
}

function lookUp(all: Record<string, string>, name: string): string | null {
  return Object.hasOwn(all, name) ? (all[name] ?? null) : null;
}

function patternsOf(sentences: Record<string, string>): Known[] {
  return Object.entries(sentences).map(([english, said]) => [patternOf(english), said]);
}

function patternOf(english: string): RegExp {
  const parts = english.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+?)")}$`, "s");
}
