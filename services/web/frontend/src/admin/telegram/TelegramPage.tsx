// Telegram: how the bot is, who may write to it, how its groups and chats are spoken to.
import { adminApi } from "../api";
import { Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { ChatList } from "./ChatList";
import { PairPart } from "./PairPart";
import { PeopleList } from "./PeopleList";

const g = w.telegram;
const AGAIN = 5000; // ms

export function TelegramPage() {
  const telegram = useAsked(adminApi.telegram, "", AGAIN);
  return (
    <Page title={w.places.telegram} lead={g.lead}>
      <Shown asked={telegram}>
        {({ state, people, chats }) => (
          <>
            <Section title={g.bot}>
              <PairPart state={state} />
            </Section>
            <Section title={g.people.title} note={g.people.lead}>
              <PeopleList people={people} onChanged={telegram.again} />
            </Section>
            <Section title={g.groups.title} note={g.groups.lead}>
              <ChatList chats={chats.filter((chat) => chat.is_group)} none={g.groups.none} onChanged={telegram.again} />
            </Section>
            <Section title={g.chats.title} note={g.chats.lead}>
              <ChatList chats={chats.filter((chat) => !chat.is_group)} none={g.chats.none} onChanged={telegram.again} />
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}
