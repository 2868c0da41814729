// Everything that happens in every thread, as it happens.
import { useState } from "react";
import { Nothing, Page } from "../parts/Page";
import { w } from "../words";
import { fits, isDelta } from "./describe";
import { EventRows } from "./EventRows";
import { EventTools, type Showing } from "./EventTools";
import { useFeed } from "./useFeed";

export function Events() {
  const [showing, setShowing] = useState<Showing>({ filter: "", deltas: false, paused: false });
  const feed = useFeed(null, showing.paused);
  const lines = feed.lines.filter(({ event }) => (showing.deltas || !isDelta(event)) && fits(event, showing.filter));
  return (
    <Page title={w.places.events} lead={w.events.lead}>
      <EventTools showing={showing} open={feed.open} waiting={feed.waiting} onChange={setShowing} />
      {lines.length === 0 ? <Nothing>{w.events.quiet}</Nothing> : <EventRows lines={lines} withThread />}
    </Page>
  );
}
