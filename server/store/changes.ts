import type { PoolClient } from "pg";
import { type BulkTable, bulkTable, deleteAll, insertAll, type RowOf, updateAll } from "./bulk.ts";
import { type DecisionInstanceRow, decisionInstanceTable } from "./decisions/rows.ts";
import {
  compensation,
  elementInstance,
  incident,
  job,
  loop,
  loopOutput,
  processInstance,
  subscription,
  token,
  userTask,
  variable,
} from "./schema/index.ts";
import { together } from "./together.ts";

/** New and changed rows of one table during a batch. A row that is changed after its insertion is written once. */
export class TableChanges<Row extends object> {
  readonly #table: BulkTable;
  readonly #inserted = new Map<string, Row>();
  readonly #changed = new Map<string, { processInstanceKey: string; key: string; set: Partial<Row> }>();
  readonly #removed = new Map<string, string>();

  constructor(table: BulkTable) {
    this.#table = table;
  }

  insert(key: string, row: Row): void {
    this.#inserted.set(key, row);
  }

  change(processInstanceKey: string, key: string, set: Partial<Row>): void {
    const inserted = this.#inserted.get(key);
    const changed = this.#changed.get(key);
    if (inserted) Object.assign(inserted, set);
    else if (changed) Object.assign(changed.set, set);
    else this.#changed.set(key, { processInstanceKey, key, set: { ...set } });
  }

  /** Of a row that was there before the batch. */
  remove(processInstanceKey: string, key: string): void {
    this.#changed.delete(key);
    this.#removed.set(key, processInstanceKey);
  }

  /** The statements are carried out in the order in which they are sent. */
  async write(tx: PoolClient): Promise<void> {
    const removed = [...this.#removed].map(([key, instance]): [string, string] => [instance, key]);
    await together([
      insertAll(tx, this.#table, [...this.#inserted.values()]),
      updateAll(tx, this.#table, [...this.#changed.values()]),
      deleteAll(tx, this.#table, ["process_instance_key", "key"], removed),
    ]);
  }
}

const tables = {
  processInstance: bulkTable(processInstance),
  elementInstance: bulkTable(elementInstance),
  variable: bulkTable(variable),
  job: bulkTable(job),
  userTask: bulkTable(userTask),
  subscription: bulkTable(subscription),
  incident: bulkTable(incident),
  token: bulkTable(token),
  loop: bulkTable(loop),
  loopOutput: bulkTable(loopOutput),
  compensation: bulkTable(compensation),
};

/** All rows that a batch writes. */
export class Changes {
  readonly elements = new TableChanges<RowOf<typeof elementInstance>>(tables.elementInstance);
  readonly variables = new TableChanges<RowOf<typeof variable>>(tables.variable);
  readonly jobs = new TableChanges<RowOf<typeof job>>(tables.job);
  readonly userTasks = new TableChanges<RowOf<typeof userTask>>(tables.userTask);
  readonly subscriptions = new TableChanges<RowOf<typeof subscription>>(tables.subscription);
  readonly incidents = new TableChanges<RowOf<typeof incident>>(tables.incident);
  readonly loops = new TableChanges<RowOf<typeof loop>>(tables.loop);
  readonly loopOutputs: RowOf<typeof loopOutput>[] = [];
  /** Multi-instance bodies that have ended, as instance and key: what they have collected is a variable now. */
  readonly endedLoops: [instance: string, elementKey: string][] = [];
  /** Decisions that were made. */
  readonly decisions: DecisionInstanceRow[] = [];
  readonly compensations = new TableChanges<RowOf<typeof compensation>>(tables.compensation);
  /** Scopes whose waiting tokens changed, with the flows that have any now; by scope key. */
  readonly tokens = new Map<string, { processInstanceKey: string; counts: ReadonlyMap<string, number> }>();

  async write(tx: PoolClient): Promise<void> {
    await together([
      this.elements.write(tx),
      this.variables.write(tx),
      this.jobs.write(tx),
      this.userTasks.write(tx),
      this.subscriptions.write(tx),
      this.incidents.write(tx),
      this.loops.write(tx),
      this.#writeLoopOutputs(tx),
      this.compensations.write(tx),
      insertAll(tx, decisionInstanceTable, this.decisions),
      this.#writeTokens(tx),
    ]);
  }

  /** An inner instance that ends a second time, after an incident, has another result. */
  async #writeLoopOutputs(tx: PoolClient): Promise<void> {
    const again = "on conflict (process_instance_key, element_key, index) do update set value = excluded.value";
    await together([
      insertAll(tx, tables.loopOutput, this.loopOutputs, again),
      deleteAll(tx, tables.loopOutput, ["process_instance_key", "element_key"], this.endedLoops),
    ]);
  }

  /** Tokens at rest are few: the scopes that changed are written anew. */
  async #writeTokens(tx: PoolClient): Promise<void> {
    if (this.tokens.size === 0) return;
    const scopes = [...this.tokens];
    const emptied = scopes.map(([key, { processInstanceKey }]): [string, string] => [processInstanceKey, key]);
    const rows = scopes.flatMap(([scopeKey, { processInstanceKey, counts }]) =>
      [...counts].map(([flowId, count]) => ({ processInstanceKey, scopeKey, flowId, count })),
    );
    await together([
      deleteAll(tx, tables.token, ["process_instance_key", "scope_key"], emptied),
      insertAll(tx, tables.token, rows),
    ]);
  }
}
