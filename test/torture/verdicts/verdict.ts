import { openPool } from "../../../server/store/database.ts";
import type { Plant } from "../plant.ts";
import { Courses } from "./courses.ts";
import { evidence } from "./evidence.ts";
import { historyFaults } from "./history.ts";
import { chainFaults, doubleFaults, replayFaults } from "./journal.ts";
import { leftovers } from "./leftovers.ts";
import { Requests } from "./requests.ts";

/** What is wrong, each with the key of its instance where it has one; and how much was looked at. */
export interface Verdict {
  readonly violations: readonly string[];
  readonly instances: number;
  readonly commands: number;
}

/** Looks at everything, when nothing runs on the database any more. */
export async function judge(plant: Plant): Promise<Verdict> {
  const { postgres, ledger, failures, servers } = plant;
  const pool = openPool(postgres.connection);
  const violations = [...failures];
  for (const { name, troubles } of servers) violations.push(...troubles.map((trouble) => `server ${name}: ${trouble}`));
  for (const { mark, what, answer } of ledger.all())
    if (answer.startsWith("500")) violations.push(`${what} ${mark} was answered ${answer}`);
  const [requests, courses] = [new Requests(ledger), new Courses(plant)];
  let [instances, commands] = [0, 0];
  for await (const chunk of evidence(pool)) {
    const history = await historyFaults(pool, chunk);
    for (const one of chunk) {
      instances += 1;
      commands += one.entries.length;
      const faults = [
        ...courses.faultsOf(one),
        ...requests.faultsOf(one),
        ...chainFaults(one),
        ...doubleFaults(one),
        ...(history.get(one.key) ?? []),
        ...(await replayFaults(pool, one.key)),
      ];
      violations.push(...faults.map((fault) => `${one.key} (${one.processId}): ${fault}`));
    }
  }
  violations.push(...courses.faults(), ...requests.faults(), ...(await leftovers(pool)));
  await pool.end();
  return { violations, instances, commands };
}

/** In the middle of everything, when no server runs: the rows of what is under way are what the journal says. */
export async function judgeMidway({ postgres }: Plant): Promise<string[]> {
  const pool = openPool(postgres.connection);
  const violations: string[] = [];
  for await (const chunk of evidence(pool)) {
    const history = await historyFaults(pool, chunk);
    for (const one of chunk.filter(({ state }) => state === "ACTIVE")) {
      const faults = [...chainFaults(one), ...(history.get(one.key) ?? []), ...(await replayFaults(pool, one.key))];
      violations.push(...faults.map((fault) => `${one.key} (${one.processId}), midway: ${fault}`));
    }
  }
  await pool.end();
  return violations;
}
