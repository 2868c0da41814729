// Signing in: by the token in the address, which leaves no trace, or by an earlier sign-in.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  beginSession,
  checkSession,
  session,
  signIn,
  takeTokenFromAddress,
  tokenIn,
  watchAddress,
} from "../../src/core/session";
import { FakeParley, refusal } from "../fakes/parley";

let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  vi.stubGlobal("fetch", parley.fetch);
  session.set({ state: "checking" });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  history.replaceState(null, "", "/");
});

test("the token is taken out of the address", () => {
  history.replaceState(null, "", "/chat/th1#token=secret");

  expect(takeTokenFromAddress()).toBe("secret");
  expect(location.href).not.toContain("secret");
  expect(location.pathname).toBe("/chat/th1");
});

test("an address without a token keeps its message", () => {
  history.replaceState(null, "", "/chat/th1#m5");

  expect(takeTokenFromAddress()).toBeNull();
  expect(location.hash).toBe("#m5");
});

test.each([
  ["secret", "secret"],
  [" secret\n", "secret"],
  ["http://127.0.0.1:8800/#token=secret", "secret"],
])("the token in %j is found", (pasted, token) => {
  expect(tokenIn(pasted)).toBe(token);
});

test("a printed address that is opened in a tab which is there already opens the door", async () => {
  parley.answer = () => ({ status: 200, body: { name: "you", surface: "session" } });
  session.set({ state: "out", problem: "none" });
  watchAddress();

  location.hash = "#token=secret";

  await vi.waitFor(() => expect(session.get()).toEqual({ state: "in" }));
  expect(location.href).not.toContain("secret");
});

test("a token opens the door", async () => {
  parley.answer = () => ({ status: 200, body: { name: "you", surface: "session" } });

  await beginSession("secret");

  expect(parley.asked).toEqual([{ method: "POST", path: "/api/session", body: { token: "secret" } }]);
  expect(session.get()).toEqual({ state: "in" });
});

test("an old token does not matter when an earlier sign-in still holds", async () => {
  parley.answer = ({ method }) =>
    method === "POST" ? refusal(401, "wrong_token", "No.") : { status: 200, body: { name: "you", surface: "session" } };

  await beginSession("old");

  expect(session.get()).toEqual({ state: "in" });
});

test("a wrong token is said to be wrong", async () => {
  parley.answer = () => refusal(401, "wrong_token", "No.");

  await beginSession("old");

  expect(session.get()).toEqual({ state: "out", problem: "wrongToken" });
});

test("while nobody answers it asks again, with the token", async () => {
  vi.useFakeTimers();
  parley.answer = () => refusal(503, "unavailable", "The store does not answer.");
  await beginSession("secret");
  expect(session.get()).toEqual({ state: "unreachable" });

  parley.answer = () => ({ status: 200, body: { name: "you", surface: "session" } });
  await vi.advanceTimersByTimeAsync(2500);

  expect(session.get()).toEqual({ state: "in" });
  expect(parley.asked.at(-1)?.body).toEqual({ token: "secret" });
});

test("an outage signs nobody out", async () => {
  session.set({ state: "in" });
  parley.answer = () => "unreachable";

  await checkSession();

  expect(session.get()).toEqual({ state: "in" });
});

test("a session that was ended signs out", async () => {
  session.set({ state: "in" });
  parley.answer = () => refusal(401, "wrong_token", "No.");

  await checkSession();

  expect(session.get()).toEqual({ state: "out", problem: "none" });
});

test("signing in by hand throws when nobody answers", async () => {
  parley.answer = () => "unreachable";

  await expect(signIn("secret")).rejects.toThrow("does not answer");
});
