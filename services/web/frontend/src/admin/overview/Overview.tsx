// How the house is: who answers, what it costs, what waits for a person, what failed.
import { useCallback } from "react";
import { Link } from "wouter";
import type { Services } from "../../contract.gen";
import { useNow } from "../../core/useNow";
import { adminApi } from "../api";
import { Nothing, Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { askUsage } from "../usage/askUsage";
import { BudgetState } from "../usage/BudgetForm";
import { PERIODS, type Period } from "../usage/periods";
import { UsageChart } from "../usage/UsageChart";
import { useAsked } from "../useAsked";
import { useThreadNews } from "../useThreadNews";
import { w } from "../words";
import { FailureList } from "./FailureList";
import { ServiceList } from "./ServiceList";
import { askWaiting, countWaiting, WaitingList } from "./WaitingList";

const o = w.overview;
const SOON = 5000; // ms
const RARELY = 60_000; // ms
const WEEK = 7 * 24 * 3600 * 1000; // ms
const [, , MONTH] = PERIODS as [Period, Period, Period];
const FORTNIGHT: Period = { ...MONTH, buckets: 14 };

export function Overview() {
  const services = useAsked(adminApi.services, "", SOON);
  const open = useAsked(askWaiting, "", SOON);
  const failures = useAsked(adminApi.failures, "", SOON);
  const used = useAsked(() => askUsage(FORTNIGHT, "agent"), "", RARELY);
  const budget = useAsked(adminApi.budget, "", RARELY);
  const telegram = useAsked(adminApi.telegram, "", RARELY);
  const weekAgo = useNow(RARELY) - WEEK;
  const people = telegram.value?.people ?? [];
  const strangers = people.filter(({ role, at }) => role === "stranger" && Date.parse(at) > weekAgo).length;
  const { again: lookWhatWaits } = open;
  const { again: lookWhatFailed } = failures;
  useThreadNews(
    useCallback(() => {
      lookWhatWaits();
      lookWhatFailed();
    }, [lookWhatWaits, lookWhatFailed]),
  );
  // While nobody can say what waits, or failed, it is not said that nothing did.
  const waiting = open.value === null || open.problem !== null ? null : countWaiting(open.value);
  const isTold = (problem: string | null, count: number) => problem === null || count > 0;
  return (
    <Page title={w.places.overview} lead={<Summary services={services.value} waiting={waiting} />}>
      <Shown asked={services}>
        {(value) => <ServiceList found={value} telegram={telegram.value?.state ?? null} />}
      </Shown>
      <div className="overview">
        <Section title={o.cost}>
          {budget.value && budget.value.state !== "none" && <BudgetState budget={budget.value} />}
          <Shown asked={used}>
            {(value) =>
              value.sums.length > 0 ? <UsageChart used={value} axis="agent" /> : <Nothing>{o.unused}</Nothing>
            }
          </Shown>
          <Link href="/admin/usage">{o.allUsage}</Link>
        </Section>
        <Section title={o.waiting}>
          <Shown asked={open}>{(value) => isTold(open.problem, countWaiting(value)) && <WaitingList waiting={value} />}</Shown>
          {strangers > 0 && <Link href="/admin/telegram">{o.strangers(strangers)}</Link>}
        </Section>
      </div>
      <Section title={o.failures}>
        <Shown asked={failures}>{({ items }) => isTold(failures.problem, items.length) && <FailureList failures={items} />}</Shown>
      </Section>
    </Page>
  );
}

function Summary({ services, waiting }: { services: Services | null; waiting: number | null }) {
  if (services === null) return null;
  const ill = services.services.filter((service) => !service.ok).map((service) => service.name);
  return (
    <>
      {ill.length === 0 ? o.allWell : o.someIll(ill)} {waiting !== null && o.someWait(waiting)}
    </>
  );
}
