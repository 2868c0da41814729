// Everything that happens in every thread, as it happens; the address may name an agent.
import { useState } from "react";
import { useSearch } from "wouter";
import { Nothing, Page } from "../parts/Page";
import { w } from "../words";
import { EventRows } from "./EventRows";
import { EVERYTHING, EventTools, isShown, type Showing } from "./EventTools";
import { useFeed } from "./useFeed";

export function Events() {
  const agent = new URLSearchParams(useSearch()).get("agent") ?? "";
  const [showing, setShowing] = useState<Showing>({ ...EVERYTHING, agent });
  const feed = useFeed(null, showing.paused);
  const lines = feed.lines.filter(({ event }) => isShown(event, showing));
  return (
    <Page title={w.places.events} lead={w.events.lead}>
      <EventTools showing={showing} open={feed.open} waiting={feed.waiting} onChange={setShowing} />
      {lines.length === 0 ? (
        <Nothing>{feed.lines.length === 0 ? w.events.quiet : w.events.noneFits}</Nothing>
      ) : (
        <EventRows lines={lines} withThread />
      )}
    </Page>
  );
}
