// Files on their way while the thread that they are meant for is left.
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useAttachments } from "../../src/compose/useAttachments";
import { keepDraftFiles, readDraftFiles } from "../../src/core/drafts";
import { file } from "../fakes/things";

/** A request of pretence: the test is the service. */
class FakeRequest {
  static last: FakeRequest;
  readonly upload = {};
  status = 0;
  responseText = "";
  onload: (() => void) | null = null;

  constructor() {
    FakeRequest.last = this;
  }

  open(): void {}
  setRequestHeader(): void {}
  send(): void {}

  async arrive(): Promise<void> {
    this.status = 201;
    this.responseText = JSON.stringify(file);
    this.onload?.();
    await Promise.resolve();
  }
}

const place = "th1";
const picked = new File(["picture"], file.name, { type: file.media_type });
const show = () => renderHook(() => useAttachments(place, place));

beforeEach(() => vi.stubGlobal("XMLHttpRequest", FakeRequest));
afterEach(() => {
  vi.unstubAllGlobals();
  keepDraftFiles(place, []);
});

test("one that arrives after the thread was left waits there with the draft", async () => {
  const left = show();
  act(() => left.result.current.add([picked]));
  left.unmount();

  await FakeRequest.last.arrive();

  await vi.waitFor(() => expect(readDraftFiles(place)).toEqual([file]));
});

test("one that arrives after the thread was opened again is shown there", async () => {
  const left = show();
  act(() => left.result.current.add([picked]));
  left.unmount();
  const again = show();

  await act(() => FakeRequest.last.arrive());

  await vi.waitFor(() => expect(again.result.current.files).toEqual([file]));
});
