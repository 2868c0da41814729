// A thread's settings: the Telegram chats that look at it are told of what is said elsewhere, or not.
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ThreadSettings } from "../../src/settings/ThreadSettings";
import { FakeParley } from "../fakes/parley";
import { thread } from "../fakes/things";

const chat = (id: string, title: string) => ({
  chat: id,
  title,
  is_group: true,
  allowed: true,
  mirror: true,
  tools: "status",
  reasoning: false,
  paused: "",
});

let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => vi.unstubAllGlobals());

test("one chat's mirror is switched off and the other is left alone", async () => {
  parley.answer = () => ({ status: 200, body: { chats: [chat("7", "Family"), chat("-8", "Office")] } });
  const close = vi.fn();
  render(<ThreadSettings thread={thread("th1")} onClose={close} />);

  await userEvent.click(await screen.findByRole("switch", { name: /Mirror to Office/ }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(parley.asked.filter((each) => each.method !== "GET")).toEqual([
    { method: "PATCH", path: "/api/telegram/chats/-8", body: { mirror: false } },
  ]);
});

test("a message from Telegram may be met otherwise than one from here", async () => {
  parley.answer = ({ method }) => ({
    status: 200,
    body: method === "GET" ? { chats: [chat("7", "Family")] } : thread("th1"),
  });
  const close = vi.fn();
  render(<ThreadSettings thread={thread("th1")} onClose={close} />);

  await userEvent.selectOptions(await screen.findByLabelText("If it comes from Telegram"), "steer");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(parley.asked.filter((each) => each.method !== "GET")).toEqual([
    { method: "PATCH", path: "/api/threads/th1", body: { busy_modes: { telegram: "steer" } } },
  ]);
});

test("a thread that no chat looks at has no such switch", async () => {
  parley.answer = () => ({ status: 200, body: { chats: [] } });

  render(<ThreadSettings thread={thread("th1")} onClose={() => undefined} />);

  await parley.until(1);
  expect(screen.queryByText("Telegram")).toBeNull();
});

const isChange = ({ method }: { method: string }) => method !== "GET";

test("what was changed elsewhere while the form is open stays as it is", async () => {
  const close = vi.fn();
  parley.answer = ({ method }) => ({ status: 200, body: method === "GET" ? { chats: [] } : thread("th1") });
  const form = render(<ThreadSettings thread={thread("th1")} onClose={close} />);
  await userEvent.type(screen.getByLabelText("Model"), "demo/slow");

  form.rerender(
    <ThreadSettings
      thread={thread("th1", {
        busy_mode: "steer",
        overrides: { model: null, instructions: "Be brief.", parameters: null },
      })}
      onClose={close}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(parley.asked.filter(isChange).map(({ body }) => body)).toEqual([{ overrides: { model: "demo/slow" } }]);
});

test("what was changed here and elsewhere is shown, and can be taken", async () => {
  parley.answer = () => ({ status: 200, body: { chats: [] } });
  const form = render(<ThreadSettings thread={thread("th1")} onClose={() => undefined} />);
  await userEvent.type(screen.getByLabelText("Model"), "demo/slow");

  const overrides = { model: "demo/tools", instructions: null, parameters: null };
  form.rerender(<ThreadSettings thread={thread("th1", { overrides })} onClose={() => undefined} />);

  expect(screen.getByText("Model: demo/tools")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Take theirs: Model" }));
  expect(screen.getByLabelText<HTMLInputElement>("Model").value).toBe("demo/tools");
  expect(screen.queryByRole("alert")).toBeNull();
});
