// Math between single dollars, where they can't be money: "$x^2$" is math, "$5 and $6" are two prices.
import type { Code, Effects, Extension, State } from "micromark-util-types";
import { DATA, MARKER, MATH } from "./brackets";

const DOLLAR = 36;
const BACKSLASH = 92;
const SPACE = 32;
const LONGEST = 400; // characters; a line full of dollars must not be read to its end for each of them

const isSpace = (code: Code): boolean => code === null || code < 0 || code === SPACE;
const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;
const isLetter = (code: Code): boolean => code !== null && ((code | 32) >= 97 && (code | 32) <= 122);

function tokenize(effects: Effects, ok: State, nok: State): State {
  let length = 0;
  let before: Code = null;
  let beginsWithDigit = false;

  const start: State = (code) => {
    effects.enter(MATH);
    effects.enter(MARKER);
    effects.consume(code);
    effects.exit(MARKER);
    return first;
  };

  const first: State = (code) => {
    if (isSpace(code) || code === DOLLAR) return nok(code);
    beginsWithDigit = isDigit(code);
    effects.enter(DATA);
    return inData(code);
  };

  const inData: State = (code) => {
    if (code === null || code < -2 || ++length > LONGEST) return nok(code);
    if (code === DOLLAR && before !== BACKSLASH) {
      effects.exit(DATA);
      const isEnd = !isSpace(before);
      return isEnd ? effects.attempt({ tokenize: tokenizeEnd, partial: true }, ok, goOn)(code) : goOn(code);
    }
    // "$5 for" is a price, whatever comes after it.
    if (beginsWithDigit && before === SPACE && isLetter(code)) return effects.check(twoLetters, nok, take)(code);
    return take(code);
  };

  const goOn: State = (code) => {
    effects.enter(DATA);
    return take(code);
  };

  const take: State = (code) => {
    before = before === BACKSLASH && code === BACKSLASH ? null : code; // "\\" escapes nothing
    effects.consume(code);
    return inData;
  };

  return start;
}

function tokenizeEnd(effects: Effects, ok: State, nok: State): State {
  return (code) => {
    effects.enter(MARKER);
    effects.consume(code);
    return (next) => {
      if (next === DOLLAR || isDigit(next) || isLetter(next)) return nok(next);
      effects.exit(MARKER);
      effects.exit(MATH);
      return ok(next);
    };
  };
}

const twoLetters = {
  partial: true,
  tokenize(effects: Effects, ok: State, nok: State): State {
    return (code) => {
      effects.enter("data");
      effects.consume(code);
      return (next) => {
        effects.exit("data");
        return isLetter(next) ? ok(next) : nok(next);
      };
    };
  },
};

/** Not after a letter or digit: "US$" begins no formula. */
const previous = (code: Code): boolean =>
  code !== DOLLAR && code !== BACKSLASH && !isDigit(code) && !isLetter(code);

export const dollarMath: Extension = { text: { [DOLLAR]: { name: "mathDollar", tokenize, previous } } };
