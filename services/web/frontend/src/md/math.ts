// Draws TeX into an element as DOM nodes; loaded with the first formula.
import katex from "katex";
import "katex/dist/katex.min.css";

/** Throws on what it cannot read: KaTeX's own way to show an error sets a style attribute, which our policy blocks. */
export function drawTex(tex: string, element: HTMLElement, displayMode: boolean): void {
  katex.render(tex, element, {
    displayMode,
    throwOnError: true,
    trust: false,
    strict: false,
    maxSize: 20,
    maxExpand: 500,
    output: "htmlAndMathml",
  });
}
