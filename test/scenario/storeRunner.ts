import { Refused } from "../../server/store/failures.ts";
import { Store } from "../../server/store/store.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { Replays } from "../store/stateChecks.ts";
import { Rejected, type Runner } from "./runner.ts";
import { StoreInstance } from "./storeInstance.ts";

/** Time as the store sees it: the real one plus what the stories have let pass. */
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

/** Told into the names of files, so that every story has definitions of its own. */
let storyCount = 0;

let shared: Promise<Store> | null = null;

/** One store for all scenarios of a test file; every story has instances of its own. */
function sharedStore(): Promise<Store> {
  shared ??= freshDatabase().then((connection) => Store.open({ connection, log: console.error, nowMs: clock }));
  return shared;
}

interface Scene {
  readonly store: Store;
  readonly definitionKeys: readonly string[];
  readonly processIds: readonly string[];
  readonly replays: Replays;
}

/**
 * The same story on Postgres: commands through the batch, looks at the rows. After every command the rows are checked
 * to hold the states that the journals give.
 */
export async function storeRunner(files: readonly string[]): Promise<Runner> {
  const scene = await setScene(files);
  const { store, definitionKeys, processIds } = scene;
  return {
    async start(processId, command) {
      const definitionKey = definitionKeys[processId === null ? 0 : processIds.indexOf(processId)];
      if (definitionKey === undefined) throw new Error(`there is no process ${processId}`);
      const start = { definitionKey, tags: [], businessId: null, startCorrelationKey: null };
      await carriedOut(scene, store.startInstance(start, command, "story"));
    },
    execute: (processInstanceKey, command) => carriedOut(scene, store.execute(processInstanceKey, command, "story")),
    publish({ timeToLiveMs, ...message }) {
      const isBuffered = timeToLiveMs !== null;
      const publication = { ...message, timeToLiveMs: timeToLiveMs ?? 0 };
      return carriedOut(scene, isBuffered ? store.publish(publication) : store.correlate(publication));
    },
    broadcast: (name, variables) => carriedOut(scene, store.broadcastSignal({ name, variables })),
    instances: () => instancesOf(scene),
    async nextTimer() {
      const { rows } = await store.pool.query<{ key: string; due: Date }>(
        `select s.key, s.due_at as due from millrace.subscription s
         join millrace.process_instance i on i.key = s.process_instance_key
         where i.definition_key = any($1) and s.kind = 'timer' and s.state = 'OPEN' order by due_at, key limit 1`,
        [definitionKeys],
      );
      return rows[0] && { subscriptionKey: rows[0].key, dueMs: rows[0].due.getTime() };
    },
    nowMs: clock,
    setNow: (nowMs) => {
      aheadMs = nowMs - Date.now();
    },
    close: () => strike(scene),
  };
}

async function setScene(files: readonly string[]): Promise<Scene> {
  const store = await sharedStore();
  storyCount += 1;
  const resources = files.map((content, at) => ({ name: `story-${storyCount}-${at}.bpmn`, content }));
  const { processes } = await store.deploy(resources);
  await store.settled();
  const definitionKeys = processes.map(({ processDefinitionKey }) => processDefinitionKey);
  // Timers that begin instances would come whenever a story lets time pass.
  const timers = "delete from millrace.start_subscription where kind = 'timer' and definition_key = any($1)";
  await store.pool.query(timers, [definitionKeys]);
  const processIds = processes.map(({ processId }) => processId);
  return { store, definitionKeys, processIds, replays: new Replays() };
}

async function carriedOut(scene: Scene, given: Promise<unknown>): Promise<void> {
  await given.catch((error: unknown) => {
    throw error instanceof Refused ? new Rejected(error.code, error.message) : error;
  });
  await scene.store.settled();
  const keys = (await instancesOf(scene)).map(({ key }) => key);
  await scene.replays.expectRows(scene.store, keys, "the rows hold what the journal tells");
}

async function instancesOf({ store, definitionKeys }: Scene): Promise<StoreInstance[]> {
  const { rows } = await store.pool.query<{ key: string; processId: string }>(
    `select key, process_id as "processId" from millrace.process_instance where definition_key = any($1) order by key`,
    [definitionKeys],
  );
  return rows.map((row) => new StoreInstance(store, row));
}

/** A story that stops half-way must not catch the next one's messages and signals, nor leave it its own. */
async function strike({ store, definitionKeys }: Scene): Promise<void> {
  await store.pool.query("delete from millrace.start_subscription where definition_key = any($1)", [definitionKeys]);
  await store.pool.query("delete from millrace.message");
  const { rows } = await store.pool.query<{ key: string }>(
    "select key from millrace.process_instance where definition_key = any($1) and state = 'ACTIVE' and caller_key is null",
    [definitionKeys],
  );
  for (const { key } of rows) await store.execute(key, { type: "cancelInstance" }, "story");
  await store.settled();
}
