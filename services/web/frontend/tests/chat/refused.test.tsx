// A message that the thread did not take.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { Refused } from "../../src/chat/Refused";
import { outbox } from "../../src/core/client";
import { readDraft, readDraftFiles } from "../../src/core/drafts";
import { AT, file } from "../fakes/things";

const refused = {
  id: "m1",
  threadId: "th1",
  beginsThread: false,
  text: "Look at this",
  agentId: null,
  attachments: [file],
  mode: null,
  sender: null,
  at: AT,
  problem: "Somebody is answering.",
  delayed: false,
};

afterEach(() => outbox.messages.set([]));

test("its files are shown, and go back with its words to where it was written", async () => {
  outbox.messages.set([refused]);
  render(<Refused threadId="th1" />);
  expect(screen.getByRole("img", { name: "beds.png" })).toBeTruthy();

  await userEvent.click(screen.getByRole("button", { name: "Edit" }));

  expect([readDraft("th1"), readDraftFiles("th1")]).toEqual(["Look at this", [file]]);
});
