// Older pages and new snapshots come together without holes.
import { expect, test } from "vitest";
import { joinSnapshot, replaceOlder } from "../../src/core/history";
import { said, viewOf } from "../fakes/things";

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => said(from + index));
const positions = (view: { visible_messages: { position: number }[] }) =>
  view.visible_messages.map((each) => each.position);

test("a snapshot keeps the older messages it joins on to", () => {
  const known = viewOf(span(1, 60), 60, false);

  const joined = joinSnapshot(known, viewOf(span(20, 70), 70, true));

  expect(positions(joined)).toEqual(positions(viewOf(span(1, 70))));
  expect(joined.metadata.has_earlier).toBe(false);
});

test("a snapshot beyond a hole stands alone", () => {
  const snapshot = viewOf(span(100, 150), 150, true);

  expect(joinSnapshot(viewOf(span(1, 60), 60), snapshot)).toBe(snapshot);
});

test("messages that were read again replace the older ones that are shown", () => {
  const view = viewOf(span(1, 100), 100);
  const read = span(1, 60).filter((message) => message.position !== 7);
  read[1] = said(2, { text: "edited" });

  const replaced = replaceOlder(view, read);

  expect(positions(replaced)).toEqual(positions(view).filter((position) => position !== 7));
  expect(replaced.visible_messages[1]?.text).toBe("edited");
});
