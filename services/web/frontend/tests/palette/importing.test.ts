// A file that is picked to be imported.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { importThread } from "../../src/palette/importing";
import { notices } from "../../src/ui/notify";
import { FakeParley, refusal } from "../fakes/parley";
import { thread } from "../fakes/things";

let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  parley.answer = () => ({ status: 201, body: thread("th1") });
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => {
  notices.set([]);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** As a person picks it. */
function pick(name: string, text: string, go: (path: string) => void): void {
  vi.spyOn(HTMLInputElement.prototype, "click").mockImplementation(function (this: HTMLInputElement) {
    Object.defineProperty(this, "files", { value: [new File([text], name, { type: "application/json" })] });
    this.dispatchEvent(new Event("change"));
  });
  importThread(go);
}

test("a thread that Parley saved is brought back and opened", async () => {
  const go = vi.fn<(path: string) => void>();

  pick("plan.json", JSON.stringify({ format: "parley.thread.v1" }), go);

  await vi.waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith("/chat/th1"));
});

const saved = { format: "parley.thread.v1", thread: {}, messages: [] };

test.each([
  ["", "plan.json is empty."],
  ["# Plan", "plan.json is no JSON file."],
  [JSON.stringify(saved).slice(0, -1), "plan.json ends too early: the rest of the file is missing."],
  ['{\n "format" "parley.thread.v1"\n}', "plan.json is damaged in line 2."],
  ["[1, 2]", "plan.json holds no thread that Parley saved."],
  ['{"name": "a package"}', "plan.json holds no thread that Parley saved."],
  ['{"format": "parley.thread.v2"}', "plan.json was saved by a newer Parley. Update this one to import it."],
  ['{"format": "parley.agent.v1"}', "plan.json holds an agent and no thread. “Agents” in the administration takes it."],
])("what is wrong with a file is said, and nobody is asked to take it: %s", async (text, told) => {
  pick("plan.json", text, () => undefined);

  await vi.waitFor(() => expect(texts()).toEqual([`The thread was not imported: ${told}`]));
  expect(parley.asked).toEqual([]);
});

test("which message is damaged is said as people count", async () => {
  parley.answer = () => refusal(422, "bad_input", "messages.3.role: Field required", null, "messages.3.role");

  pick("plan.json", JSON.stringify(saved), () => undefined);

  const told = "plan.json is damaged at message 4. role: Field required";
  await vi.waitFor(() => expect(texts()).toEqual([`The thread was not imported: ${told}`]));
});

test("a file that is gone meanwhile says so", async () => {
  vi.spyOn(File.prototype, "text").mockRejectedValue(new DOMException("gone", "NotFoundError"));

  pick("plan.json", "{}", () => undefined);

  const told = "plan.json could not be read. Choose it again.";
  await vi.waitFor(() => expect(texts()).toEqual([`The thread was not imported: ${told}`]));
});

const texts = () => notices.get().map((notice) => notice.text);
