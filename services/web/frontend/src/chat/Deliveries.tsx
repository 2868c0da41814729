// How far an answer has come to the chats outside: a quiet mark, with words where something is in its way.
import type { Delivery } from "../contract.gen";
import { t } from "../i18n";
import { sayFact } from "../i18n/facts";
import { Icon } from "../ui/Icon";
import type { IconName } from "../ui/icons";

type DeliveryState = Delivery["state"];

const MARKS: Record<DeliveryState, IconName> = {
  failed: "alert",
  unknown_after_send: "alert",
  delayed: "clock",
  pending: "clock",
  sent: "check",
};
const WORST_FIRST = Object.keys(MARKS) as DeliveryState[];
const QUIET = new Set<DeliveryState>(["pending", "sent"]);

export function Deliveries({ deliveries }: { deliveries: Delivery[] }) {
  const found = WORST_FIRST.flatMap((state) => deliveries.find((each) => each.state === state) ?? []);
  return found.map((delivery) => <Mark key={delivery.state} delivery={delivery} />);
}

/** One for all chats with which it stands the same. */
function Mark({ delivery: { channel, state, reason, fact } }: { delivery: Delivery }) {
  const said = t.delivery[state](t.channels[channel]);
  const why = sayFact(reason, null, fact);
  const words = state === "failed" && reason !== "" ? t.delivery.because(said, why) : said;
  return (
    <span className="delivery" data-state={state} title={why || words}>
      <Icon name="telegram" size={14} />
      <Icon name={MARKS[state]} size={14} />
      <span className={QUIET.has(state) ? "unseen" : undefined}>{words}</span>
    </span>
  );
}
