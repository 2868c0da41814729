// Each service: whether it answers, when it did last, what waits for it, and what to do when it is ill.
import { useMemo } from "react";
import { Link } from "wouter";
import type { Services, TelegramState } from "../../contract.gen";
import { useNow } from "../../core/useNow";
import { sayFact } from "../../i18n/facts";
import { ago } from "../../i18n/format";
import { w } from "../words";
import { MendHint } from "./MendHint";
import { tellQueue, type Queues } from "./queues";
import { uptime } from "./uptime";

const o = w.overview;
const SECOND = 1000; // ms

type Health = Services["services"][number];

interface ServiceListProps {
  found: Services;
  telegram: TelegramState | null;
}

export function ServiceList({ found, telegram }: ServiceListProps) {
  const now = useNow(SECOND);
  const arrived = useMemo(() => Date.now(), [found]);
  const since = Math.max(0, now - arrived);
  return (
    <ul className="services">
      {found.services.map((service) => (
        <ServiceCard
          key={service.name}
          service={service}
          since={since}
          launched={found.launched}
          queues={found.queues ?? []}
          bot={service.name === "telegram" && service.ok ? telegram : null}
        />
      ))}
    </ul>
  );
}

interface ServiceCardProps {
  service: Health;
  /** Milliseconds since this was told. */
  since: number;
  launched: boolean;
  queues: Queues;
  bot: TelegramState | null;
}

function ServiceCard({ service, since, launched, queues, bot }: ServiceCardProps) {
  const { name, last_error: fault } = service;
  const away = isAway(service);
  const silent = service.instances === 0;
  const state = away ? o.away : service.ok ? null : silent ? o.ill : o.troubled;
  const said = away || silent || bot !== null ? "" : service.detail; // of itself
  const queue = away ? null : tellQueue(name, queues);
  return (
    <li className="service" data-ok={away ? "away" : service.ok}>
      <p className="service-name">
        <span className="dot" />
        {name}
        {state === null && <span className="unseen">{o.answers}</span>}
      </p>
      {state !== null && <p className="service-note">{state}</p>}
      {said && <p className="service-note">{sayFact(said, null, service.detail_fact)}</p>}
      {describe(service, since).map((note) => (
        <p key={note} className="service-note">
          {note}
        </p>
      ))}
      {queue !== null && <p className="service-note">{queue}</p>}
      {bot !== null && bot.state !== "running" && <BotNote bot={bot} />}
      {fault && <p className="service-note problem">{fault}</p>}
      {!away && <MendHint service={service} launched={launched} />}
    </li>
  );
}

function BotNote({ bot }: { bot: TelegramState }) {
  const hurts = bot.state === "failed" || bot.state === "degraded";
  return (
    <p className={hurts ? "service-note problem" : "service-note"}>
      <Link href="/admin/telegram">{w.telegram.states[bot.state]}</Link>
      {hurts && `: ${sayFact(bot.text, null, bot.fact)}`}
    </p>
  );
}

/** One that this house does without. */
export function isAway({ name, ok, instances }: Health): boolean {
  return ok && instances === 0 && name !== "nats-server";
}

function describe({ instances, uptime_ms: up, heard_ms: heard, process }: Health, since: number): string[] {
  const said: string[] = [];
  if (heard !== null) said.push(o.heard(ago(heard + since)));
  if (instances > 1) said.push(o.instances(instances));
  if (up !== null) said.push(o.since(uptime(up + since)));
  if (process !== null && process.ends > 0) said.push(o.ended(process.ends, process.last_end));
  return said;
}
