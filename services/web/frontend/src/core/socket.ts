// The one socket to the web service: it says what is watched, hears what happens, and comes back by itself.
import { Retries } from "./backoff";
import { Cell } from "./cell";
import type { BrowserFrame, ServerFrame } from "./contract";

export type Link =
  | { state: "connecting" }
  | { state: "open" }
  | { state: "waiting"; retryAt: number } // ms since the epoch
  | { state: "closed" };

const PING_EVERY = 20_000; // ms
const SILENCE = 10_000; // ms after a ping or a call; then the line is dead, whatever the browser believes
const DOUBT_EVERY = 5000; // ms between two questions whether it is the sign-in that is refused

export class Socket {
  readonly link = new Cell<Link>({ state: "closed" });
  /** A newer page is to be had: the service speaks another contract than when this page was loaded. */
  readonly outdated = new Cell(false);

  /** Which of a thread's viewers this page is. */
  readonly viewerId = new Cell<string | null>(null);

  private readonly address: string;
  private readonly name: () => string;
  private readonly hear: (frame: ServerFrame) => void;
  private readonly refused: () => void;
  private readonly watched = new Map<string, () => number | null>();
  private line: WebSocket | null = null;
  private contract: string | null = null;
  private doubted = -Infinity; // ms since the epoch
  private readonly retries = new Retries();
  private timers: number[] = [];

  /** `name` is what other viewers see of this one. */
  constructor(address: string, name: () => string, hear: (frame: ServerFrame) => void, refused: () => void) {
    this.address = address;
    this.name = name;
    this.hear = hear;
    this.refused = refused;
    addEventListener("online", () => this.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.retryNow();
    });
  }

  open(): void {
    if (this.line === null) this.connect();
  }

  close(): void {
    this.drop();
    this.link.set({ state: "closed" });
  }

  /** Somebody looks, or the network is back. */
  retryNow(): void {
    this.retries.begin();
    if (this.link.get().state === "waiting") this.connect();
  }

  /** `since` is asked at each connection: the seq that is already known, or null for a whole snapshot. */
  watch(threadId: string, since: () => number | null): void {
    this.watched.set(threadId, since);
    this.tellWatch(threadId);
  }

  unwatch(threadId: string): void {
    if (this.watched.delete(threadId)) this.send({ type: "unwatch", thread_id: threadId });
  }

  /** Asks again for what is missing of a thread. */
  tellWatch(threadId: string): void {
    const since = this.watched.get(threadId);
    if (since) this.send({ type: "watch", thread_id: threadId, since: since(), name: this.name() });
  }

  send(frame: BrowserFrame): void {
    if (this.link.get().state === "open") this.line?.send(JSON.stringify(frame));
  }

  private connect(): void {
    this.drop();
    this.link.set({ state: "connecting" });
    const line = new WebSocket(this.address);
    this.line = line;
    line.onmessage = ({ data }) => this.receive(JSON.parse(String(data)) as ServerFrame);
    line.onclose = () => {
      if (this.line === line) this.lost();
    };
    this.timers[1] = window.setTimeout(() => this.lost(), SILENCE);
  }

  private receive(frame: ServerFrame): void {
    clearTimeout(this.timers[1]);
    if (frame.type === "hello") this.begin(frame.contract, frame.viewer_id);
    this.hear(frame);
  }

  private begin(contract: string, viewerId: string): void {
    this.viewerId.set(viewerId);
    this.contract ??= contract;
    this.outdated.set(this.contract !== contract);
    this.retries.begin();
    this.link.set({ state: "open" });
    for (const threadId of this.watched.keys()) this.tellWatch(threadId);
    this.timers[0] = window.setInterval(() => this.ping(), PING_EVERY);
  }

  private ping(): void {
    this.send({ type: "ping" });
    clearTimeout(this.timers[1]);
    this.timers[1] = window.setTimeout(() => this.lost(), SILENCE);
  }

  private lost(): void {
    if (this.link.get().state === "connecting") this.doubt();
    this.drop();
    const wait = this.retries.next();
    this.link.set({ state: "waiting", retryAt: Date.now() + wait });
    this.timers[2] = window.setTimeout(() => this.connect(), wait);
  }

  private doubt(): void {
    if (Date.now() - this.doubted < DOUBT_EVERY) return;
    this.doubted = Date.now();
    this.refused();
  }

  private drop(): void {
    this.timers.forEach((timer) => clearTimeout(timer)); // intervals too: they share the numbers
    this.timers = [];
    const line = this.line;
    this.line = null;
    line?.close();
  }
}
