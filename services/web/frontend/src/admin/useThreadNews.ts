// Looks again as soon as something has happened in a thread, instead of at the next full minute.
import { useEffect } from "react";
import { threadList } from "../core/threadList";

const GATHER = 300; // ms in which news become one look

/** `look` stays the same function. It is called soon after the service told of a change in any thread. */
export function useThreadNews(look: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        look();
      }, GATHER);
    };
    const stop = threadList.subscribe(hear);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [look]);
}
