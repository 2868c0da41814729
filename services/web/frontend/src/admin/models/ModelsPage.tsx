// What agents can be made of: models that were found, and the keys of providers.
import type { ModelChoice } from "../../contract.gen";
import { adminApi } from "../api";
import { TestModel } from "../agents/TestModel";
import { Nothing, Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { LeftAlone } from "./LeftAlone";
import { SecretList } from "./SecretList";
import { TryModel } from "./TryModel";

const m = w.models;
const FEW = 5; // models that are shown without asking

export function ModelsPage() {
  const models = useAsked(adminApi.models);
  const secrets = useAsked(adminApi.secrets);
  return (
    <Page title={w.places.models} lead={m.lead}>
      <Section title={m.keys.title} note={m.keys.lead}>
        <SecretList secrets={secrets} onChanged={models.again} />
      </Section>
      <Section title={m.found.title} note={m.found.lead}>
        <Shown asked={models}>{(value) => <Found models={value.models} />}</Shown>
      </Section>
      <Section title={m.alone.title} note={m.alone.lead}>
        <LeftAlone />
      </Section>
      <Section title={m.other.title} note={m.other.lead}>
        <TryModel names={secrets.value?.names ?? []} />
      </Section>
    </Page>
  );
}

function Found({ models }: { models: ModelChoice[] }) {
  if (models.length === 0) return <Nothing>{m.found.none}</Nothing>;
  const groups = Map.groupBy(models, ({ provider, found, api_base }) => m.found.of(provider, found, api_base));
  return [...groups].map(([name, choices]) => (
    <details key={name} className="found-group" open={choices.length <= FEW}>
      <summary>
        {name} <small className="dim">{m.found.models(choices.length)}</small>
      </summary>
      <ul className="rows">
        {choices.map((choice) => (
          <li key={choice.model} className="row-item model-row">
            <p className="row-title mono grow">{choice.model}</p>
            <TestModel model={choice.model} apiBase={choice.api_base ?? ""} apiKey={choice.api_key ?? ""} />
          </li>
        ))}
      </ul>
    </details>
  ));
}
