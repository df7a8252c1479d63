import type { PoolClient } from "pg";
import { type BulkTable, bulkTable, insertAll, type RowOf, updateAll } from "./bulk.ts";
import {
  elementInstance,
  incident,
  job,
  processInstance,
  subscription,
  token,
  userTask,
  variable,
} from "./schema/index.ts";

/** New and changed rows of one table during a batch. A row that is changed after its insertion is written once. */
export class TableChanges<Row extends object> {
  readonly #table: BulkTable;
  readonly #inserted = new Map<string, Row>();
  readonly #changed = new Map<string, { processInstanceKey: string; key: string; set: Partial<Row> }>();

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

  /** Whether this batch gave the row this value. */
  hasChanged<P extends keyof Row>(key: string, property: P, value: Row[P]): boolean {
    return (this.#inserted.get(key) ?? this.#changed.get(key)?.set)?.[property] === value;
  }

  inserted(): IterableIterator<Row> {
    return this.#inserted.values();
  }

  async write(tx: PoolClient): Promise<void> {
    await insertAll(tx, this.#table, [...this.#inserted.values()]);
    if (this.#changed.size > 0) await updateAll(tx, this.#table, [...this.#changed.values()]);
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
};

/** All rows that a batch writes. */
export class Changes {
  readonly elements = new TableChanges<RowOf<typeof elementInstance>>(tables.elementInstance);
  readonly variables = new TableChanges<RowOf<typeof variable>>(tables.variable);
  readonly jobs = new TableChanges<RowOf<typeof job>>(tables.job);
  readonly userTasks = new TableChanges<RowOf<typeof userTask>>(tables.userTask);
  readonly subscriptions = new TableChanges<RowOf<typeof subscription>>(tables.subscription);
  readonly incidents = new TableChanges<RowOf<typeof incident>>(tables.incident);
  /** Scopes whose waiting tokens changed, with the flows that have any now; by scope key. */
  readonly tokens = new Map<string, { processInstanceKey: string; counts: ReadonlyMap<string, number> }>();

  async write(tx: PoolClient): Promise<void> {
    await this.elements.write(tx);
    await this.variables.write(tx);
    await this.jobs.write(tx);
    await this.userTasks.write(tx);
    await this.subscriptions.write(tx);
    await this.incidents.write(tx);
    await this.#writeTokens(tx);
  }

  /** Tokens at rest are few: the scopes that changed are written anew. */
  async #writeTokens(tx: PoolClient): Promise<void> {
    if (this.tokens.size === 0) return;
    const scopes = [...this.tokens];
    await tx.query({
      name: "delete tokens",
      text: `delete from millrace.token t using unnest($1::bigint[], $2::bigint[]) u(instance, scope)
             where t.process_instance_key = u.instance and t.scope_key = u.scope`,
      values: [scopes.map(([, { processInstanceKey }]) => processInstanceKey), scopes.map(([key]) => key)],
    });
    const rows = scopes.flatMap(([scopeKey, { processInstanceKey, counts }]) =>
      [...counts].map(([flowId, count]) => ({ processInstanceKey, scopeKey, flowId, count })),
    );
    await insertAll(tx, tables.token, rows);
  }
}
