// The links to the admin pages: at the side, or along the top of a phone.
import { useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { useWaiting } from "../core/waiting";
import { t } from "../i18n";
import { count } from "../i18n/format";
import { adminApi } from "./api";
import { PLACES } from "./places";
import { useAsked } from "./useAsked";
import { useThreadNews } from "./useThreadNews";
import { w } from "./words";

const AGAIN = 15_000; // ms

/** What waits: of a thread that may be several requests. */
function useAllWaiting(): number {
  const threads = useWaiting();
  const { value, again } = useAsked(adminApi.openRequests, "", AGAIN);
  useThreadNews(again);
  return value === null ? threads : Math.max(threads, value.approvals.length + value.queries.length);
}

/** `onSkip`: to the page itself, for who goes by keys. */
export function AdminNav({ onSkip }: { onSkip: () => void }) {
  const [place] = useLocation();
  const current = PLACES.findLast(({ path }) => place === path || place.startsWith(`${path}/`));
  const waiting = useAllWaiting();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <nav className="admin-nav" aria-label={w.label} ref={nav}>
      <button type="button" className="skip" onClick={onSkip}>
        {w.skip}
      </button>
      <Link href="/" className="brand">
        <b className="brand-mark" />
        {t.app}
      </Link>
      <ul className="admin-links">
        {PLACES.map(({ path, name }) => (
          <li key={path}>
            <Link href={path} className="admin-link" aria-current={current?.path === path ? "page" : undefined}>
              {name}
              {path === "/admin" && waiting > 0 && (
                <span className="chip wait number" title={w.overview.someWait(waiting)}>
                  {count(waiting)}
                </span>
              )}
            </Link>
          </li>
        ))}
        <li>
          <Link href="/" className="admin-link">
            {w.back}
          </Link>
        </li>
      </ul>
    </nav>
  );
}
