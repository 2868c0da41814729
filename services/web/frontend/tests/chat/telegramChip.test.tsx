// Who looks at a thread from Telegram.
import { render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { TelegramChip } from "../../src/chat/TelegramChip";
import { FakeParley, type Reply } from "../fakes/parley";
import { thread } from "../fakes/things";

const settings = { allowed: true, is_group: true, mirror: true, paused: "", reasoning: false, tools: "status" };
const chats = [{ ...settings, chat: "-100_7", title: "Family" }];

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a thread that a Telegram chat is in says so, and no other does", async () => {
  const parley = new FakeParley();
  parley.answer = ({ path }): Reply => ({ status: 200, body: { chats: path.includes("both") ? chats : [] } });
  vi.stubGlobal("fetch", parley.fetch);

  const { rerender } = render(<TelegramChip thread={thread("both")} />);
  expect((await screen.findByText("also on Telegram")).title).toBe("Family");

  rerender(<TelegramChip thread={thread("alone")} />);
  expect(screen.queryByText("also on Telegram")).toBeNull();
  await parley.until(2);
  expect(screen.queryByText("also on Telegram")).toBeNull();
});

test("a chat that comes into the open thread is seen with its message", async () => {
  const parley = new FakeParley();
  parley.answer = (): Reply => ({ status: 200, body: { chats: parley.asked.length > 1 ? chats : [] } });
  vi.stubGlobal("fetch", parley.fetch);

  const { rerender } = render(<TelegramChip thread={thread("a")} />);
  await parley.until(1);
  rerender(<TelegramChip thread={thread("a", { last_activity_at: "2026-11-20T09:05:00Z" })} />);

  expect(await screen.findByText("also on Telegram")).toBeTruthy();
});
