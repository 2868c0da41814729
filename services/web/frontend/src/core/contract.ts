// The contract's unions under the names the rest of the page uses.
import type { EventFrame, JsonValue, ServerFrameBox, BrowserFrameBox, Thread } from "../contract.gen";

export type Event = EventFrame["event"];
export type ServerFrame = ServerFrameBox["frame"];
export type BrowserFrame = BrowserFrameBox["frame"];
export type Delta = Extract<Event, { step: number; n: number }>;
export type Passing = Extract<Event, { kind: "presence.changed" | "typing.changed" | "agent.status" }>;
export type Durable = Extract<Event, { seq: number }>;
export type BusyMode = Thread["busy_mode"];
export type RespondPolicy = Thread["respond_policy"];
export type Arguments = Record<string, JsonValue>;

/** An event of a newer version: counted, not shown. */
export interface UnknownEvent {
  kind: string;
  /** Missing where it happened in none. */
  thread_id?: string;
  seq?: number | null;
}
