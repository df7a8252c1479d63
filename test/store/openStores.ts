import { afterAll, beforeAll, expect } from "vitest";
import type { Variables } from "../../engine/feel/values.ts";
import type { Layout } from "../../server/store/history/layout.ts";
import type { ActivatedJob, Activation } from "../../server/store/jobs.ts";
import { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { layout } from "./layout.ts";

/** Stores that share one new database, as the nodes of a cluster do. */
export class Nodes {
  connection = { host: "", port: 0, user: "", database: "" };
  layout: Layout = layout;
  readonly stores: Store[] = [];
  /** What the stores have logged: defects and lost connections. */
  readonly logged: string[] = [];

  /** The first store, for tests that need only one. */
  get store(): Store {
    return at(this.stores, 0);
  }

  /** One more store on the same database, with a clock of its own if given. */
  open(nowMs = Date.now): Promise<Store> {
    return Store.open({
      connection: this.connection,
      layout: this.layout,
      log: (line) => this.logged.push(line),
      nowMs,
    });
  }
}

/** Opens `count` stores on one new database before the tests of a file, and closes them afterwards. */
export function openStores(count: number): Nodes {
  const nodes = new Nodes();
  beforeAll(async () => {
    nodes.connection = await freshDatabase(nodes.layout);
    nodes.stores.push(...(await Promise.all(Array.from({ length: count }, () => nodes.open()))));
  });
  afterAll(async () => {
    await Promise.all(nodes.stores.map((store) => store.close()));
    // Tests that provoke a defect take its lines away; lost connections are told, and are no defect.
    expect(nodes.logged.filter((line) => !/terminat|Connection|ECONN|EPIPE/.test(line))).toEqual([]);
  });
  return nodes;
}

/** The item at an index that counts around the end of the list. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("Expected at least one item, got none");
  return item;
}

/** Deploys files together; answers the keys of their definitions by process id. */
export async function deployed(store: Store, ...files: readonly string[]): Promise<Record<string, string>> {
  const resources = files.map((content, n) => ({ name: n === 0 ? "model.bpmn" : `model-${n}.bpmn`, content }));
  const { processes } = await store.deploy(resources);
  return Object.fromEntries(processes.map(({ processId, processDefinitionKey }) => [processId, processDefinitionKey]));
}

export interface Started {
  readonly processInstanceKey: string;
}

/** Starts an instance at its none start event. */
export function start(store: Store, definitionKey = "", variables: Variables = {}): Promise<Started> {
  const command = { type: "startInstance" as const, variables, startElementIds: null };
  return store.startInstance(
    { definitionKey, tags: [], businessId: null, startCorrelationKey: null },
    command,
    "tester",
  );
}

/** Asks for jobs of a type without waiting, for a minute, unless told otherwise. */
export function jobsOf(store: Store, type: string, more: Partial<Activation> = {}): Promise<ActivatedJob[]> {
  const { signal } = new AbortController();
  const usual = { worker: "tester", lockMs: 60_000, jobsMax: 1_000, variableNames: null, waitMs: 0, signal };
  return store.activateJobs({ type, ...usual, ...more });
}

export const complete = (store: Store, { key }: { key: string }, variables: Variables = {}) =>
  store.executeFor(key, { type: "completeJob", jobKey: key, variables }, "tester");

/** The rows that a query finds. */
export async function rowsOf<Row extends object>(store: Store, text: string, ...values: unknown[]): Promise<Row[]> {
  const { rows } = await store.pool.query<Row>(text, values);
  return rows;
}

/** How many rows a query finds. */
export async function countOf(store: Store, from: string, ...values: unknown[]): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(store, `select count(*) from ${from}`, ...values);
  return Number(row?.count);
}

/** Waits until this many sessions wait for a lock that another one holds. */
export const blocked = (store: Store, count: number) =>
  eventually(
    `${count} sessions to wait for a lock`,
    async () =>
      (await countOf(store, "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) >=
      count,
  );

/** COMPLETED, TERMINATED or ACTIVE; undefined when there is no such instance. */
export async function stateOf(store: Store, processInstanceKey: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ state: string }>(
    store,
    "select state from millrace.process_instance where key = $1",
    processInstanceKey,
  );
  return row?.state;
}

/** Waits until every instance has ended. */
export const allEnded = (store: Store, keys: readonly string[]) =>
  eventually(
    `${keys.length} instances to end`,
    async () =>
      (await countOf(store, "millrace.process_instance where key = any($1) and state <> 'ACTIVE'", keys)) ===
      keys.length,
  );

/** Events of an instance's journal, oldest first, in short: `+` activated, `-` completed, `x` terminated. */
export async function walkOf(store: Store, processInstanceKey: string): Promise<string> {
  const rows = await rowsOf<{ events: string }>(
    store,
    "select events from millrace.journal where process_instance_key = $1 order by revision",
    processInstanceKey,
  );
  const marks: Record<string, string> = { elementActivated: "+", elementCompleted: "-", elementTerminated: "x" };
  return rows
    .flatMap(({ events }) => JSON.parse(events) as { type: string; elementId: string }[])
    .flatMap(({ type, elementId }) => (marks[type] === undefined ? [] : `${marks[type]}${elementId}`))
    .join(" ");
}
