// Telegram: a pairing link that a camera can read, how to begin, and what waits for its chats.
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import decodeQR from "qr/decode.js";
import { beforeEach, expect, test, vi } from "vitest";
import { Deliveries } from "../../src/admin/deliveries/Deliveries";
import { drawQr } from "../../src/admin/telegram/qrCode";
import { TelegramPage } from "../../src/admin/telegram/TelegramPage";
import { notices } from "../../src/ui/notify";
import { FakeParley, type Asked, type Reply } from "../fakes/parley";

const LINK = "https://t.me/our_bot?start=AbCdEfGhIjKlMnOpQrStUvWx";
const running = { state: "running", text: "The bot is connected.", username: "our_bot" };
const waiting = {
  ...{ delivery_id: 7, chat: "42", chat_title: "Ada", paused: "", kind: "message.ready" },
  ...{ thread_id: "T", thread_title: "Garden", state: "delayed", at: "2026-11-02T00:00:00Z" },
};
let parley: FakeParley;

beforeEach(() => notices.set([]));

function serve(answers: Record<string, object>): void {
  parley = new FakeParley();
  parley.answer = ({ path }: Asked): Reply => ({ status: 200, body: answers[path] ?? {} });
  vi.stubGlobal("fetch", parley.fetch);
}

/** The picture as a camera gets it: some pixels for each square. */
function photograph({ size, path }: { size: number; path: string }): {
  width: number;
  height: number;
  data: Uint8Array;
} {
  const scale = 4;
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let pixel = 0; pixel < scale * scale; pixel++) {
      const column = Number(x) * scale + (pixel % scale);
      const line = Number(y) * scale + Math.floor(pixel / scale);
      data.fill(0, (line * width + column) * 4, (line * width + column) * 4 + 3);
    }
  }
  return { width, height: width, data };
}

test("a camera reads the link from the QR code", () => {
  expect(decodeQR(photograph(drawQr(LINK)))).toBe(LINK);
});

test("a phone is paired by a link and its QR code", async () => {
  serve({ "/api/telegram": { state: running, people: [], chats: [] }, "/api/pairing": { state: running, link: LINK } });
  render(<TelegramPage />);

  await userEvent.click(await screen.findByRole("button", { name: "Pair a phone" }));

  expect((await screen.findByRole("link", { name: LINK })).getAttribute("href")).toBe(LINK);
  expect(await screen.findByRole("img", { name: /QR code/ })).toBeTruthy();
});

test("without a bot the page says how to begin and offers nothing to pair", async () => {
  const state = { state: "not_configured", text: "Telegram is not configured.", username: null };
  serve({ "/api/telegram": { state, people: [], chats: [] } });
  render(<TelegramPage />);

  expect(await screen.findByText(/send \/newbot/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Pair a phone" })).toBeNull();
});

test("groups stand apart from chats", async () => {
  const chat = { mirror: true, tools: "status", reasoning: false, paused: "", allowed: true };
  const chats = [
    { ...chat, chat: "-5", title: "Family", is_group: true },
    { ...chat, chat: "42", title: "Ada", is_group: false },
  ];
  serve({ "/api/telegram": { state: running, people: [], chats } });
  render(<TelegramPage />);

  const sectionOf = async (name: string) =>
    (await screen.findByRole("heading", { name, level: 2 })).parentElement as HTMLElement;

  expect(within(await sectionOf("Groups")).getByText("Family")).toBeTruthy();
  expect(within(await sectionOf("Chats")).getByText("Ada")).toBeTruthy();
  expect(screen.getAllByRole("switch", { name: "Open" })).toHaveLength(1);
});

test("a delivery that waits says what holds its chat up", async () => {
  const held = { ...running, state: "degraded", text: "Telegram asks us to wait.", closed_chats: { "42": waiting.at } };
  serve({
    "/api/deliveries?limit=100": { items: [{ ...waiting, chat: "42_7", paused: "the bot was blocked" }], next: null },
    "/api/telegram": { state: held, people: [], chats: [] },
  });
  render(<Deliveries />);

  expect(await screen.findByText("Telegram asks us to wait.")).toBeTruthy();
  expect(screen.getByText(/takes nothing for this chat until/)).toBeTruthy();
  expect(screen.getByText("Nothing can be sent there: the bot was blocked")).toBeTruthy();
});

test("a waiting delivery is discarded after a question", async () => {
  const telegram = { state: { ...running, closed_chats: {} }, people: [], chats: [] };
  serve({ "/api/deliveries?limit=100": { items: [waiting], next: null }, "/api/telegram": telegram });
  render(<Deliveries />);
  expect(await screen.findByText("An answer for Ada")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  const posts = () => parley.asked.filter(({ method }) => method === "POST").map(({ path }) => path);
  expect(posts()).toEqual([]);

  await userEvent.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Discard" }));

  await vi.waitFor(() => expect(posts()).toEqual(["/api/deliveries/7/discard"]));
});
