// What waits to be sent to Telegram chats: a person hurries it, or lets it go.
import { useState } from "react";
import { Link } from "wouter";
import type { TelegramState, Waiting } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { useNow } from "../../core/useNow";
import { t } from "../../i18n";
import { messageTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { useThreadNews } from "../useThreadNews";
import { w } from "../words";

const d = w.deliveries;
const AGAIN = 5000; // ms
const MINUTE = 60_000; // ms

export function Deliveries() {
  const waiting = useAsked(adminApi.deliveries, "", AGAIN);
  const telegram = useAsked(adminApi.telegram, "", AGAIN); // may be away: then it is said without its word
  const bot = telegram.value?.state ?? null;
  const [letting, setLetting] = useState<Waiting | null>(null);
  useThreadNews(waiting.again);
  const settle = async (what: string, act: () => Promise<unknown>, said: string) => {
    const done = await attempt(what, () => act().then(() => true));
    if (done) notify({ text: said, timeout: 3000 });
    waiting.again();
  };
  const retry = ({ delivery_id: id }: Waiting) => settle(d.retryFailed, () => adminApi.retryDelivery(id), d.retried);
  const discard = ({ delivery_id: id }: Waiting) =>
    settle(d.discardFailed, () => adminApi.discardDelivery(id), d.discarded);
  return (
    <Page title={w.places.deliveries} lead={d.lead}>
      <Shown asked={waiting}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <Nothing>{d.none}</Nothing>}
            {items.length > 0 && bot !== null && bot.state !== "running" && <p className="problem">{bot.text}</p>}
            <ul className="rows">
              {items.map((item) => (
                <Row
                  key={item.delivery_id}
                  item={item}
                  closedUntil={closedUntil(bot, item)}
                  onRetry={retry}
                  onDiscard={setLetting}
                />
              ))}
            </ul>
            {next !== null && <p className="section-note">{d.more}</p>}
          </>
        )}
      </Shown>
      {letting && (
        <Confirm
          title={d.discardTitle}
          lead={d.discardLead}
          yes={d.discard}
          onYes={() => discard(letting)}
          onClose={() => setLetting(null)}
        />
      )}
    </Page>
  );
}

/** Until when Telegram takes nothing for the chat of this delivery: topics wait with their group. */
function closedUntil(bot: TelegramState | null, { chat }: Waiting): string | null {
  const closed = bot?.closed_chats ?? {};
  return closed[chat] ?? closed[chat.split("_")[0] ?? ""] ?? null;
}

interface RowProps {
  item: Waiting;
  closedUntil: string | null;
  onRetry: (item: Waiting) => Promise<void>;
  onDiscard: (item: Waiting) => void;
}

function Row({ item, closedUntil: until, onRetry, onDiscard }: RowProps) {
  const now = useNow(MINUTE);
  const chat = item.chat_title || item.chat;
  return (
    <li className="row-item">
      <div className="grow">
        <p className="row-title" dir="auto">
          {d.to(d.kinds[item.kind] ?? item.kind, chat)}{" "}
          {item.state === "delayed" && <span className="chip bad">{d.delayed}</span>}
        </p>
        <p className="dim">
          {d.since(messageTime(item.at, now))},{" "}
          <Link href={`/chat/${item.thread_id}`}>{item.thread_title || t.rail.untitled}</Link>
        </p>
        {until !== null && <p className="dim row-about">{d.closed(messageTime(until, now))}</p>}
        {item.paused !== "" && <p className="problem row-about">{d.paused(item.paused)}</p>}
      </div>
      <div className="row-acts">
        <Button icon="retry" onClick={() => void onRetry(item)}>
          {d.retry}
        </Button>
        <Button look="danger" onClick={() => onDiscard(item)}>
          {d.discard}
        </Button>
      </div>
    </li>
  );
}
