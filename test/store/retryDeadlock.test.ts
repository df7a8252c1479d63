import { expect, test } from "vitest";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { at, blocked, complete, deployed, jobsOf, openStores, start } from "./openStores.ts";

const nodes = openStores(1);

test("a batch that Postgres ends to break a deadlock is carried out after all", async () => {
  const oneTask = bpmnProcess(
    "both",
    startEvent("begin"),
    serviceTask("work"),
    endEvent("end"),
    path("begin", "work", "end"),
  );
  const { both } = await deployed(nodes.store, definitions(oneTask));
  await Promise.all([start(nodes.store, both), start(nodes.store, both)]);
  const jobs = await jobsOf(nodes.store, "work");
  const keys = jobs.map(({ processInstanceKey }) => processInstanceKey);
  keys.sort((a, b) => Number(BigInt(a) - BigInt(b)));

  // Somebody takes the locks in the other order, and is more patient than the batch.
  const other = await nodes.store.pool.connect();
  const lock = (key: string) => other.query("select from millrace.process_instance where key = $1 for update", [key]);
  await other.query("begin; set local deadlock_timeout = '20s'");
  await lock(at(keys, 1));
  const completing = Promise.all(jobs.map((job) => complete(nodes.store, job)));
  await blocked(nodes.store, 1);
  await lock(at(keys, 0));
  await other.query("rollback");
  other.release();

  expect((await completing).map(({ revision, isEnded }) => ({ revision, isEnded }))).toEqual([
    { revision: 2, isEnded: true },
    { revision: 2, isEnded: true },
  ]);
  expect(nodes.logged).toEqual([]);
});
