// Each service: whether it answers, since when, and what is wrong with it.
import type { Services } from "../../contract.gen";
import { w } from "../words";
import { uptime } from "./uptime";

type Health = Services["services"][number];

export function ServiceList({ services }: { services: Health[] }) {
  return (
    <ul className="services">
      {services.map((service) => (
        <li key={service.name} className="service" data-ok={isAway(service) ? "away" : service.ok}>
          <p className="service-name">
            <span className="dot" />
            {service.name}
            {!isAway(service) && <span className="unseen">{service.ok ? w.overview.answers : w.overview.ill}</span>}
          </p>
          {service.detail && <p className="service-note">{service.detail}</p>}
          <p className="service-note">{describe(service)}</p>
          {service.last_error && <p className="service-note problem">{service.last_error}</p>}
        </li>
      ))}
    </ul>
  );
}

/** One that this house does without. */
function isAway({ name, ok, instances }: Health): boolean {
  return ok && instances === 0 && name !== "nats-server";
}

function describe({ ok, instances, uptime_ms: up }: Health): string {
  const said: string[] = [];
  if (ok && instances > 1) said.push(w.overview.instances(instances));
  if (ok && up !== null) said.push(w.overview.since(uptime(up)));
  return said.join(", ");
}
