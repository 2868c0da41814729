// What is set for the whole house: who may come in, for how long things stay, how it looks.
import { Page, Section } from "../parts/Page";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { BackupList } from "./BackupList";
import { KeyList } from "./KeyList";
import { LanguageChoice } from "./LanguageChoice";
import { RetentionForm } from "./RetentionForm";
import { askSessions, SessionList } from "./SessionList";
import { ThemeChoice } from "./ThemeChoice";
import { TokenPart } from "./TokenPart";

const s = w.settings;

export function Settings() {
  const sessions = useAsked(askSessions);
  return (
    <Page title={w.places.settings} lead={s.lead}>
      <Section title={s.look}>
        <div className="filters">
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </Section>
      <Section title={s.sessions.title} note={s.sessions.lead}>
        <SessionList sessions={sessions} />
      </Section>
      <Section title={s.keys.title} note={s.keys.lead}>
        <KeyList />
      </Section>
      <Section title={s.token.title} note={s.token.lead}>
        <TokenPart onRotated={sessions.again} />
      </Section>
      <Section title={s.backups.title} note={s.backups.lead}>
        <BackupList />
      </Section>
      <Section title={s.retention.title} note={s.retention.lead}>
        <RetentionForm />
      </Section>
    </Page>
  );
}
