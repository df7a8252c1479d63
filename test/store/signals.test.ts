import { expect, test } from "vitest";
import {
  boundaryEvent,
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  path,
  serviceTask,
  signal,
  signalTrigger,
  startEvent,
  throwEvent,
} from "./diagrams.ts";
import { expectIntact } from "./journalChecks.ts";
import { allEnded, at, countOf, deployed, openStores, rowsOf, start, stateOf, walkOf } from "./openStores.ts";
import { Replays } from "./stateChecks.ts";

const nodes = openStores(2);

const settled = () => Promise.all(nodes.stores.map((store) => store.settled()));

/** Waits for the signal of this name. */
const waiter = (id: string, name: string) =>
  definitions(
    signal("signal", name),
    bpmnProcess(
      id,
      startEvent("begin"),
      catchEvent("wait", signalTrigger("signal")),
      endEvent("end"),
      path("begin", "wait", "end"),
    ),
  );

const thrower = (id: string, name: string) =>
  definitions(
    signal("signal", name),
    bpmnProcess(
      id,
      startEvent("begin"),
      throwEvent("throw", signalTrigger("signal")),
      endEvent("end"),
      path("begin", "throw", "end"),
    ),
  );

const startMany = async (definitionKey: string | undefined, count: number) => {
  const started = await Promise.all(Array.from({ length: count }, (_, n) => start(at(nodes.stores, n), definitionKey)));
  return started.map(({ processInstanceKey }) => processInstanceKey);
};

test("a signal reaches everything that waits for it, everywhere, once", async () => {
  const { everywhere } = await deployed(nodes.store, waiter("everywhere", "everywhere"));
  const { elsewhere } = await deployed(nodes.store, waiter("elsewhere", "another"));
  const keys = await startMany(everywhere, 50);
  const [other] = await startMany(elsewhere, 1);
  const replays = new Replays();
  await replays.expectRows(nodes.store, keys, "while they wait");
  const { signalKey } = await at(nodes.stores, 1).broadcastSignal({
    name: "everywhere",
    variables: { news: "\u0000 é" },
  });
  expect(signalKey).toMatch(/^\d+$/);
  await settled();
  await allEnded(nodes.store, keys);
  expect(await stateOf(nodes.store, other ?? "")).toBe("ACTIVE");
  expect(
    await rowsOf(
      nodes.store,
      "select distinct value from millrace.variable where process_instance_key = any($1) and name = 'news'",
      keys,
    ),
  ).toEqual([{ value: JSON.stringify("\u0000 é") }]);
  await expectIntact(nodes.store, keys);
});

test("who begins to wait later has missed it", async () => {
  const { late } = await deployed(nodes.store, waiter("late", "gone-by"));
  await nodes.store.broadcastSignal({ name: "gone-by", variables: {} });
  const [key] = await startMany(late, 1);
  await settled();
  expect(await stateOf(nodes.store, key ?? "")).toBe("ACTIVE");
});

test("a signal that an instance throws reaches others, and begins those that it starts", async () => {
  const begun = definitions(
    signal("signal", "thrown"),
    bpmnProcess(
      "begun",
      startEvent("begin", signalTrigger("signal")),
      serviceTask("begun.work"),
      path("begin", "begun.work"),
    ),
  );
  const { waits, throws } = await deployed(nodes.store, waiter("waits", "thrown"), thrower("throws", "thrown"), begun);
  const [waiting] = await startMany(waits, 1);
  await startMany(throws, 1);
  await settled();
  await allEnded(nodes.store, [waiting ?? ""]);
  expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'begun'")).toBe(1);
  // The newest version only.
  await deployed(nodes.store, begun.replace('id="definitions"', 'id="changed"'));
  await nodes.store.broadcastSignal({ name: "thrown", variables: {} });
  await settled();
  expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'begun'")).toBe(2);
});

test("signals that come at once to a wait that does not interrupt all count", async () => {
  const beside = definitions(
    signal("signal", "beside"),
    bpmnProcess(
      "beside",
      startEvent("begin"),
      serviceTask("beside.work"),
      boundaryEvent("heard", "beside.work", signalTrigger("signal"), { isInterrupting: false }),
      endEvent("noted"),
      path("begin", "beside.work"),
      path("heard", "noted"),
    ),
  );
  const { beside: definitionKey } = await deployed(nodes.store, beside);
  const [key = ""] = await startMany(definitionKey, 1);
  const numbers = Array.from({ length: 12 }, (_, n) => n);
  await Promise.all(numbers.map((n) => at(nodes.stores, n).broadcastSignal({ name: "beside", variables: { n } })));
  await settled();
  while ((await countOf(nodes.store, "millrace.outbox")) > 0) await settled();
  const walk = (await walkOf(nodes.store, key)).split(" ");
  expect(walk.filter((mark) => mark === "+heard")).toHaveLength(numbers.length);
  await new Replays().expectRows(nodes.store, [key], "after all of them");
});

test("signals and cancellations that meet leave nothing behind", async () => {
  const { met } = await deployed(nodes.store, waiter("met", "met"));
  const keys = await startMany(met, 60);
  await Promise.allSettled([
    nodes.store.broadcastSignal({ name: "met", variables: {} }),
    ...keys
      .filter((_, n) => n % 2 === 0)
      .map((key, n) => at(nodes.stores, n).execute(key, { type: "cancelInstance" }, "tester")),
    at(nodes.stores, 1).broadcastSignal({ name: "met", variables: {} }),
  ]);
  await settled();
  await allEnded(nodes.store, keys);
  await settled();
  expect(await countOf(nodes.store, "millrace.outbox")).toBe(0);
  await expectIntact(nodes.store, keys);
});
