// The providers the form knows by name; any other is a server that speaks the OpenAI protocol.

export interface Provider {
  /** Before the slash of its models. */
  id: string;
  name: string;
  prefix: string;
  example: string;
  /** Where it listens, if that is to be asked for. */
  address: string | null;
}

function known(id: string, name: string, example: string): Provider {
  return { id, name, prefix: `${id}/`, example, address: null };
}

export const LOCAL: Provider = {
  id: "local",
  name: "",
  prefix: "openai/",
  example: "qwen3:8b",
  address: "http://127.0.0.1:11434/v1",
};

export const providers: Provider[] = [
  known("anthropic", "Anthropic", "claude-sonnet-4-6"),
  known("openai", "OpenAI", "gpt-5.2"),
  known("gemini", "Google Gemini", "gemini-flash-latest"),
  known("mistral", "Mistral", "mistral-medium-latest"),
  known("groq", "Groq", "openai/gpt-oss-120b"),
  known("deepseek", "DeepSeek", "deepseek-v4-flash"),
  known("xai", "xAI", "grok-4.3"),
  known("openrouter", "OpenRouter", "auto"),
  LOCAL,
];

export interface Wanted {
  provider: Provider;
  model: string;
  address: string;
  key: string;
}

/** The model's whole name; one that is written with its provider stays as it is. */
export function fullModel({ provider, model }: Wanted): string {
  const name = model.trim();
  return provider !== LOCAL && name.startsWith(provider.prefix) ? name : provider.prefix + name;
}

/** The name under which the runner keeps the key: of a server, its address, so that no other server is ever sent it. */
export function keyName({ provider, address }: Wanted): string {
  if (provider.address === null) return provider.id;
  const place = address.trim().toLowerCase().replace(/^https?:\/\//, "");
  return `${provider.id}-${place.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "")}`;
}
