// Goes to the message that the address names, loading older pages until it is there.
import { useEffect, useRef } from "react";
import type { ThreadStore } from "../core/thread";

const PAGES = 40; // of older messages that are searched
const FLASH = 2000; // ms
const CHANGES = ["hashchange", "pushState"]; // by the browser, and by a link of ours

export function useMessageLink(store: ThreadStore, ready: boolean, stayAt: (element: HTMLElement) => void): void {
  const running = useRef(0);

  useEffect(() => {
    if (!ready) return;
    const follow = () => {
      const messageId = decodeURIComponent(location.hash.slice(1));
      const run = ++running.current;
      if (messageId !== "") void goTo(store, messageId, stayAt, () => run === running.current);
    };
    follow();
    for (const change of CHANGES) addEventListener(change, follow);
    return () => {
      running.current++;
      for (const change of CHANGES) removeEventListener(change, follow);
    };
  }, [store, ready, stayAt]);
}

async function goTo(
  store: ThreadStore,
  messageId: string,
  stayAt: (element: HTMLElement) => void,
  wanted: () => boolean,
): Promise<void> {
  for (let page = 0; page < PAGES; page++) {
    await nextFrame(); // what was loaded is drawn by then
    if (!wanted()) return;
    const element = document.getElementById(`m-${messageId}`);
    if (element) return show(element, stayAt);
    const { view, earlier } = store.state.get();
    if (!view.metadata.has_earlier || earlier === "failed") return;
    await store.loadEarlier();
  }
}

function show(element: HTMLElement, stayAt: (element: HTMLElement) => void): void {
  stayAt(element);
  element.classList.add("flash");
  setTimeout(() => element.classList.remove("flash"), FLASH);
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
