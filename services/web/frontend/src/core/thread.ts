// One thread as this browser knows it: the view, fed by the socket, changed at most once per frame.
import type { AgentView, Viewer } from "../contract.gen";
import { sayFact } from "../i18n/facts";
import { Cell } from "./cell";
import type { Event, UnknownEvent } from "./contract";
import { joinEarlier, joinSnapshot, replaceOlder } from "./history";
import type { Outbox } from "./outbox";
import { showOutgoing, type Outgoing } from "./outgoing";
import { Pages } from "./pages";
import { makeScheduler } from "./schedule";
import { isSameButTokens } from "./settled";
import { growSteadily, type Growing } from "./steady";
import { apply, initial } from "./view";
import { withoutMessage } from "./viewParts";

export interface ThreadState {
  phase: "loading" | "ready" | "missing";
  view: AgentView;
  viewers: Viewer[];
  /** Names of the others who write right now. */
  typing: readonly string[];
  earlier: "idle" | "loading" | "failed";
  /** Why nothing comes, while that is so. */
  trouble: string | null;
}

const MANY = 400; // messages; more are let go down to FEW
const FEW = 100;

export class ThreadStore {
  readonly state: Cell<ThreadState>;
  /** The state as it was when something other than tokens last came: its streaming message may be behind. */
  readonly settled: Cell<ThreadState>;
  readonly streaming = new Cell<Growing | null>(null);
  private readonly outbox: Outbox;
  private readonly askAgain: () => void;
  private readonly forgetOutbox: () => void;
  private readonly optimistic = new Set<string>();
  private readonly schedule = makeScheduler(() => this.flush());
  private heard: (Event | UnknownEvent)[] = [];
  private pages: Pages;

  /** `askAgain` asks the relay for what is missing since the view's seq. */
  constructor(threadId: string, outbox: Outbox, isNew: boolean, askAgain: () => void) {
    this.outbox = outbox;
    this.askAgain = askAgain;
    this.pages = new Pages(threadId);
    const phase = isNew ? "ready" : "loading";
    const view = initial(threadId);
    this.state = new Cell<ThreadState>({ phase, view, viewers: [], typing: [], earlier: "idle", trouble: null });
    this.settled = new Cell(this.state.get());
    this.state.subscribe(() => this.settle());
    this.showOutbox();
    this.forgetOutbox = outbox.messages.subscribe(() => this.showOutbox());
  }

  close(): void {
    this.forgetOutbox();
  }

  get isGone(): boolean {
    const { phase, view } = this.state.get();
    return phase === "missing" || view.outcome === "deleted";
  }

  /** What is known already, for the relay; nothing before the first snapshot. */
  since(): number | null {
    const { phase, view } = this.state.get();
    return phase === "ready" && view.seq > 0 ? view.seq : null;
  }

  takeSnapshot(snapshot: AgentView): void {
    this.heard = [];
    const view = joinSnapshot(this.state.get().view, snapshot);
    this.state.update((state) => ({ ...state, phase: "ready", view, trouble: null }));
    if (view === snapshot) this.pages = new Pages(view.thread_id);
    // Older messages may have been changed while nobody told us: they are shown on, and read again.
    else void this.refreshEarlier(view).catch(() => undefined);
    for (const message of snapshot.visible_messages) this.outbox.settle(message.id);
    this.showOutbox();
  }

  take(event: Event | UnknownEvent): void {
    this.heard.push(event);
    this.schedule();
  }

  miss(): void {
    const { phase, view } = this.state.get();
    // A thread that was only just begun here is not missing, it is on its way.
    if (phase === "loading" || view.seq > 0) this.state.update((state) => ({ ...state, phase: "missing" }));
  }

  hearTrouble(trouble: string): void {
    this.state.update((state) => ({ ...state, trouble }));
  }

  async loadEarlier(): Promise<void> {
    const { earlier, view } = this.state.get();
    if (earlier === "loading" || !view.metadata.has_earlier) return;
    this.state.update((state) => ({ ...state, earlier: "loading" }));
    try {
      await this.loadPages(view.visible_messages.length);
      this.state.update((state) => ({ ...state, earlier: "idle" }));
    } catch {
      this.state.update((state) => ({ ...state, earlier: "failed" }));
    }
  }

