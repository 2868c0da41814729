// Says that the connection is gone and when it is tried again, and what else is to be told of the whole page;
// reading and writing go on below.
import { useEffect, useState } from "react";
import { useCell } from "../core/cell";
import { socket } from "../core/client";
import type { Link } from "../core/socket";
import { useNow } from "../core/useNow";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { BudgetNotice } from "./BudgetNotice";

const PATIENCE = 1500; // ms; a service that restarts is back before anybody needs to know
const SECOND = 1000; // ms

export function Banner() {
  const link = useCell(socket.link);
  const outdated = useCell(socket.outdated);
  const late = useLate(link.state !== "open");

  return (
    <div className="banner-place" role="status">
      {link.state !== "open" && late && <Lost link={link} />}
      <BudgetNotice />
      {outdated && (
        <div className="banner news">
          <span>{t.banner.outdated}</span>
          <Button onClick={() => location.reload()}>{t.banner.reload}</Button>
        </div>
      )}
    </div>
  );
}

function Lost({ link }: { link: Link }) {
  const waits = link.state === "waiting" && link.retryAt - Date.now() >= SECOND;
  return (
    <div className="banner">
      <span>{t.banner.lost}</span>
      {/* The countdown is for eyes: spoken every second it would drown the page. */}
      <span className="number" aria-hidden="true">
        {waits ? <Countdown to={link.retryAt} /> : t.banner.retrying}
      </span>
      {waits && <Button onClick={() => socket.retryNow()}>{t.banner.now}</Button>}
    </div>
  );
}

function Countdown({ to }: { to: number }) {
  const now = useNow(SECOND / 4);
  return t.banner.retryIn(Math.max(0, Math.ceil((to - now) / SECOND)));
}

function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return setLate(false);
    const timer = setTimeout(setLate, PATIENCE, true);
    return () => clearTimeout(timer);
  }, [waiting]);
  return late;
}
