// The providers the form knows by name; any other is a server that speaks the OpenAI protocol.

export interface Provider {
  id: string;
  name: string;
  /** What litellm wants before the model's own name. */
  prefix: string;
  /** Under which name the runner keeps the key. */
  secret: string;
  example: string;
  address: string | null;
}

export const providers: Provider[] = [
  { id: "openai", name: "OpenAI", prefix: "openai/", secret: "OPENAI_API_KEY", example: "gpt-5-mini", address: null },
  {
    id: "anthropic",
    name: "Anthropic",
    prefix: "anthropic/",
    secret: "ANTHROPIC_API_KEY",
    example: "claude-haiku-4-5",
    address: null,
  },
  {
    id: "gemini",
    name: "Google",
    prefix: "gemini/",
    secret: "GEMINI_API_KEY",
    example: "gemini-2.5-flash",
    address: null,
  },
  {
    id: "openrouter",
    name: "OpenRouter",
    prefix: "openrouter/",
    secret: "OPENROUTER_API_KEY",
    example: "qwen/qwen3-coder",
    address: null,
  },
  {
    id: "mistral",
    name: "Mistral",
    prefix: "mistral/",
    secret: "MISTRAL_API_KEY",
    example: "mistral-small-latest",
    address: null,
  },
  {
    id: "local",
    name: "",
    prefix: "hosted_vllm/",
    secret: "LOCAL_API_KEY",
    example: "qwen3:8b",
    address: "http://127.0.0.1:11434/v1",
  },
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
  return name.startsWith(provider.prefix) ? name : provider.prefix + name;
}
