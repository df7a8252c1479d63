import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { until } from "../../server/postgres/until.ts";
import { temporaryData } from "../postgres/temporary.ts";
import { cut, killPostgres, killServer } from "./chaos.ts";
import type { Plant } from "./plant.ts";
import { Random } from "./random.ts";
import { torture } from "./torture.ts";

const seed = 42;

/** Instances that the load begins between two disturbances. */
const between = 6;

/** Reached only when the load stands still. */
const boundMs = 60_000;

/** Each in the middle of the load: its moment is a count of instances, no time. */
async function storm(plant: Plant): Promise<void> {
  const random = new Random(seed);
  for (const [n, disturb] of [killServer, cut, killPostgres].entries()) {
    await until(() => plant.load.begun.length >= between * (n + 1), boundMs);
    await disturb(plant, random);
  }
  await until(() => plant.load.begun.length >= between * 4, boundMs);
}

test("nothing is lost or doubled when a server, Postgres and connections are killed under load", async () => {
  const directory = temporaryData("millrace-torture-");
  const { violations, instances } = await torture({
    seed,
    directory,
    port: null,
    ticks: 5,
    drivers: 4,
    log: () => {},
    storm,
  });
  expect(violations).toEqual([]);
  expect(instances).toBeGreaterThan(between * 4);
  rmSync(directory, { recursive: true, force: true });
}, 180_000);
