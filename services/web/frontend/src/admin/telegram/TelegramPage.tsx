// Telegram: how the bot is, who may write to it, how its chats are spoken to.
import { useState } from "react";
import type { ChatSettings, Pairing, Person, TelegramState } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { useNow } from "../../core/useNow";
import { shortTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { Copy } from "../../ui/Copy";
import { path, read } from "../api";
import { Nothing, Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { ChatList } from "./ChatList";

const g = w.telegram;
const AGAIN = 5000; // ms
const MINUTE = 60_000; // ms

interface Telegram {
  state: TelegramState;
  people: Person[];
  chats: ChatSettings[];
}

export function TelegramPage() {
  const telegram = useAsked(() => read<Telegram>("GET", "/api/telegram"), "", AGAIN);
  return (
    <Page title={w.places.telegram} lead={g.lead}>
      <Shown asked={telegram}>
        {({ state, people, chats }) => (
          <>
            <Section title={g.bot}>
              <Bot state={state} />
            </Section>
            <Section title={g.people.title} note={g.people.lead}>
              <PeopleList people={people} onChanged={telegram.again} />
            </Section>
            <Section title={g.chats.title} note={g.chats.lead}>
              <ChatList chats={chats} onChanged={telegram.again} />
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Bot({ state }: { state: TelegramState }) {
  const [pairing, setPairing] = useState<Pairing | null>(null);
  const pair = async () => setPairing(await attempt(g.pairFailed, () => read<Pairing>("GET", "/api/pairing")));
  return (
    <>
      <p className="row">
        <span className="chip">{state.state}</span> {state.text}
      </p>
      <p className="row">
        <Button icon="telegram" onClick={() => void pair()}>
          {g.pair}
        </Button>
      </p>
      {pairing?.link && (
        <div className="told-once" role="status">
          <p>{g.pairLead}</p>
          <p className="row">
            <a href={pairing.link} target="_blank" rel="noopener noreferrer">
              {pairing.link}
            </a>
            <Copy text={pairing.link} label={g.copy} />
          </p>
        </div>
      )}
      {pairing !== null && !pairing.link && <Nothing>{g.noLink}</Nothing>}
    </>
  );
}

function PeopleList({ people, onChanged }: { people: Person[]; onChanged: () => void }) {
  const now = useNow(MINUTE);
  if (people.length === 0) return <Nothing>{g.people.none}</Nothing>;
  const change = async (person: Person) => {
    const address = path("telegram", "people", person.person_id);
    const paired = person.role === "paired";
    await attempt(w.doing.save, () => (paired ? read("DELETE", address) : read("PUT", address, { role: "paired" })));
    onChanged();
  };
  return (
    <ul className="rows">
      {people.map((person) => (
        <li key={person.person_id} className="row-item">
          <div className="grow">
            <p className="row-title" dir="auto">
              {person.name || person.person_id}{" "}
              <span className={person.role === "paired" ? "chip good" : "chip"}>{g.people.roles[person.role]}</span>
            </p>
            <p className="dim">{g.people.since(person.person_id, shortTime(person.at, now))}</p>
          </div>
          <Button onClick={() => void change(person)}>
            {person.role === "paired" ? g.people.forget : g.people.allow}
          </Button>
        </li>
      ))}
    </ul>
  );
}
