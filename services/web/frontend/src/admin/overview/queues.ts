// What waits for a service to take it: each service has one queue that it works off.
import type { Services } from "../../contract.gen";
import { count } from "../../i18n/format";
import { w } from "../words";

export type Queues = NonNullable<Services["queues"]>;
type Queue = Queues[number]["queue"];

const q = w.overview.queues;
const WORKED_OFF_BY: Record<string, Queue> = {
  gateway: "inbound",
  "agent-runner": "turns",
  store: "outbox",
  telegram: "outbound",
};

/** With the channels that it waits from; null where nothing is known. */
export function tellQueue(service: string, queues: Queues): string | null {
  const queue = WORKED_OFF_BY[service];
  const here = queues.filter((each) => each.queue === queue);
  if (queue === undefined || here.length === 0) return null;
  const waiting = sum(here.map((each) => each.waiting));
  const inHand = sum(here.map((each) => each.in_hand));
  const from = here.filter((each) => each.channel && each.waiting > 0);
  const which = from.length > 0 ? ` (${from.map((each) => `${each.channel} ${count(each.waiting)}`).join(", ")})` : "";
  return q[queue](waiting, inHand) + which;
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
