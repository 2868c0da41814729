// What a search found in a thread, and where it leads.
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ThreadLink } from "../../src/rail/ThreadLink";
import { row } from "../fakes/things";

test("the words that were looked for are marked, as text, and lead to their message", () => {
  const passage = {
    message_id: "m 7",
    pieces: [
      { text: "<b>a</b> ", marked: false },
      { text: "whale", marked: true },
    ],
  };
  const { container } = render(<ThreadLink row={row("th1", {}, { passage })} depth={0} current={false} now={0} />);

  expect(container.querySelector(".passage")?.textContent).toBe("<b>a</b> whale");
  expect(screen.getByText("whale").tagName).toBe("MARK");
  expect(screen.getByRole("link").getAttribute("href")).toBe("/chat/th1#m%207");
});
