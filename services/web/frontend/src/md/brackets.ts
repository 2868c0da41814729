// Math as many models write it: \( inline \) and \[ display \], which Markdown alone reads as escapes.
import type { Extension as TreeExtension } from "mdast-util-from-markdown";
import type { InlineMath } from "mdast-util-math";
import type { Code, Effects, Extension, State, TokenType } from "micromark-util-types";

declare module "mdast-util-math" {
  interface InlineMathData {
    display?: boolean;
  }
}

const BACKSLASH = 92;
const CLOSES = new Map<Code, Code>([
  [40, 41], // ( )
  [91, 93], // [ ]
]);
export const MATH = "mathBracket" as TokenType;
export const MARKER = "mathBracketMarker" as TokenType;
export const DATA = "mathBracketData" as TokenType;

// micromark tells line ends as -5, -4 and -3; tabs and virtual spaces are -2 and -1.
const endsLine = (code: number): boolean => code < -2;

function tokenize(effects: Effects, ok: State, nok: State): State {
  let closer: Code = null;

  const start: State = (code) => {
    effects.enter(MATH);
    effects.enter(MARKER);
    effects.consume(code);
    return opener;
  };

  const opener: State = (code) => {
    closer = CLOSES.get(code) ?? null;
    if (closer === null) return nok(code);
    effects.consume(code);
    effects.exit(MARKER);
    return between;
  };

  const between: State = (code) => {
    if (code === null) return nok(code);
    if (endsLine(code)) return lineEnding(code);
    if (code === BACKSLASH) return effects.attempt({ tokenize: tokenizeEnd, partial: true }, ok, dataStart)(code);
    return dataStart(code);
  };

  const lineEnding: State = (code) => {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return between;
  };

  const dataStart: State = (code) => {
    effects.enter(DATA);
    effects.consume(code);
    // "\\" breaks a line in TeX: the second backslash opens nothing.
    if (code === BACKSLASH) return escaped;
    return inData;
  };

  const escaped: State = (code) => {
    if (code === BACKSLASH) {
      effects.consume(code);
      return inData;
    }
    return inData(code);
  };

  const inData: State = (code) => {
    if (code === null || code === BACKSLASH || endsLine(code)) {
      effects.exit(DATA);
      return between(code);
    }
    effects.consume(code);
    return inData;
  };

  function tokenizeEnd(end: Effects, done: State, not: State): State {
    return (code) => {
      end.enter(MARKER);
      end.consume(code);
      return (next) => {
        if (next !== closer) return not(next);
        end.consume(next);
        end.exit(MARKER);
        end.exit(MATH);
        return done;
      };
    };
  }

  return start;
}

export const bracketMath: Extension = { text: { [BACKSLASH]: { name: "mathBracket", tokenize } } };

export const bracketMathFromMarkdown: TreeExtension = {
  enter: {
    mathBracket(token) {
      const display = this.sliceSerialize(token).startsWith("\\[");
      const node: InlineMath = { type: "inlineMath", value: "", data: { display } };
      this.enter(node, token);
      this.buffer();
    },
  },
  exit: {
    mathBracketData(token) {
      this.config.enter.data?.call(this, token);
      this.config.exit.data?.call(this, token);
    },
    mathBracket(token) {
      const value = this.resume();
      const node = this.stack[this.stack.length - 1] as InlineMath;
      this.exit(token);
      node.value = value.trim();
    },
  },
};
