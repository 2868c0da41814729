// What is set for the whole house: who may come in, for how long things stay, how it looks.
import { Page, Section } from "../parts/Page";
import { w } from "../words";
import { BackupList } from "./BackupList";
import { KeyList } from "./KeyList";
import { LanguageChoice } from "./LanguageChoice";
import { RetentionForm } from "./RetentionForm";
import { SessionList } from "./SessionList";
import { ThemeChoice } from "./ThemeChoice";

const s = w.settings;

export function Settings() {
  return (
    <Page title={w.places.settings} lead={s.lead}>
      <Section title={s.look}>
        <div className="filters">
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </Section>
      <Section title={s.sessions.title} note={s.sessions.lead}>
        <SessionList />
      </Section>
      <Section title={s.keys.title} note={s.keys.lead}>
        <KeyList />
      </Section>
      <Section title={s.token.title} note={s.token.lead}>
        <pre className="command">./parley token --rotate</pre>
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
