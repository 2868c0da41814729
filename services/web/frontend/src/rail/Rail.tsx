// The list of threads at the page's side.
import { useState, type KeyboardEvent, type RefObject } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { t } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Archived } from "./Archived";
import { RailFoot } from "./RailFoot";
import { ThreadList } from "./ThreadList";

export function Rail({ searchField }: { searchField: RefObject<HTMLInputElement | null> }) {
  const [query, setQuery] = useState("");
  const [archived, setArchived] = useState(false);
  const [, go] = useLocation();
  const [, route] = useRoute("/chat/:threadId");

  return (
    <nav className="rail" aria-label={t.rail.label}>
      <Link href="/" className="brand">
        <b className="brand-mark" />
        {t.app}
      </Link>
      <div className="rail-tools">
        <div className="search">
          <Icon name="search" size={16} />
          <input
            ref={searchField}
            type="search"
            placeholder={t.rail.search}
            aria-label={t.rail.searchLabel}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setQuery("");
              if (event.key === "Enter") firstLink(event.currentTarget)?.click();
              if (event.key === "ArrowDown") firstLink(event.currentTarget)?.focus();
            }}
          />
        </div>
        <IconButton icon="plus" label={t.rail.newThread} className="button" onClick={() => go("/")} />
      </div>
      <div className="threads" onKeyDown={stepThroughLinks}>
        {archived ? (
          <>
            <Button look="quiet" onClick={() => setArchived(false)}>
              {t.rail.back}
            </Button>
            <h2 className="group">{t.rail.archived}</h2>
            {query.trim() === "" ? (
              <Archived current={route?.threadId ?? null} />
            ) : (
              <ThreadList query={query} status="archived" />
            )}
          </>
        ) : (
          <ThreadList query={query} status="active" />
        )}
      </div>
      <RailFoot onArchived={() => setArchived(true)} />
    </nav>
  );
}

function firstLink(field: HTMLElement): HTMLElement | null {
  return field.closest(".rail")?.querySelector<HTMLElement>(".thread-link") ?? null;
}

/** Up and down go from thread to thread. */
function stepThroughLinks(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(".thread-link")];
  const here = links.findIndex((link) => link === event.target);
  if (step === undefined || here < 0) return;
  event.preventDefault();
  links[here + step]?.focus();
}
