// One thread under the glass: what its turns took, how it looked at any event, every event, the prompt.
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { titleOf } from "../../chat/actions";
import { watchThread } from "../../core/client";
import type { Durable } from "../../core/contract";
import { Nothing, Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { askNewest, countWanted, isCut, joined } from "./askThread";
import { EventRows } from "./EventRows";
import { countShown, EVERYTHING, EventTools, isShown, type Showing } from "./EventTools";
import { PromptButton } from "./PromptButton";
import { Replay } from "./Replay";
import { Timeline } from "./Timeline";
import { ReadingOn } from "./ReadingOn";
import { useFeed, type Line } from "./useFeed";
import { useOlder } from "./useOlder";

const e = w.events;

export function ThreadEvents({ threadId }: { threadId: string }) {
  const [showing, setShowing] = useState<Showing>(EVERYTHING);
  const asked = useAsked(() => askNewest(threadId), threadId);
  const older = useOlder(threadId, asked.value);
  const feed = useFeed(threadId, showing.paused);
  useEffect(() => watchThread(threadId), [threadId]); // inside an agent is told to who looks at its thread
  const thread = asked.value?.thread;
  const read = useMemo(() => [...older.events, ...(asked.value?.events ?? [])], [older.events, asked.value]);
  const events = useMemo(() => joined(read, feed.lines), [read, feed.lines]);
  return (
    <Page
      title={thread ? titleOf(thread) : w.places.events}
      lead={
        <>
          <Link href="/admin/events">{e.all}</Link> <Link href={`/chat/${threadId}`}>{e.openThread}</Link>
        </>
      }
      acts={thread && <PromptButton agentId={thread.agent_id} threadId={threadId} />}
    >
      <Shown asked={asked}>
        {({ head }) => (
          <>
            {isCut(head) && <p className="section-note">{e.cut}</p>}
            {!older.whole && <ReadingOn older={older} count={read.length} wanted={countWanted(head)} />}
            <Section title={e.timeline.title} note={e.timeline.lead}>
              <Timeline events={events} />
            </Section>
            {!isCut(head) && older.whole && (
              <Section title={e.replay.title} note={e.replay.lead}>
                <Replay threadId={threadId} events={events} />
              </Section>
            )}
            <Section title={e.log} note={e.threadLead}>
              <EventTools showing={showing} open={feed.open} waiting={countShown(feed.waiting, showing)} onChange={setShowing} />
              <Log events={events} lines={feed.lines} showing={showing} />
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}

interface LogProps {
  events: Durable[];
  lines: Line[];
  showing: Showing;
}

/** What is kept has its own time; tokens, and what happens inside an agent, are only heard. */
function Log({ events, lines, showing }: LogProps) {
  const wanted = useDeferredValue(showing);
  const shown = useMemo(() => {
    const kept = events.map((event): Line => ({ key: -event.seq, at: Date.parse(event.at), event }));
    const heard = lines.filter(({ event }) => !("seq" in event));
    return [...kept, ...heard].filter(({ event }) => isShown(event, wanted)).sort((a, b) => a.at - b.at);
  }, [events, lines, wanted]);
  return shown.length === 0 ? <Nothing>{e.noneFits}</Nothing> : <EventRows lines={shown} withThread={false} />;
}
