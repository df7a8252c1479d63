import { expect, test } from "vitest";
import { attempt, modelsToChange } from "./fuzz/attempt.ts";

/** Some of what `node test/engine/fuzz/main.ts` tries by the thousand. */
const seeds = { first: 1, count: 300 };

test("mutated models are read and run, or refused with a reason", async () => {
  const models = modelsToChange();
  const seen = new Map<string, number>();
  for (let seed = seeds.first; seed < seeds.first + seeds.count; seed++) {
    const { verdict, codes } = await attempt(seed, models).catch((error: unknown) => {
      throw new Error(`again: node test/engine/fuzz/main.ts --count 1 --seed ${seed}`, { cause: error });
    });
    for (const one of [verdict, ...codes]) seen.set(one, (seen.get(one) ?? 0) + 1);
  }
  // A generator whose files are all refused at once, or none of them, would find nothing.
  expect(seen.get("executed")).toBeGreaterThan(30);
  expect(seen.get("refused")).toBeGreaterThan(100);
  expect(seen.size).toBeGreaterThan(25);
}, 60_000);
