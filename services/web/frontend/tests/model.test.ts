// Which model the form's fields name.
import { expect, test } from "vitest";
import { LOCAL, fullModel, keyName, providers, type Provider } from "../src/model/providers";

const wanted = (provider: Provider, model: string) => ({ provider, model, address: "", key: "" });
const provider = (id: string) => providers.find((each) => each.id === id) ?? LOCAL;

test.each([
  ["openai", "gpt-5.2", "openai/gpt-5.2"],
  ["openai", " openai/gpt-5.2 ", "openai/gpt-5.2"],
  ["groq", "openai/gpt-oss-120b", "groq/openai/gpt-oss-120b"],
  ["local", "qwen3:8b", "openai/qwen3:8b"],
  ["local", "openai/gpt-oss-20b", "openai/openai/gpt-oss-20b"],
])("%s and %j are %s", (id, model, full) => {
  expect(fullModel(wanted(provider(id), model))).toBe(full);
});

test("no server is sent the key of another one", () => {
  const names = ["http://127.0.0.1:8080/v1", "http://127.0.0.1:8081/v1", "https://Models.example/v1/"].map((address) =>
    keyName({ ...wanted(LOCAL, "m"), address }),
  );

  expect(names).toEqual(["local-127-0-0-1-8080-v1", "local-127-0-0-1-8081-v1", "local-models-example-v1"]);
  expect(keyName(wanted(provider("groq"), "m"))).toBe("groq");
});
