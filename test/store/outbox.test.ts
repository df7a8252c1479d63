import { describe, expect, onTestFinished, test } from "vitest";
import { runBatch, type Workshop } from "../../server/store/batch.ts";
import { openDatabase } from "../../server/store/database.ts";
import { Decisions } from "../../server/store/decisions/decisions.ts";
import { deploy } from "../../server/store/deploy.ts";
import { Hub } from "../../server/store/hub.ts";
import { KeySource } from "../../server/store/keys.ts";
import { Models } from "../../server/store/models.ts";
import { silent } from "../../server/store/observer.ts";
import type { Order, Outcome } from "../../server/store/order.ts";
import { publish } from "../../server/store/publish.ts";
import { StateCache } from "../../server/store/stateCache.ts";
import { Timers } from "../../server/store/timers.ts";
import {
  bpmnProcess,
  callActivity,
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
  const idle = async () => {};
  const clock = { nowMs: Date.now, isPinned: false };
  const timers = new Timers({ pool, backend: "postgres", clock, fire: idle, fireByRows: idle, onError: console.error });
  const keys = new KeySource(connection, false);
  onTestFinished(async () => {
    await timers.close();
    await keys.close();
    await pool.end();
  });
  await timers.start();
  const hub = new Hub(connection, console.error);
  const shop = { pool, timers, hub, models: new Models(), decisions: new Decisions(), cache: new StateCache() };
  const desk = { reserve: () => null, deliver: () => {}, release: () => {} };
  return { ...shop, desk, keys, drainOutbox: () => {}, nowMs: Date.now, observer: silent };
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

/** The oldest row of the outbox as a node reads it. */
async function oldestOrder(shop: Workshop): Promise<Order> {
  const { rows } = await shop.pool.query<{
    id: string;
    instance: string;
    command: string;
    definitionKey: string | null;
    callerKey: string | null;
  }>(
    `select id, process_instance_key as instance, command, definition_key as "definitionKey", caller_key as "callerKey"
     from millrace.outbox order by id limit 1`,
  );
  const { id, instance, command, definitionKey, callerKey } = at(rows, 0);
  const order = { processInstanceKey: instance, actor: "process", outboxId: Number(id) };
  const given: Order = { ...order, command: JSON.parse(command) as Order["command"] };
  if (definitionKey === null || callerKey === null) return given;
  return { ...given, start: { definitionKey, callerKey, startCorrelationKey: null, tags: [], businessId: null } };
}

async function carryOutOldest(shop: Workshop): Promise<{ order: Order; outcome: Outcome }> {
  const order = await oldestOrder(shop);
  return { order, outcome: at(await runBatch(shop, [order]), 0) };
}

describe("a call and a caller that goes on without it", () => {
  const calling = definitions(
    bpmnProcess("calling", startEvent("begin"), callActivity("call", "waiting"), path("begin", "call")),
  );

  async function openCall(shop: Workshop): Promise<string> {
    const files = [waiting, calling].map((content, n) => ({ name: `${n}.bpmn`, content }));
    const { processes } = await deploy(shop, files);
    const definitionKey = at(processes, 1).processDefinitionKey;
    const key = await shop.keys.next();
    const start = { definitionKey, startCorrelationKey: null, tags: [], businessId: null };
    const command = { type: "startInstance", variables: { order: "o" }, startElementIds: null } as const;
    await runBatch(shop, [{ processInstanceKey: key, actor: "tester", command, start }]);
    return key;
  }

  const cancel = (key: string): Order => ({
    processInstanceKey: key,
    actor: "tester",
    command: { type: "cancelInstance" },
  });

  const left = async (shop: Workshop) => {
    const { rows } = await shop.pool.query(
      `select (select count(*)::int from millrace.process_instance where state = 'ACTIVE') as active,
              (select count(*)::int from millrace.outbox) as errands`,
    );
    return rows[0];
  };

  test("before it has begun: it does not begin", async () => {
    const shop = await openWorkshop();
    const parent = await openCall(shop);
    await runBatch(shop, [cancel(parent)]);
    const { order, outcome } = await carryOutOldest(shop);
    expect([order.command.type, outcome.kind]).toEqual(["startInstance", "rejected"]);
    // Word that it has not begun finds nobody.
    expect((await carryOutOldest(shop)).outcome.kind).toBe("rejected");
    expect(await left(shop)).toEqual({ active: 0, errands: 0 });
  });

  test("in the same batch in which it begins: it is canceled", async () => {
    const shop = await openWorkshop();
    const parent = await openCall(shop);
    const begin = await oldestOrder(shop);
    await runBatch(shop, [cancel(parent), begin]);
    expect((await carryOutOldest(shop)).order.command).toEqual({ type: "cancelInstance", isByCaller: true });
    expect(await left(shop)).toEqual({ active: 0, errands: 0 });
  });

  test("after it has begun and before word of its end has come: that is dropped", async () => {
    const shop = await openWorkshop();
    const parent = await openCall(shop);
    const { order } = await carryOutOldest(shop);
    const { rows } = await shop.pool.query<{ key: string }>(
      "select key from millrace.subscription where process_instance_key = $1",
      [order.processInstanceKey],
    );
    const subscriptionKey = at(rows, 0).key;
    const correlate = { type: "correlateMessage", subscriptionKey, messageKey: "1", variables: {} } as const;
    await runBatch(shop, [{ ...cancel(order.processInstanceKey), command: correlate }]);
    await runBatch(shop, [cancel(parent)]);
    const { order: told, outcome } = await carryOutOldest(shop);
    expect([told.command.type, outcome.kind]).toEqual(["completeCall", "rejected"]);
    expect(await left(shop)).toEqual({ active: 0, errands: 0 });
  });
});
