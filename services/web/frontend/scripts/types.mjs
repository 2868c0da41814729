// Writes the browser's types from the contract: `npm run types`.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const contract = new URL("../../../../shared/contract/contract.schema.json", import.meta.url);
const target = new URL("../src/contract.gen.ts", import.meta.url);

// A default beside a reference would make the generator copy the type under a second name.
const bareReference = (_key, value) => (value?.$ref ? { $ref: value.$ref } : value);

const schema = JSON.parse(await readFile(contract, "utf8"), bareReference);
const types = await compile(schema, "Contract", {
  additionalProperties: false,
  bannerComment: "// Generated from shared/contract/contract.schema.json by `npm run types`.",
  format: false,
  unreachableDefinitions: true,
});
await writeFile(target, types);
