import type { Variables } from "./vocabulary.ts";

/** A text that is not empty; throws, naming the variable, when it is anything else. */
export function readText(variables: Variables, name: string): string {
  const value = variables[name];
  if (typeof value === "string" && value !== "") return value;
  throw unexpected("a text", name, value);
}

/** A finite number of at least `min`; throws, naming the variable, when it is anything else. */
export function readNumber(variables: Variables, name: string, min: number): number {
  const value = variables[name];
  if (typeof value === "number" && Number.isFinite(value) && value >= min) return value;
  throw unexpected(`a number of at least ${min}`, name, value);
}

/** A list of texts with at least one entry; throws, naming the variable, when it is anything else. */
export function readTexts(variables: Variables, name: string): readonly string[] {
  const value = variables[name];
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "string")) return value;
  throw unexpected("a list of texts", name, value);
}

/** A list of contexts with at least one entry; throws, naming the variable, when it is anything else. */
export function readContexts(variables: Variables, name: string): readonly Variables[] {
  const value = variables[name];
  if (Array.isArray(value) && value.length > 0 && value.every(isContext)) return value;
  throw unexpected("a list of contexts", name, value);
}

/** A context; throws, naming the variable, when it is anything else. */
export function readContext(variables: Variables, name: string): Variables {
  const value = variables[name];
  if (isContext(value)) return value;
  throw unexpected("a context", name, value);
}

const isContext = (value: unknown): value is Variables =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unexpected = (expected: string, name: string, got: unknown) =>
  new Error(`Expected ${expected} in ${name}, got ${JSON.stringify(got) ?? "nothing"}`);
