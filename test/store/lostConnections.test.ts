import pg from "pg";
import { expect, test } from "vitest";
import { isLostConnection } from "../../server/store/database.ts";
import { Refused } from "../../server/store/failures.ts";
import { eventually } from "../postgres/until.ts";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  serviceTask,
  startEvent,
} from "./diagrams.ts";
import { allEnded, at, blocked, complete, countOf, deployed, jobsOf, openStores, start } from "./openStores.ts";

const nodes = openStores(2);

const oneTask = (id: string) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}.work`),
      endEvent("end"),
      path("begin", `${id}.work`, "end"),
    ),
  );

/** Ends the sessions of the test's database that match, as an administrator or a restart does. */
async function terminate(condition = "true"): Promise<void> {
  const client = new pg.Client(nodes.connection);
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and ${condition}`,
  );
  await client.end();
}

const isUnavailable = (reason: unknown) =>
  (reason instanceof Refused && reason.code === "STORE_UNAVAILABLE") || isLostConnection(reason);

test("orders in flight are carried out or refused as unavailable, and the store works again", async () => {
  const { lost: definitionKey } = await deployed(nodes.store, oneTask("lost"));
  for (let round = 0; round < 5; round += 1) {
    const orders = Array.from({ length: 200 }, (_, n) => start(at(nodes.stores, n), definitionKey, { round }));
    const settling = Promise.allSettled(orders);
    await terminate();
    const outcomes = await settling;
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toSatisfy(isUnavailable);
    const started = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.processInstanceKey] : []));
    expect(await found(started)).toBe(started.length);
  }
  await Promise.all(nodes.stores.map(async (store) => start(store, definitionKey)));
  const jobs = (await Promise.all(nodes.stores.map((store) => jobsOf(store, "lost.work")))).flat();
  await Promise.all(jobs.map((job, n) => complete(at(nodes.stores, n), job)));
  expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'lost' and state = 'ACTIVE'")).toBe(
    0,
  );
  expect(jobs).toHaveLength(await countOf(nodes.store, "millrace.process_instance where process_id = 'lost'"));
  expect(nodes.logged.filter((line) => /defect/i.test(line))).toEqual([]);
});

/** How many of these instances there are; asked again when an idle connection turns out to be lost. */
async function found(keys: readonly string[]): Promise<number> {
  const count = () => countOf(nodes.store, "millrace.process_instance where key = any($1)", keys);
  return count().catch(count);
}

test("a worker that waits hears of jobs of the other node after the sessions were lost", async () => {
  const { heard: definitionKey } = await deployed(nodes.store, oneTask("heard"));
  await terminate("query like 'listen%'");
  await eventually(
    "both nodes to listen again",
    async () =>
      (await countOf(nodes.store, "pg_stat_activity where datname = current_database() and query like 'listen%'")) ===
      2,
  );
  const waiting = jobsOf(nodes.store, "heard.work", { waitMs: 25_000 });
  await start(at(nodes.stores, 1), definitionKey);
  expect(await waiting).toHaveLength(1);
});

test("a message on its way arrives although the session that brought it was lost", async () => {
  const xml = definitions(
    message("paid.message", "paid", "=order"),
    bpmnProcess(
      "on-its-way",
      startEvent("begin"),
      catchEvent("paid", messageTrigger("paid.message")),
      endEvent("end"),
      path("begin", "paid", "end"),
    ),
  );
  const { "on-its-way": definitionKey } = await deployed(nodes.store, xml);
  const { processInstanceKey } = await start(nodes.store, definitionKey, { order: "o" });
  const held = await nodes.store.pool.connect();
  await held.query("begin");
  await held.query("select from millrace.process_instance where key = $1 for update", [processInstanceKey]);
  const publication = { name: "paid", correlationKey: "o", variables: {}, timeToLiveMs: 0, messageId: null };
  await at(nodes.stores, 1).publish(publication);
  await blocked(nodes.store, 1);
  await terminate("wait_event_type = 'Lock'");
  await held.query("commit");
  held.release();
  await allEnded(nodes.store, [processInstanceKey]);
});

test("what is under way when a store closes is left for the next one", async () => {
  const { closing: definitionKey } = await deployed(nodes.store, oneTask("closing"));
  const logged = nodes.logged.length;
  const store = await nodes.open();
  const orders = Array.from({ length: 300 }, () => start(store, definitionKey));
  const outcomes = await Promise.allSettled([...orders, store.close()]);
  for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toSatisfy(isUnavailable);
  const started = outcomes.slice(0, -1).filter(({ status }) => status === "fulfilled");
  expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'closing'")).toBe(started.length);
  expect(nodes.logged.slice(logged)).toEqual([]);
});
