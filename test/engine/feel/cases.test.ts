import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileExpression, compileUnaryTests } from "../../../engine/feel/compile.ts";
import { isNumeric, numberText } from "../../../engine/feel/numbers.ts";
import { type Feel, isContext, isList, Temporal } from "../../../engine/feel/value.ts";
import { evaluation } from "./builtinsCalled.ts";

/** Expressions of the tests of Camunda's own engine, with what it gives. */
const file = "../shared/feel/feel-scala-cases.json";
const isThere = existsSync(file);
if (!isThere) console.log(`Skipped: no expressions of another engine in ${file}`);

interface Case {
  readonly fn: "expr" | "unary";
  readonly e: string;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly input: unknown;
  readonly exp: unknown;
}

test.skipIf(!isThere)("agrees with Camunda's engine but for the differences that docs/feel.md tells", () => {
  const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];
  const other = cases.filter((one) => !isClose(shown(feelOf(one.exp)), came(one)));
  expect([...new Set(other.map(({ e }) => e))].sort()).toEqual([...differences()].sort());
  expect(cases.length - other.length).toBeGreaterThanOrEqual(820);
  expect(cases.length).toBe(825);
});

function differences(): readonly string[] {
  const page = readFileSync(new URL("../../../docs/feel.md", import.meta.url), "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith("Differences from Camunda 8")) ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, expression = ""]) => expression);
}

/** What is given for it; a text where it is refused. */
function came({ fn, e, vars, input }: Case): unknown {
  const compiled = fn === "unary" ? compileUnaryTests(e) : compileExpression(e);
  if (!compiled.ok) return `refused: ${compiled.message}`;
  const names = new Map(Object.entries(vars).map(([name, value]) => [name, feelOf(value)]));
  if (fn === "unary") names.set("?", feelOf(input));
  return shown(compiled.value.evaluate((name) => names.get(name), evaluation()));
}

/** `{"$feel": "@\"2012-12-25\""}` is what the literal stands for. */
function feelOf(json: unknown): Feel {
  if (Array.isArray(json)) return json.map(feelOf);
  if (typeof json !== "object" || json === null) return json as Feel;
  const { $feel } = json as { readonly $feel?: string };
  if ($feel === undefined) return Object.fromEntries(Object.entries(json).map(([name, one]) => [name, feelOf(one)]));
  const compiled = compileExpression($feel);
  if (!compiled.ok) throw new Error(`${$feel}: ${compiled.message}`);
  return compiled.value.evaluate(() => undefined, evaluation());
}

/** Camunda's numbers are compared as those of JSON; what is temporal as kind and text. */
function shown(value: Feel): unknown {
  if (isNumeric(value)) return Number(numberText(value));
  if (value instanceof Temporal) return `${value.kind} ${value}`;
  if (isList(value)) return value.map(shown);
  if (isContext(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one)]));
  return value;
}

/** Some expected numbers have the digits of a double. */
function isClose(expected: unknown, got: unknown): boolean {
  if (typeof expected === "number" && typeof got === "number")
    return Math.abs(expected - got) <= 1e-12 * Math.abs(expected);
  if (typeof expected !== "object" || expected === null) return expected === got;
  if (typeof got !== "object" || got === null || Array.isArray(expected) !== Array.isArray(got)) return false;
  const [some, others] = [new Map(Object.entries(expected)), new Map(Object.entries(got))];
  return (
    some.size === others.size && [...some].every(([name, one]) => others.has(name) && isClose(one, others.get(name)))
  );
}
