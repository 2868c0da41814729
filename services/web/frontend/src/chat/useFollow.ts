// Where the transcript stands: at its end while it grows, else on the very line that is being read.
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

const NEAR = 60; // px from the end still count as the end
const ROUNDING = 1; // px that a place may differ without anybody having scrolled

interface Anchor {
  element: HTMLElement;
  top: number; // px below the upper edge
  scrollTop: number; // when that was so
}

export interface Follow {
  atEnd: boolean;
  jump: () => void;
  /** Stays at this element instead of the end. */
  stayAt: (element: HTMLElement) => void;
}

export function useFollow(log: RefObject<HTMLElement | null>, turns: RefObject<HTMLElement | null>): Follow {
  const [atEnd, setAtEnd] = useState(true);
  const pinned = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const lastTop = useRef(0);

  /** Whatever came in or changed its height above: what is being read stays where it was. */
  const settle = useCallback(() => {
    const place = log.current;
    if (!place) return;
    if (pinned.current) {
      // Told soon: whoever has just gone up is not pulled back.
      if (hasLeft(place, lastTop.current)) return;
      place.scrollTop = place.scrollHeight;
    } else if (anchor.current?.element.isConnected) {
      place.scrollTop += drift(anchor.current, place);
      anchor.current = anchorAt(anchor.current.element, place);
    }
    lastTop.current = place.scrollTop;
  }, [log]);

  const note = useCallback(() => {
    const place = log.current;
    if (!place || !turns.current) return;
    if (!pinned.current) settle();
    // A scroll of ours may be told only after more has come in below: who did not go up is still at the end.
    pinned.current = pinned.current ? !hasLeft(place, lastTop.current) : belowIn(place) < NEAR;
    // Steps of a slow scroll that are no more than rounding add up.
    const crept = pinned.current && Math.abs(place.scrollTop - lastTop.current) <= ROUNDING;
    if (!crept) lastTop.current = place.scrollTop;
    anchor.current = findAnchor(place, turns.current);
    setAtEnd(pinned.current);
  }, [log, turns, settle]);

  useEffect(() => {
    const place = log.current;
    if (!place || !turns.current) return;
    let timer: number | undefined;
    const look = () => {
      timer = undefined;
      const isOurs = pinned.current && place.scrollTop === lastTop.current;
      if (!isOurs) note();
    };
    // While the end is followed each change scrolls; asking at once where would have it all laid out just for that.
    const onScroll = () => {
      if (pinned.current) timer ??= window.setTimeout(look);
      else note();
    };
    // Told after layout and before paint, so nobody sees it move.
    const observer = new ResizeObserver(settle);
    observer.observe(place);
    observer.observe(turns.current);
    place.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      window.clearTimeout(timer);
      place.removeEventListener("scroll", onScroll);
    };
  }, [log, turns, note, settle]);

  const jump = useCallback(() => {
    pinned.current = true;
    lastTop.current = 0; // wherever it stood
    setAtEnd(true);
    settle();
  }, [settle]);

  const stayAt = useCallback(
    (element: HTMLElement) => {
      element.scrollIntoView({ block: "center" });
      note();
      pinned.current = false;
    },
    [note],
  );

  return { atEnd, jump, stayAt };
}

/** px that are below what is seen. */
function belowIn({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}

/** Somebody has gone up from `lastTop`, and not because what is shown became shorter. */
function hasLeft(place: HTMLElement, lastTop: number): boolean {
  return place.scrollTop < lastTop - ROUNDING && belowIn(place) >= NEAR;
}

function topOf(element: HTMLElement, place: HTMLElement): number {
  return element.getBoundingClientRect().top - place.getBoundingClientRect().top;
}

function anchorAt(element: HTMLElement, place: HTMLElement): Anchor {
  return { element, top: topOf(element, place), scrollTop: place.scrollTop };
}

/** How far the anchor has moved for another reason than scrolling. */
function drift({ element, top, scrollTop }: Anchor, place: HTMLElement): number {
  return topOf(element, place) - (top - (place.scrollTop - scrollTop));
}

/** The first element that reaches into sight. */
function findAnchor(place: HTMLElement, turns: HTMLElement): Anchor | null {
  const children = turns.children;
  let low = 0;
  let high = children.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = children[middle] as HTMLElement;
    if (topOf(element, place) + element.offsetHeight > 0) high = middle;
    else low = middle + 1;
  }
  const element = children[low] as HTMLElement | undefined;
  return element ? anchorAt(element, place) : null;
}
