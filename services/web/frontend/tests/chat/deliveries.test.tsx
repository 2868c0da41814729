// How an answer fares on its way to chats outside.
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Deliveries } from "../../src/chat/Deliveries";
import type { Delivery } from "../../src/contract.gen";

const to = (chat: string, state: Delivery["state"], reason = ""): Delivery => ({
  ...{ channel: "telegram", chat, state, reason, fact: null },
});

test("what was sent is a quiet mark with words for those who hear the page", () => {
  render(<Deliveries deliveries={[to("1", "sent"), to("2", "sent")]} />);

  expect(screen.getByText("Sent to Telegram").className).toBe("unseen");
});

test("what failed is said first, with the reason, beside what went well elsewhere", () => {
  const { container } = render(<Deliveries deliveries={[to("1", "sent"), to("2", "failed", "the bot was blocked")]} />);

  expect(screen.getByText("Not sent to Telegram: the bot was blocked").className).toBe("");
  expect(container.textContent).toBe("Not sent to Telegram: the bot was blockedSent to Telegram");
});

test("what waits long or may not have arrived is said aloud", () => {
  render(<Deliveries deliveries={[to("1", "delayed", "Telegram is away"), to("2", "unknown_after_send")]} />);

  expect(screen.getByText("Still waiting for Telegram").closest("[title]")?.getAttribute("title")).toBe("Telegram is away");
  expect(screen.getByText("May not have reached Telegram").className).toBe("");
});

test("an answer that went nowhere says nothing", () => {
  const { container } = render(<Deliveries deliveries={[]} />);

  expect(container.childElementCount).toBe(0);
});
