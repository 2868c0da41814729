// Hears everything that happens, in one thread or in all: a socket of its own, opened again when it is lost.
import type { Event, UnknownEvent } from "../../core/contract";
import { Retries } from "../../core/backoff";

export type Heard = Event | UnknownEvent;

/** Until the function it gives is called. `onState` is told whether it hears now. */
export function follow(
  threadId: string | null,
  hear: (event: Heard) => void,
  onState: (open: boolean) => void,
): () => void {
  let socket: WebSocket | null = null;
  const retries = new Retries();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const open = () => {
    socket = new WebSocket(address());
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as { type: string; event?: Heard };
      if (frame.type === "hello") socket?.send(JSON.stringify({ type: "follow", thread_id: threadId }));
      if (frame.type === "hello") retries.begin();
      if (frame.type === "following") onState(true);
      if (frame.type === "heard" && frame.event) hear(frame.event);
    };
    socket.onclose = () => {
      if (ended) return;
      onState(false);
      timer = setTimeout(open, retries.next());
    };
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
  };
}

function address(): string {
  const url = new URL("/api/ws", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
