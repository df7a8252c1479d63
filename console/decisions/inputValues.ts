import { type Json, jsonProblem, parsedJson, typeName, variablesOf, variablesProblem } from "../parts/variables.ts";
import type { InputField } from "./inputField.ts";

/** What stands in the form, by the names of the fields; empty where a variable is left out. */
export type InputTexts = ReadonlyMap<string, string>;

/** Why a text cannot be the field's value; null when it can. */
export function inputProblem(field: InputField, text: string): string | null {
  if (text.trim() === "" || field.choices.length > 0) return null;
  if (field.kind === "number" && !/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim()))
    return `${field.label} is a number, for example 12.5. You entered ${text.trim()}.`;
  if (
    field.kind === "duration" &&
    !/^-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(text.trim())
  )
    return `${field.label} is a duration, for example P1DT12H or P2Y6M. You entered ${text.trim()}.`;
  return field.kind === "json" ? jsonProblem(text) : null;
}

/**
 * The variables that the form describes. A path becomes objects within each other. Texts must be without problems;
 * `further` is an object in JSON, in whose variables those of the fields are set.
 */
export function inputVariables(
  fields: readonly InputField[],
  texts: InputTexts,
  further: string,
): Record<string, Json> {
  const variables = variablesOf(further);
  for (const field of fields) {
    const text = texts.get(field.name) ?? "";
    if (text.trim() === "") continue;
    const path = field.name.split(".");
    const last = path.pop() ?? field.name;
    let holder = variables;
    for (const part of path) {
      const inner = holder[part];
      const next: Record<string, Json> = isObject(inner) ? inner : {};
      holder[part] = next;
      holder = next;
    }
    holder[last] = typedValue(field, text);
  }
  return variables;
}

export const furtherProblem = (text: string): string | null => variablesProblem(text);

const isObject = (value: Json | undefined): value is { [name: string]: Json } => typeName(value) === "object";

function typedValue({ kind, choices }: InputField, text: string): Json {
  if (choices.length > 0) return JSON.parse(text) as Json;
  switch (kind) {
    case "number":
      return exactNumber(text.trim());
    case "boolean":
    case "json":
      return JSON.parse(text.trim()) as Json;
    case "any":
      return parsedJson(text) ?? text;
    case "text":
      return text;
    case "time":
    case "dateTime":
      // Without seconds these are no values of FEEL.
      return /^(.*T)?\d\d:\d\d$/.test(text) ? `${text}:00` : text;
    case "date":
    case "duration":
      return text.trim();
    default:
      kind satisfies never;
      return text;
  }
}

/** Numbers with more digits than JavaScript's go as they were typed, where the browser can (JSON.rawJSON, since 2023). */
function exactNumber(text: string): Json {
  const value = Number(text);
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  return String(value) === text || !rawJSON ? value : (rawJSON(text) as Json);
}

/** The text of a value that a decision had as its input, for a field; null when the field could not hold it. */
export function inputText(field: InputField, json: string): string | null {
  if (field.choices.length > 0) return field.choices.includes(json) ? json : null;
  if (json === "null") return "";
  if (field.kind === "number" || field.kind === "boolean" || field.kind === "json" || field.kind === "any") return json;
  const value = JSON.parse(json) as Json;
  return typeof value === "string" ? value : null;
}
