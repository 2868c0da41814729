// A file that is picked to be imported.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { importThread } from "../../src/palette/importing";
import { notices } from "../../src/ui/notify";
import { FakeParley } from "../fakes/parley";
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

test.each([
  ["{nope", "plan.json is no JSON file."],
  ["[1, 2]", "plan.json holds no thread that Parley saved."],
  ['{"name": "a package"}', "plan.json holds no thread that Parley saved."],
])("what is none is said with its name, and nobody is asked to take it: %s", async (text, told) => {
  pick("plan.json", text, () => undefined);

  await vi.waitFor(() => expect(notices.get().map((notice) => notice.text)).toEqual([told]));
  expect(parley.asked).toEqual([]);
});
