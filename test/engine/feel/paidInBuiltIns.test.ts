import { describe, expect, test } from "vitest";
import type { Feel } from "../../../engine/feel/value.ts";
import { counted } from "./counted.ts";

const numbers = Array.from({ length: 20_000 }, (_, at) => at);
const empties: Feel = Array.from({ length: 20_000 }, () => []);

describe("replacements", () => {
  test("without signs are taken as they are, and paid for", () => {
    const replacement = "$".repeat(100_000);
    const { value, run } = counted('replace("abc", "b", replacement, "q")', { replacement });
    expect(value).toBe(`a${replacement}c`);
    expect(run.steps).toBeGreaterThanOrEqual(100_000 / 64);
    expect(run.bytes).toBeGreaterThanOrEqual(200_000);
  });

  test("with signs are read and paid for", () => {
    const { value, run } = counted('replace("ab", "(a)(b)", replacement)', { replacement: "\\$ $2\\\\".repeat(1_000) });
    expect(value).toBe("$ b\\".repeat(1_000));
    expect(run.steps).toBeGreaterThanOrEqual(3_500);
  });
});

describe("lists in lists", () => {
  test.each(["concatenate(empties)", "union(empties)"])("%s", (text) =>
    expect(counted(text, { empties }).run.steps).toBeGreaterThanOrEqual(40_000),
  );

  test("flatten pays for an item once, however deep it is", () => {
    let deep: Feel = numbers;
    for (let depth = 0; depth < 500; depth += 1) deep = [deep];
    const { value, run } = counted("flatten(deep)", { deep });
    expect(value).toEqual(numbers);
    expect(run.steps).toBeGreaterThanOrEqual(20_000);
    expect(run.steps).toBeLessThan(25_000);
    expect(run.bytes).toBeLessThan(200_000);
  });
});
