// Which messages of a thread wait for the service to answer.
import { useMemo } from "react";
import { useCell } from "../core/cell";
import { outbox } from "../core/client";

export function useDelayed(threadId: string): Set<string> {
  const messages = useCell(outbox.messages);
  return useMemo(
    () => new Set(messages.filter((each) => each.threadId === threadId && each.delayed).map((each) => each.id)),
    [messages, threadId],
  );
}
