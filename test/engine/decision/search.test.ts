import { expect, test } from "vitest";
import { compileUnaryTests } from "../../../engine/feel/compile.ts";
import { Evaluation } from "../../../engine/feel/evaluation.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { decision, definitions, escaped, modelOf, outcomeOf } from "./decide.ts";

/** The search by the index finds what evaluating every entry of every rule by FEEL finds. */

const entries = [
  "-",
  '"a"',
  '"a", "b"',
  'not("a")',
  "1",
  "1, 2, 3",
  "< 2",
  ">= 2",
  "[1..3)",
  "(0..2], 5",
  "? > 1",
  "true",
  "limit",
  "null",
  '-1, "c"',
];
const values: readonly Feel[] = [null, "a", "b", "c", 0, 1, 2, 2.5, 3, 5, true, false, [1], { a: 1 }];

function numbers(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * size);
  };
}

function holds(entry: string, value: Feel): boolean {
  const tests = compileUnaryTests(entry);
  if (!tests.ok) throw new Error(tests.message);
  const variables = new Map<string, Feel>([
    ["?", value],
    ["limit", 2],
  ]);
  return tests.value.evaluate((name) => variables.get(name), new Evaluation({ nowMs: 0, random: () => 0 })) === true;
}

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))("seed %d", async (seed) => {
  const some = numbers(seed);
  const columns = 1 + some(3);
  const rules = Array.from({ length: 30 }, () =>
    Array.from({ length: columns }, () => entries[some(entries.length)] ?? "-"),
  );
  const model = await modelOf(tableOf(columns, rules));
  for (let round = 0; round < 40; round++) {
    const inputs = Array.from({ length: columns }, () => values[some(values.length)] ?? null);
    const expected = rules.flatMap((rule, at) =>
      rule.every((entry, column) => holds(entry, inputs[column] ?? null)) ? [at + 1] : [],
    );
    const outcome = outcomeOf(model, "d", {
      limit: 2,
      ...Object.fromEntries(inputs.map((input, at) => [`x${at}`, input])),
    });
    expect(outcome.evaluated[0]?.matchedRules.map(({ index }) => index)).toEqual(expected);
  }
});

function tableOf(columns: number, rules: readonly (readonly string[])[]): string {
  const inputs = Array.from(
    { length: columns },
    (_, at) => `<input id="i${at}"><inputExpression><text>x${at}</text></inputExpression></input>`,
  );
  const rows = rules.map((rule, at) => {
    const cells = rule.map((entry) => `<inputEntry><text>${escaped(entry)}</text></inputEntry>`).join("");
    return `<rule id="r${at}">${cells}<outputEntry><text>${at}</text></outputEntry></rule>`;
  });
  return definitions(
    decision(
      "d",
      `<decisionTable id="t" hitPolicy="COLLECT">${inputs.join("")}<output id="o"/>${rows.join("")}</decisionTable>`,
    ),
  );
}
