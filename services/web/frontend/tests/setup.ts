// What every test starts from: an empty page, and the parts of a browser that jsdom lacks.
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { forgetOwnDrafts } from "../src/core/drafts";

class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): [] {
    return [];
  }
}

Object.assign(globalThis, {
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
  CSS: { supports: () => true },
  matchMedia: (media: string) => Object.assign(new EventTarget(), { media, matches: /min-width/.test(media) }),
});
Element.prototype.scrollIntoView = () => undefined;

// As in vitest.config.ts: how long something takes is no reason to fail.
configure({ asyncUtilTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
  forgetOwnDrafts();
});
