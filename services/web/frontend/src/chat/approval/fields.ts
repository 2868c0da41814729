// A tool's arguments as fields a person can fill in, and back again, checked by the tool's own schema.
import type { Arguments } from "../../core/contract";
import { showValue } from "../values";

export type FieldKind = "text" | "number" | "integer" | "boolean" | "choice" | "json";

export interface Field {
  name: string;
  kind: FieldKind;
  about: string;
  needed: boolean;
  choices: string[];
  /** Whether there is a value in the call. */
  text: string;
}

export type Problem = "needed" | "number" | "integer" | "json";

interface Property {
  type?: unknown;
  enum?: unknown;
  description?: unknown;
  anyOf?: unknown;
}

/** The schema's properties first, then whatever else the call has. */
export function fieldsOf(schema: Arguments | undefined, values: Arguments): Field[] {
  const properties = (schema?.properties ?? {}) as Record<string, Property>;
  const needed = new Set(Array.isArray(schema?.required) ? schema.required : []);
  const names = [...new Set([...Object.keys(properties), ...Object.keys(values)])];
  return names.map((name) => {
    const property = properties[name] ?? {};
    const value = values[name];
    const kind = kindOf(property, value);
    return {
      name,
      kind,
      about: typeof property.description === "string" ? property.description : "",
      needed: needed.has(name) || (properties[name] === undefined && value !== undefined),
      choices: kind === "choice" ? (property.enum as unknown[]).map(String) : [],
      text: value === undefined || value === null ? "" : kind === "json" ? JSON.stringify(value) : showValue(value),
    };
  });
}

function kindOf(property: Property, value: unknown): FieldKind {
  if (Array.isArray(property.enum) && property.enum.every((each) => typeof each === "string")) return "choice";
  switch (typeOf(property) ?? typeof value) {
    case "string":
      return "text";
    case "integer":
      return "integer";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "json";
  }
}

/** The type, also of one that may be left out: `anyOf` it and null. */
function typeOf({ type, anyOf }: Property): string | null {
  if (typeof type === "string") return type;
  if (!Array.isArray(anyOf)) return null;
  const others = (anyOf as Property[]).filter((each) => each.type !== "null");
  const [only] = others;
  return others.length === 1 && typeof only?.type === "string" ? only.type : null;
}

export type Read = { arguments: Arguments; problems: null } | { arguments: null; problems: Record<string, Problem> };

/** What was filled in as arguments, or what is wrong with which field. */
export function readFields(fields: Field[], texts: Record<string, string>): Read {
  const values: Arguments = {};
  const problems: Record<string, Problem> = {};
  for (const field of fields) {
    const text = texts[field.name] ?? field.text;
    if (text === "" && field.kind !== "text") {
      if (field.needed) problems[field.name] = "needed";
      continue;
    }
    if (text === "" && !field.needed) continue;
    const value = readValue(field.kind, text);
    if (isProblem(value)) problems[field.name] = value.problem;
    else values[field.name] = value.value as Arguments[string];
  }
  return Object.keys(problems).length > 0 ? { arguments: null, problems } : { arguments: values, problems: null };
}

type Value = { value: unknown } | { problem: Problem };

function isProblem(value: Value): value is { problem: Problem } {
  return "problem" in value;
}

function readValue(kind: FieldKind, text: string): Value {
  switch (kind) {
    case "text":
    case "choice":
      return { value: text };
    case "boolean":
      return { value: text === "true" };
    case "number":
    case "integer": {
      const value = Number(text);
      if (text.trim() === "" || !Number.isFinite(value)) return { problem: "number" };
      return kind === "integer" && !Number.isInteger(value) ? { problem: "integer" } : { value };
    }
    case "json":
      try {
        return { value: JSON.parse(text) as unknown };
      } catch {
        return { problem: "json" };
      }
  }
}
