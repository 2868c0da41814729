// Writes the browser's types from the contract: `npm run types`.
import { readFile, rename, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const contract = new URL("../../../../shared/contract/contract.schema.json", import.meta.url);
const target = new URL("../src/contract.gen.ts", import.meta.url);
const draft = new URL(`../node_modules/.contract.gen.${process.pid}.ts`, import.meta.url);

// A default beside a reference would make the generator copy the type under a second name.
const bareReference = (_key, value) => (value?.$ref ? { $ref: value.$ref } : value);

const schema = JSON.parse(await readFile(contract, "utf8"), bareReference);
const types = await compile(schema, "Contract", {
  additionalProperties: false,
  bannerComment: "// Generated from shared/contract/contract.schema.json by `npm run types`.",
  format: false,
  unreachableDefinitions: true,
});
// Whole at once: tests may read it while the pages are built.
await writeFile(draft, types);
await rename(draft, target);
