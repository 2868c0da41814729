// Where what was looked for stands in what was said: plain text, the words marked.
import type { Passage } from "../contract.gen";

export function PassageLine({ passage }: { passage: Passage }) {
  return (
    <span className="passage" dir="auto">
      {passage.pieces.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text))}
    </span>
  );
}
