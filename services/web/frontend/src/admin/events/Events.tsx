// Everything that happens in every thread, as it happens; the address may name an agent.
import { useState } from "react";
import { useSearch } from "wouter";
import { Nothing, Page } from "../parts/Page";
import { w } from "../words";
import { isDelta } from "./describe";
import { EventRows } from "./EventRows";
import { countShown, EVERYTHING, EventTools, isShown, type Showing } from "./EventTools";
import { useFeed, type Line } from "./useFeed";

export function Events() {
  const agent = new URLSearchParams(useSearch()).get("agent") ?? "";
  const [showing, setShowing] = useState<Showing>({ ...EVERYTHING, agent });
  const feed = useFeed(null, showing.paused);
  const lines = feed.lines.filter(({ event }) => isShown(event, showing));
  return (
    <Page title={w.places.events} lead={w.events.lead}>
      <EventTools showing={showing} open={feed.open} waiting={countShown(feed.waiting, showing)} onChange={setShowing} />
      {lines.length === 0 ? (
        <Nothing>{whyEmpty(feed.lines, showing)}</Nothing>
      ) : (
        <EventRows lines={lines} withThread />
      )}
    </Page>
  );
}

function whyEmpty(lines: readonly Line[], { deltas }: Showing): string {
  if (lines.length === 0) return w.events.quiet;
  return !deltas && lines.every(({ event }) => isDelta(event)) ? w.events.onlyTokens : w.events.noneFits;
}
