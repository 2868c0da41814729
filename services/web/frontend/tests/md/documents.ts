// Documents for tests: random but the same every time.

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** About `pieces` pieces that join to `text`. */
export function cutAtRandom(text: string, pieces: number, seed: number): string[] {
  const next = random(seed);
  const cuts = Array.from({ length: pieces - 1 }, () => Math.floor(next() * text.length)).sort((a, b) => a - b);
  return [0, ...cuts].map((from, index) => text.slice(from, cuts[index] ?? text.length));
}

const PARTS = [
  "## A heading\n\n",
  "A paragraph with **bold**, *emphasis*, `code` and a [link](https://example.org/page) that goes on for a while.\n\n",
  "- one\n- two\n  - nested\n- three\n\n",
  "| bed | area |\n|---|---:|\n| Tomatoes | 12 |\n| Beans | 16 |\n\n",
  "```python\nfor bed in beds:\n    await water(bed)\n```\n\n",
  "1. first\n2. second\n\n",
  "> quoted words\n\n",
];

/** An answer of at least `length` characters, like a model writes them. */
export function answerOf(length: number, seed: number): string {
  const next = random(seed);
  let text = "";
  while (text.length < length) text += PARTS[Math.floor(next() * PARTS.length)];
  return text;
}
