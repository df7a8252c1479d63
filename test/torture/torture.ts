import { calm, resume } from "./chaos.ts";
import { Plant, type PlantOptions } from "./plant.ts";
import { settle } from "./settle.ts";
import { judge, judgeMidway, type Verdict } from "./verdicts/verdict.ts";

export interface Torture extends PlantOptions {
  /** Clients that start instances, one after the other each. */
  readonly drivers: number;
  /** Disturbs the plant for as long as it likes. */
  readonly storm: (plant: Plant) => Promise<void>;
}

/** Loads, disturbs, mends, waits until everything has ended, and judges. The database is there afterwards, stopped. */
export async function torture({ drivers, storm, ...options }: Torture): Promise<Verdict & { plant: Plant }> {
  const plant = await Plant.build(options);
  const endNow = () => plant.endNow();
  process.once("exit", endNow);
  try {
    await plant.start();
    options.log("everything runs");
    plant.load.begin(drivers);
    await storm(plant);
    options.log("the storm is over; everything is stopped and looked at");
    await calm(plant);
    plant.failures.push(...(await judgeMidway(plant)));
    options.log("everything runs again; what is open may end");
    await resume(plant);
    await settle(plant);
    await calm(plant);
    return { plant, ...(await judge(plant)) };
  } finally {
    process.off("exit", endNow);
    plant.crew.endNow();
    for (const server of plant.servers) server.endNow();
    await plant.postgres.end("SIGINT");
  }
}
