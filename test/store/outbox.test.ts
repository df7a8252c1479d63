import { expect, onTestFinished, test } from "vitest";
import { runBatch, type Workshop } from "../../server/store/batch.ts";
import { openDatabase } from "../../server/store/database.ts";
import { deploy } from "../../server/store/deploy.ts";
import { Hub } from "../../server/store/hub.ts";
import { KeySource } from "../../server/store/keys.ts";
import { Models } from "../../server/store/models.ts";
import type { Order } from "../../server/store/order.ts";
import { publish } from "../../server/store/publish.ts";
import { StateCache } from "../../server/store/stateCache.ts";
import { Timers } from "../../server/store/timers.ts";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  startEvent,
} from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { at } from "./openStores.ts";

/** A workshop that leaves its outbox alone, so that a test can look at a row before it is carried out. */
async function openWorkshop(): Promise<Workshop> {
  const connection = await freshDatabase();
  const pool = await openDatabase(connection);
  const timers = new Timers(pool, async () => {}, console.error);
  const keys = new KeySource(connection);
  onTestFinished(async () => {
    await timers.close();
    await keys.close();
    await pool.end();
  });
  await timers.start();
  const shop = { pool, timers, hub: new Hub(connection, console.error), models: new Models(), cache: new StateCache() };
  return { ...shop, keys, drainOutbox: () => {}, nowMs: Date.now };
}

const waiting = definitions(
  message("paid.message", "paid", "=order"),
  bpmnProcess(
    "waiting",
    startEvent("begin"),
    catchEvent("paid", messageTrigger("paid.message")),
    endEvent("end"),
    path("begin", "paid", "end"),
  ),
);

test("a row that comes twice into one batch is carried out once", async () => {
  const shop = await openWorkshop();
  const { processes } = await deploy(shop, [{ name: "waiting.bpmn", content: waiting }]);
  const definitionKey = at(processes, 0).processDefinitionKey;
  const started = await Promise.all(
    Array.from({ length: 2 }, async (): Promise<Order> => {
      const start = { definitionKey, startCorrelationKey: null, tags: [], businessId: null };
      const command = { type: "startInstance", variables: { order: "o" }, startElementIds: null } as const;
      return { processInstanceKey: await shop.keys.next(), actor: "tester", command, start };
    }),
  );
  await runBatch(shop, started);
  const publication = { name: "paid", correlationKey: "o", variables: {}, timeToLiveMs: 60_000, messageId: null };
  const { messageKey, processInstanceKeys } = await publish(shop, publication);
  const { rows } = await shop.pool.query<{ id: string; command: string }>("select id, command from millrace.outbox");
  const { id, command } = at(rows, 0);
  const order = {
    processInstanceKey: at(processInstanceKeys, 0),
    actor: "message",
    command: JSON.parse(command) as Order["command"],
    outboxId: Number(id),
    messageKey,
  };

  const outcomes = await runBatch(shop, [order, order]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "taken"]);
  // Had it counted as missed, the message would now be on its way to the second instance.
  const { rows: left } = await shop.pool.query("select from millrace.outbox");
  expect(left).toHaveLength(0);
  expect((await runBatch(shop, [order])).map(({ kind }) => kind)).toEqual(["taken"]);
});

test("a start that has been carried out does not hide its instance from the other orders of the batch", async () => {
  const shop = await openWorkshop();
  const { processes } = await deploy(shop, [{ name: "waiting.bpmn", content: waiting }]);
  const definitionKey = at(processes, 0).processDefinitionKey;
  const processInstanceKey = await shop.keys.next();
  const start = { definitionKey, startCorrelationKey: null, tags: [], businessId: null };
  const command = { type: "startInstance", variables: { order: "o" }, startElementIds: null } as const;
  const begin: Order = { processInstanceKey, actor: "message", command, start };
  await runBatch(shop, [begin]);

  const cancel: Order = { processInstanceKey, actor: "tester", command: { type: "cancelInstance" } };
  const outcomes = await runBatch(shop, [{ ...begin, outboxId: 4711 }, cancel]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["taken", "done"]);
});

test("a message that nobody buffers goes on to the next who waits when the first has gone", async () => {
  const shop = await openWorkshop();
  const { processes } = await deploy(shop, [{ name: "waiting.bpmn", content: waiting }]);
  const start = {
    definitionKey: at(processes, 0).processDefinitionKey,
    startCorrelationKey: null,
    tags: [],
    businessId: null,
  };
  const command = { type: "startInstance", variables: { order: "o" }, startElementIds: null } as const;
  const [first, second] = [await shop.keys.next(), await shop.keys.next()];
  await runBatch(shop, [{ processInstanceKey: first, actor: "tester", command, start }]);
  await runBatch(shop, [{ processInstanceKey: second, actor: "tester", command, start }]);

  const publication = { name: "paid", correlationKey: "o", variables: { sum: 7 }, timeToLiveMs: 0, messageId: null };
  const { messageKey, processInstanceKeys } = await publish(shop, publication);
  expect(processInstanceKeys).toEqual([first]);
  await runBatch(shop, [{ processInstanceKey: first, actor: "tester", command: { type: "cancelInstance" } }]);

  const carriedOut: string[] = [];
  for (const expected of ["rejected", "done"]) {
    const { rows } = await shop.pool.query<{ id: string; instance: string; command: string }>(
      "select id, process_instance_key as instance, command from millrace.outbox",
    );
    const { id, instance, command: text } = at(rows, 0);
    const order = { processInstanceKey: instance, actor: "message", outboxId: Number(id), messageKey };
    const outcomes = await runBatch(shop, [{ ...order, command: JSON.parse(text) as Order["command"] }]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([expected]);
    carriedOut.push(instance);
  }
  expect(carriedOut).toEqual([first, second]);
});
