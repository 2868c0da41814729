// The newest of what is heard, drawn once a frame; it can be paused and goes on with what came meanwhile.
import { useEffect, useRef, useState } from "react";
import { keepPrompt, recallPrompts } from "../../core/sentPrompts";
import { isDelta } from "./describe";
import { follow, type Heard } from "./feed";

const KEPT = 500; // tokens, and as many other events

export interface Line {
  /** In the order of hearing: deltas have no number of their own. */
  key: number;
  at: number; // ms, by this clock
  event: Heard;
}

export interface Feed {
  lines: Line[];
  open: boolean;
  /** What came since it was paused. */
  waiting: Line[];
}

export function useFeed(threadId: string | null, paused: boolean): Feed {
  const [lines, setLines] = useState<Line[]>([]);
  const [open, setOpen] = useState(false);
  const [waiting, setWaiting] = useState<Line[]>([]);
  const heard = useRef<Line[]>([]);
  const isPaused = useRef(paused);
  const count = useRef(0);

  useEffect(() => {
    isPaused.current = paused;
  }, [paused]);
  useEffect(() => {
    setLines((threadId === null ? [] : recallPrompts(threadId)).map((kept) => ({ key: count.current++, ...kept })));
    heard.current = [];
    const show = () => {
      if (isPaused.current) {
        heard.current = newest(heard.current);
        const held = [...heard.current];
        return setWaiting((before) => (before.at(-1)?.key === held.at(-1)?.key ? before : held));
      }
      if (heard.current.length === 0) return;
      const fresh = heard.current.splice(0);
      setWaiting([]);
      setLines((before) => newest([...before, ...fresh]));
    };
    const hear = (event: Heard) => {
      const at = Date.now();
      heard.current.push({ key: count.current++, at, event });
      if (threadId !== null) keepPrompt(threadId, { at, event });
    };
    const end = follow(threadId, hear, setOpen);
    const timer = setInterval(show, 100); // also in a hidden tab, where frames stand still
    return () => {
      clearInterval(timer);
      end();
    };
  }, [threadId]);
  return { lines, open, waiting };
}

/** Many tokens do not drive out what else happened, which is seldom. */
function newest(lines: Line[]): Line[] {
  if (lines.length <= KEPT) return lines;
  let tokens = 0;
  let others = 0;
  const isKept = ({ event }: Line) => (isDelta(event) ? ++tokens : ++others) <= KEPT;
  return lines.toReversed().filter(isKept).reverse();
}
