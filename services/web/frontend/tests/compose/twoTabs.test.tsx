// A draft of one thread in two tabs of a browser: an empty field takes over, one with words of its own keeps them.
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { Composer } from "../../src/compose/Composer";
import { keepDraft, readDraft, startDrafts } from "../../src/core/drafts";

const KEY = "parley.draft.th1";

startDrafts();

function open(): HTMLElement {
  render(<Composer place="th1" thread={null} threadAgentId="atlas" turnId={null} onSend={() => undefined} onStop={async () => null} />);
  return screen.getByRole("textbox", { name: "Message" });
}

/** What the other tab keeps, as this one hears of it. */
function otherWrites(text: string): void {
  if (text === "") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(text));
  act(() => void dispatchEvent(new StorageEvent("storage", { key: KEY })));
}

test("an empty field shows what the other tab writes, until it is sent there", () => {
  const field = open();

  otherWrites("half");
  expect(field).toHaveProperty("value", "half");
  otherWrites("half a thought");
  expect(field).toHaveProperty("value", "half a thought");
  otherWrites("");

  expect(field).toHaveProperty("value", "");
});

test("words of one's own stay, whatever the other tab writes or sends", async () => {
  const field = open();
  await userEvent.type(field, "mine");

  otherWrites("yours");
  expect(field).toHaveProperty("value", "mine");
  otherWrites("");

  expect(field).toHaveProperty("value", "mine");
  expect(readDraft("th1")).toBe("mine");
});

test("sending one's own leaves what the other tab keeps", async () => {
  const field = open();
  await userEvent.type(field, "mine");
  otherWrites("yours");

  await userEvent.type(field, "{Enter}");

  expect(field).toHaveProperty("value", "");
  expect(localStorage.getItem(KEY)).toBe('"yours"');
});

test("who goes on with the other tab's words has them as their own", async () => {
  const field = open();
  otherWrites("half");

  await userEvent.type(field, " a thought");
  otherWrites("half a word");

  expect(field).toHaveProperty("value", "half a thought");
});

test("a tab that is closed keeps its words, also those that the other one wrote over", () => {
  keepDraft("th1", "mine");
  otherWrites("yours");

  dispatchEvent(new Event("pagehide"));

  expect(localStorage.getItem(KEY)).toBe('"mine"');
});
