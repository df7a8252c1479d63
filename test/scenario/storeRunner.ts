import { isMeantAsDecisions } from "../../engine/decision/read.ts";
import type { DeployedProcess } from "../../server/store/deploy.ts";
import { Refused } from "../../server/store/failures.ts";
import { Store } from "../../server/store/store.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { layout } from "../store/layout.ts";
import { Replays } from "../store/stateChecks.ts";
import { modelsIn } from "./bareRunner.ts";
import { Rejected, type Runner } from "./runner.ts";
import { StoreInstance } from "./storeInstance.ts";

/** Time as the store sees it: the real one plus what the stories have let pass. */
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

/** Told into the names of files, so that every story has definitions of its own. */
let storyCount = 0;

let shared: Promise<Nodes> | null = null;

/** Stores on one database: each command goes to the other one, which finds the instance in its rows alone. */
type Nodes = readonly [Store, Store];

/** The same ones for all scenarios of a test file; every story has instances of its own. */
function sharedNodes(): Promise<Nodes> {
  shared ??= freshDatabase(layout).then(async (connection) => {
    const open = () => Store.open({ layout, connection, log: console.error, nowMs: clock });
    return [await open(), await open()];
  });
  return shared;
}

interface Scene {
  readonly store: Store;
  readonly settled: () => Promise<unknown>;
  /** The node whose turn it is. */
  readonly next: () => Store;
  readonly definitionKeys: readonly string[];
  readonly processIds: readonly string[];
  readonly replays: Replays;
}

/**
 * The same story on Postgres: commands through the batches of two nodes in turn, looks at the rows. After every command
 * the rows are checked to hold the states that the journals give.
 */
export async function storeRunner(files: readonly string[]): Promise<Runner> {
  const scene = await setScene(files);
  const { store, next, definitionKeys, processIds } = scene;
  return {
    async start(processId, command) {
      const definitionKey = definitionKeys[processId === null ? 0 : processIds.indexOf(processId)];
      if (definitionKey === undefined) throw new Error(`there is no process ${processId}`);
      const start = { definitionKey, tags: [], businessId: null, startCorrelationKey: null };
      await carriedOut(scene, next().startInstance(start, command, "story"));
    },
    execute: (processInstanceKey, command) => carriedOut(scene, next().execute(processInstanceKey, command, "story")),
    publish({ timeToLiveMs, ...message }) {
      const isBuffered = timeToLiveMs !== null;
      const publication = { ...message, timeToLiveMs: timeToLiveMs ?? 0 };
      return carriedOut(scene, isBuffered ? next().publish(publication) : next().correlate(publication));
    },
    broadcast: (name, variables) => carriedOut(scene, next().broadcastSignal({ name, variables })),
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
  const [store, other] = await sharedNodes();
  const settled = () => Promise.all([store.settled(), other.settled()]);
  let turn = 0;
  const next = () => {
    turn += 1;
    return turn % 2 === 0 ? store : other;
  };
  storyCount += 1;
  const processes = await deployAll(store, files);
  await settled();
  const definitionKeys = processes.map(({ processDefinitionKey }) => processDefinitionKey);
  // Timers that begin instances would come whenever a story lets time pass.
  const timers = "delete from millrace.start_subscription where kind = 'timer' and definition_key = any($1)";
  await store.pool.query(timers, [definitionKeys]);
  const processIds = processes.map(({ processId }) => processId);
  return { store, settled, next, definitionKeys, processIds, replays: new Replays() };
}

/** All together, but for files of which a later one has the next version: these go before. In the order of the files. */
async function deployAll(store: Store, files: readonly string[]): Promise<readonly DeployedProcess[]> {
  const typeOf = (content: string) => (isMeantAsDecisions(content) ? "dmn" : "bpmn");
  const resources = files.map((content, at) => ({ name: `story-${storyCount}-${at}.${typeOf(content)}`, content }));
  const ids = await Promise.all(
    files.map(async (xml) => (isMeantAsDecisions(xml) ? [] : (await modelsIn(xml)).map(({ processId }) => processId))),
  );
  const isOld = (at: number) =>
    ids[at]?.some((id) =>
      ids
        .slice(at + 1)
        .flat()
        .includes(id),
    ) ?? false;
  const deployed: DeployedProcess[] = [];
  for (const [at, resource] of resources.entries())
    if (isOld(at)) deployed.push(...(await store.deploy([resource])).processes);
  deployed.push(...(await store.deploy(resources.filter((_, at) => !isOld(at)))).processes);
  const places = resources.map(({ name }) => name);
  return deployed.sort((one, other) => places.indexOf(one.resourceName) - places.indexOf(other.resourceName));
}

async function carriedOut(scene: Scene, given: Promise<unknown>): Promise<void> {
  await given.catch((error: unknown) => {
    throw error instanceof Refused ? new Rejected(error.code, error.message) : error;
  });
  await scene.settled();
  const keys = (await instancesOf(scene)).map(({ key }) => key);
  await scene.replays.expectRows(scene.store, keys, "the rows hold what the journal tells");
}

/** In the order of the transactions in which they began: each node has keys of its own. */
async function instancesOf({ store, definitionKeys }: Scene): Promise<StoreInstance[]> {
  const { rows } = await store.pool.query<{ key: string; processId: string }>(
    `select i.key, i.process_id as "processId" from millrace.process_instance i
     join millrace.journal j on j.process_instance_key = i.key and j.revision = 1
     where i.definition_key = any($1) order by j.xmin::text::bigint, i.key`,
    [definitionKeys],
  );
  return rows.map((row) => new StoreInstance(store, row));
}

/** A story that stops half-way must not catch the next one's messages and signals, nor leave it its own. */
async function strike({ store, settled, definitionKeys }: Scene): Promise<void> {
  await store.pool.query("delete from millrace.start_subscription where definition_key = any($1)", [definitionKeys]);
  await store.pool.query("delete from millrace.message");
  const { rows } = await store.pool.query<{ key: string }>(
    "select key from millrace.process_instance where definition_key = any($1) and state = 'ACTIVE' and caller_key is null",
    [definitionKeys],
  );
  for (const { key } of rows) await store.execute(key, { type: "cancelInstance" }, "story");
  await settled();
}
