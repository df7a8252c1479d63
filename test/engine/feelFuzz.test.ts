import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileUnaryTests } from "../../engine/feel/compile.ts";
import { Evaluation } from "../../engine/feel/evaluation.ts";
import { attemptFeel } from "./fuzz/feelAttempt.ts";
import { knownDifferences } from "./fuzz/feelDifferences.ts";
import { attemptTable } from "./fuzz/feelTable.ts";

/** Some of what `npm run fuzz -- feel` tries by the hundred thousand, and measures. */
const again = (seed: number) => `again: npm run fuzz -- feel --count 1 --seed ${seed}`;

test("expressions of all kinds are refused, fail with a reason or have a value that was paid for", () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= 250; seed++) {
    try {
      const { verdict, isCompared, difference } = attemptFeel(seed);
      for (const one of [verdict, isCompared ? "compared" : "alone"]) seen.set(one, (seen.get(one) ?? 0) + 1);
      expect(difference?.known === null ? difference : null, again(seed)).toBeNull();
    } catch (error) {
      throw new Error(again(seed), { cause: error });
    }
  }
  // A generator whose expressions are all refused, or all null, would find nothing.
  for (const verdict of ["refused", "failed", "null", "value"]) expect(seen.get(verdict), verdict).toBeGreaterThan(20);
  expect(seen.get("compared")).toBeGreaterThan(50);
}, 60_000);

test("decision tables give what their rules give one by one", async () => {
  const seen = new Map<string, number>();
  for (let seed = 10; seed <= 2_500; seed += 10) {
    const answer = await attemptTable(seed).catch((error: unknown) => {
      throw new Error(again(seed), { cause: error });
    });
    const kind = typeof answer === "string" ? answer : answer.matched.length > 0 ? "matched" : "none";
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  expect(seen.get("matched")).toBeGreaterThan(60);
  expect(seen.get("violated")).toBeGreaterThan(10);
}, 60_000);

test("the page tells all differences from feelin", () => {
  const page = readFileSync(new URL("../../docs/feel.md", import.meta.url), "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith("Differences from feelin")) ?? "";
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].slice(2).map(([, what, why]) => ({ what, why }));
  expect(rows).toEqual(knownDifferences.map(({ what, why }) => ({ what, why })));
});

test("a test that nobody can say does not hold of null", () => {
  for (const text of ['"a" < 1', "null and true", "some x in 1 satisfies x = null"]) {
    const read = compileUnaryTests(text);
    const value = read.ok ? read.value.evaluate(() => null, new Evaluation({ nowMs: 0, random: () => 0 })) : read;
    expect(value, text).toBeNull();
  }
});
