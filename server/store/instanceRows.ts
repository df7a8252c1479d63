import type { PoolClient } from "pg";
import { instanceKeyOf } from "../../engine/keys.ts";
import { bulkTable, insertAll, type RowOf, updateAll } from "./bulk.ts";
import { processInstance } from "./schema/index.ts";
import type { Subject } from "./subjects.ts";
import { together } from "./together.ts";

const table = bulkTable(processInstance);

/** Writes the rows of the instances that a batch has changed or begun. */
export async function writeInstances(tx: PoolClient, touched: readonly Subject[], at: Date): Promise<void> {
  const begun = touched.filter(({ isNew }) => isNew);
  const changed = touched
    .filter(({ isNew }) => !isNew)
    .map((subject) => ({ processInstanceKey: subject.key, key: subject.key, set: changing(subject, at) }));
  await together([
    insertAll(
      tx,
      table,
      begun.map((subject) => newRow(subject, at)),
    ),
    updateAll(tx, table, changed),
  ]);
}

function newRow(subject: Subject, at: Date): RowOf<typeof processInstance> {
  const { definition, start, state, key, startCorrelationKey, rootKey, callDepth } = subject;
  const { key: definitionKey, processId, version } = definition;
  const { callerKey } = state;
  const parentKey = callerKey === null ? null : instanceKeyOf(callerKey);
  const origin = { startCorrelationKey, callerKey, parentKey, rootKey, callDepth };
  const given = { tags: [...(start?.tags ?? [])], businessId: start?.businessId ?? null };
  return { key, definitionKey, processId, version, startedAt: at, ...given, ...origin, ...changing(subject, at) };
}

function changing({ state, revision, journalHash, events }: Subject, at: Date) {
  const isEnded = !state.elements.has(state.key);
  const isTerminated = events.some((event) => event.type === "elementTerminated" && event.elementKey === state.key);
  return {
    state: isEnded ? (isTerminated ? "TERMINATED" : "COMPLETED") : "ACTIVE",
    endedAt: isEnded ? at : null,
    incidentCount: state.incidents.size,
    revision,
    keyCount: state.keyCount,
    journalHash,
  };
}
