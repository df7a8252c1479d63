import { getTableName } from "drizzle-orm";
import * as schema from "../schema/index.ts";

/** A table with rows of process instances, and its column that names the instance. */
export interface InstanceTable {
  readonly name: string;
  readonly keyColumn: "key" | "process_instance_key";
}

const of = (table: Parameters<typeof getTableName>[0]): InstanceTable => ({
  name: getTableName(table),
  keyColumn: "process_instance_key",
});

/** Their rows stay when an instance has ended, until they age out. The journal is the last: it ends the list of ranges. */
export const historyTables: readonly InstanceTable[] = [
  { name: getTableName(schema.processInstance), keyColumn: "key" },
  of(schema.elementInstance),
  of(schema.variable),
  of(schema.job),
  of(schema.userTask),
  of(schema.subscription),
  of(schema.incident),
  of(schema.decisionInstance),
  of(schema.journal),
];

/** Their rows are gone when an instance has ended, or soon after. */
const passingTables: readonly InstanceTable[] = [
  of(schema.token),
  of(schema.loop),
  of(schema.loopOutput),
  of(schema.compensation),
  of(schema.outbox),
  of(schema.timerAttempt),
];

/** Every table whose rows belong to one process instance: what a distributed database spreads by that instance. */
export const instanceTables: readonly InstanceTable[] = [...historyTables, ...passingTables];