  /** Lets go of old messages while nobody looks at them: a page of thousands is slow to grow. */
  forgetOldest(): void {
    const { view } = this.state.get();
    if (view.visible_messages.length <= MANY) return;
    this.pages = new Pages(view.thread_id);
    const visible_messages = view.visible_messages.slice(-FEW);
    this.state.update((state) => ({
      ...state,
      view: { ...view, visible_messages, metadata: { ...view.metadata, has_earlier: true } },
    }));
  }

  // The first page repeats what the snapshot showed: pages are read until one brings something older.
  private async loadPages(known: number): Promise<void> {
    for (;;) {
      const page = await this.pages.next();
      const view = joinEarlier(this.state.get().view, page.items, page.next !== null);
      this.state.update((state) => ({ ...state, view }));
      if (page.next === null || view.visible_messages.length > known) return;
    }
  }

  private async refreshEarlier({ thread_id, visible_messages }: AgentView): Promise<void> {
    const read = await new Pages(thread_id).readBackTo(visible_messages[0]?.id);
    this.state.update((state) => ({ ...state, view: replaceOlder(state.view, read) }));
  }

  private settle(): void {
    const now = this.state.get();
    this.streaming.update((shown) => growSteadily(shown, now.view));
    if (!isSameButTokens(this.settled.get(), now)) this.settled.set(now);
  }

  private flush(): void {
    const events = this.heard;
    this.heard = [];
    const before = this.state.get();
    const view = events.reduce(apply, before.view);
    const passing = events.reduce(pass, before);
    if (view !== before.view || passing !== before) this.state.set({ ...passing, view });
    if (view.metadata.gap && !before.view.metadata.gap) this.askAgain();
    for (const event of events) this.tellOutbox(event);
  }

  private tellOutbox(event: Event | UnknownEvent): void {
    if (!("seq" in event) || !("kind" in event)) return;
    const known = event as Event;
    if (known.kind === "message.created") this.outbox.settle(known.message.id);
    if (known.kind !== "message.rejected") return;
    this.outbox.refuse(known.message_id, sayFact(known.reason, known.code, known.fact));
  }

  /** Messages on their way are shown at once, refused and discarded ones no longer. */
  private showOutbox(): void {
    const { view } = this.state.get();
    const mine = this.outbox.messages.get().filter((message) => message.threadId === view.thread_id);
    const sending = mine.filter((message) => message.problem === null);
    let next = sending.reduce((now, message) => this.showSending(now, message), view);
    for (const id of this.optimistic) {
      if (this.outbox.hasArrived(id) || sending.some((message) => message.id === id)) continue;
      this.optimistic.delete(id);
      next = withoutPending(next, id);
    }
    if (next !== view) this.state.update((state) => ({ ...state, view: next }));
  }

  private showSending(view: AgentView, message: Outgoing): AgentView {
    this.optimistic.add(message.id);
    return showOutgoing(view, message);
  }
}

/** What is true only now: who looks, who writes. */
function pass(state: ThreadState, told: Event | UnknownEvent): ThreadState {
  const event = told as Event; // of an unknown kind nothing else is read
  if (event.kind === "presence.changed") return { ...state, viewers: event.viewers };
  if (event.kind === "message.created") return { ...state, typing: withoutSender(state.typing, event.message.sender) };
  return event.kind === "typing.changed" ? { ...state, typing: event.names } : state;
}

/** Who has sent a message has written it. Without a name it may be anybody; who goes on is told of again. */
function withoutSender(typing: readonly string[], sender: string | null): readonly string[] {
  if (typing.length === 0) return typing;
  return sender === null ? [] : typing.filter((name) => name !== sender);
}

function withoutPending(view: AgentView, messageId: string): AgentView {
  const pending = view.visible_messages.some((message) => message.id === messageId && message.pending);
  return pending ? withoutMessage(view, messageId) : view;
}
