// Named characters are decoded without the browser's HTML parser.
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "../../src/md/Markdown";

test.each([
  ["&amp;", "&"],
  ["&lt;b&gt;", "<b>"],
  ["&eacute;&copy;", "é©"],
  ["&rarr;", "→"],
  ["&Omega;&hellip;", "Ω…"],
  ["&#233;&#x1F642;", "é🙂"],
  ["&nosuchname;", "&nosuchname;"],
])("%s is shown as %s", (source, shown) => {
  const { container } = render(<Markdown text={source} done />);

  expect(container.textContent).toBe(shown);
});
