// Tries a model, and if it answers keeps its key and gives it to the agent.
import type { Agent, ModelChoice } from "../contract.gen";
import { loadAgents } from "../core/agents";
import { api } from "../core/api";
import { t } from "../i18n";
import { fullModel, keyName, type Wanted } from "./providers";

/** Null when the agent has the model now, else why not. */
export async function testAndGive(agent: Agent, wanted: Wanted): Promise<string | null> {
  const model = fullModel(wanted);
  const address = wanted.provider.address === null ? "" : wanted.address.trim();
  const key = wanted.key.trim();

  const test = await api.testModel({ model, api_base: address || null, secret: key || null });
  if (!test.ok) return test.error ?? t.model.failed;
  const name = key === "" ? "" : keyName(wanted);
  if (name !== "") await api.keepSecret(name, key);
  await api.changeAgent(agent.id, { model, api_base: address, api_key: name });
  await loadAgents();
  return null;
}

export async function giveFound(agent: Agent, found: ModelChoice): Promise<void> {
  const { model, api_base, api_key } = found;
  await api.changeAgent(agent.id, { model, api_base: api_base ?? "", api_key: api_key ?? "" });
  await loadAgents();
}
