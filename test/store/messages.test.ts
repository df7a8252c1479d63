import { describe, expect, test } from "vitest";
import type { Publication } from "../../server/store/publish.ts";
import type { Store } from "../../server/store/store.ts";
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
  waitingForMessage,
} from "./diagrams.ts";
import {
  allEnded,
  at,
  blocked,
  complete,
  countOf,
  deployed,
  jobsOf,
  openStores,
  rowsOf,
  start,
  stateOf,
} from "./openStores.ts";

const nodes = openStores(2);
const hourMs = 3_600_000;

const deployWaiting = async (id: string, name = id) => (await deployed(nodes.store, waitingForMessage(id, name)))[id];

const publish = (store: Store, name: string, correlationKey: string, more: Partial<Publication> = {}) =>
  store.publish({ name, correlationKey, variables: {}, timeToLiveMs: hourMs, messageId: null, ...more });

const rootVariable = async (processInstanceKey: string, name: string) => {
  const [row] = await rowsOf<{ value: string }>(
    nodes.store,
    "select value from millrace.variable where process_instance_key = $1 and name = $2",
    processInstanceKey,
    name,
  );
  return row && JSON.parse(row.value);
};

describe("messages", () => {
  test("a message finds the wait that was there, and brings its variables", async () => {
    const key = await deployWaiting("found");
    const waits = await start(nodes.store, key, { order: "o-1" });
    const other = await start(nodes.store, key, { order: "o-2" });
    const published = await publish(at(nodes.stores, 1), "found", "o-1", { variables: { paid: 7 }, timeToLiveMs: 0 });
    expect(published.processInstanceKeys).toEqual([waits.processInstanceKey]);
    await allEnded(nodes.store, [waits.processInstanceKey]);
    expect(await rootVariable(waits.processInstanceKey, "paid")).toBe(7);
    expect(await stateOf(nodes.store, other.processInstanceKey)).toBe("ACTIVE");
  });

  test("a message waits for its catcher as long as it lives", async () => {
    const key = await deployWaiting("buffered");
    await publish(nodes.store, "buffered", "alive");
    await publish(nodes.store, "buffered", "gone", { timeToLiveMs: 0 });
    await publish(nodes.store, "buffered", "expired");
    const alive = await start(nodes.store, key, { order: "alive" });
    const gone = await start(nodes.store, key, { order: "gone" });
    const later = await nodes.open(() => Date.now() + 2 * hourMs);
    const expired = await start(later, key, { order: "expired" });
    await later.close();

    await allEnded(nodes.store, [alive.processInstanceKey]);
    expect(await stateOf(nodes.store, gone.processInstanceKey)).toBe("ACTIVE");
    expect(await stateOf(nodes.store, expired.processInstanceKey)).toBe("ACTIVE");
  });

  test("a message id is published once while the message lives", async () => {
    const once = { messageId: "m-1" };
    const refused = { code: "MESSAGE_PUBLISHED_ALREADY" };
    await publish(nodes.store, "once", "k", once);
    await expect(publish(at(nodes.stores, 1), "once", "k", once)).rejects.toMatchObject(refused);
    await expect(publish(nodes.store, "once", "k", { ...once, timeToLiveMs: 0 })).rejects.toMatchObject(refused);
    await publish(nodes.store, "once", "another-key", once);
    await publish(nodes.store, "once", "k", { messageId: "m-2" });
    const later = await nodes.open(() => Date.now() + 2 * hourMs);
    await publish(later, "once", "k", once);
    await later.close();
    expect(await countOf(nodes.store, "millrace.message where name = 'once' and correlation_key = 'k'")).toBe(2);
  });

  test("a message that was published on two nodes at once with one id is there once", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => publish(at(nodes.stores, n), "race", "k", { messageId: "m" })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a message reaches one instance of every process that waits for it", async () => {
    const both = await Promise.all(["fan-a", "fan-b"].map((id) => deployWaiting(id, "fan")));
    const keys = [...both, ...both];
    const instances = await Promise.all(keys.map((key) => start(nodes.store, key, { order: "o" })));
    const { processInstanceKeys } = await publish(nodes.store, "fan", "o");
    await nodes.store.settled();
    const reached = await rowsOf<{ processId: string }>(
      nodes.store,
      `select process_id as "processId" from millrace.process_instance
       where key = any($1) and state = 'COMPLETED' order by process_id`,
      instances.map(({ processInstanceKey }) => processInstanceKey),
    );
    expect(processInstanceKeys).toHaveLength(2);
    expect(reached.map(({ processId }) => processId)).toEqual(["fan-a", "fan-b"]);
    // Buffered and correlated to both processes already: a new wait does not get it again.
    const late = await start(nodes.store, both[0], { order: "o" });
    await nodes.store.settled();
    expect(await stateOf(nodes.store, late.processInstanceKey)).toBe("ACTIVE");
  });

  test("the oldest wait is served first, whenever its instance began", async () => {
    const id = "oldest";
    const xml = definitions(
      message("oldest.message", id, "=order"),
      bpmnProcess(
        id,
        startEvent("begin"),
        serviceTask("before"),
        catchEvent("wait", messageTrigger("oldest.message")),
        endEvent("end"),
        path("begin", "before", "wait", "end"),
      ),
    );
    const { [id]: key } = await deployed(nodes.store, xml);
    const older = await start(nodes.store, key, { order: "o" });
    const younger = await start(nodes.store, key, { order: "o" });
    const jobs = await jobsOf(nodes.store, "before");
    for (const instance of [younger, older])
      for (const job of jobs)
        if (job.processInstanceKey === instance.processInstanceKey) await complete(nodes.store, job);

    const { processInstanceKeys } = await publish(nodes.store, id, "o");
    expect(processInstanceKeys).toEqual([younger.processInstanceKey]);
  });

  test("messages are taken in the order of their publication, though two nodes' clocks call it one instant", async () => {
    const instantMs = Date.now();
    const publishers = await Promise.all([nodes.open(() => instantMs), nodes.open(() => instantMs)]);
    const id = "in-order";
    const waits = ["first", "second", "third", "fourth"];
    const xml = definitions(
      message("in-order.message", id, "=order"),
      bpmnProcess(
        id,
        startEvent("begin"),
        ...waits.map((wait) => catchEvent(wait, messageTrigger("in-order.message"))),
        endEvent("end"),
        path("begin", ...waits, "end"),
      ),
    );
    const { [id]: key } = await deployed(nodes.store, xml);
    for (const number of [1, 2, 3, 4]) await publish(at(publishers, number), id, "o", { variables: { number } });
    await Promise.all(publishers.map((store) => store.close()));
    const { processInstanceKey } = await start(nodes.store, key, { order: "o" });
    await allEnded(nodes.store, [processInstanceKey]);
    const journal = await rowsOf<{ command: string }>(
      nodes.store,
      "select command from millrace.journal where process_instance_key = $1 order by revision",
      processInstanceKey,
    );
    expect(journal.slice(1).map(({ command }) => JSON.parse(command).variables.number)).toEqual([1, 2, 3, 4]);
  });

  test("a message and a wait that come at the same time never miss each other", async () => {
    const key = await deployWaiting("same-time");
    const pairs = 200;
    const started = await Promise.all(
      Array.from({ length: pairs }, async (_, n) => {
        const order = `o-${n}`;
        const [instance] = await Promise.all([
          start(at(nodes.stores, n), key, { order }),
          publish(at(nodes.stores, n + 1), "same-time", order),
        ]);
        return instance.processInstanceKey;
      }),
    );
    await allEnded(nodes.store, started);
    expect(await countOf(nodes.store, "millrace.message_correlation where process_id = 'same-time'")).toBe(pairs);
  });

  test("a message whose catcher has gone meanwhile finds the next", async () => {
    const key = await deployWaiting("catcher-gone");
    const [first, second] = [
      await start(nodes.store, key, { order: "o" }),
      await start(nodes.store, key, { order: "o" }),
    ];
    const held = await nodes.store.pool.connect();
    await held.query("begin");
    await held.query("select key from millrace.process_instance where key = $1 for update", [first.processInstanceKey]);
    // The cancellation waits for the row first, so it comes before the message that is on its way.
    const canceled = nodes.store.execute(first.processInstanceKey, { type: "cancelInstance" }, "tester");
    await blocked(nodes.store, 1);
    const published = await publish(at(nodes.stores, 1), "catcher-gone", "o");
    await blocked(nodes.store, 2);
    await held.query("commit");
    held.release();

    await canceled;
    expect(published.processInstanceKeys).toEqual([first.processInstanceKey]);
    await allEnded(nodes.store, [second.processInstanceKey]);
    expect(await stateOf(nodes.store, second.processInstanceKey)).toBe("COMPLETED");
  });

  test("a message that nobody waits for is refused when it must be correlated", async () => {
    const key = await deployWaiting("correlated");
    const publication = { name: "correlated", correlationKey: "o", variables: {}, timeToLiveMs: 0, messageId: null };
    await expect(nodes.store.correlate(publication)).rejects.toMatchObject({ code: "MESSAGE_NOT_CORRELATED" });
    const { processInstanceKey } = await start(nodes.store, key, { order: "o" });
    expect((await nodes.store.correlate(publication)).processInstanceKeys).toEqual([processInstanceKey]);
    await nodes.store.settled();
    expect(await stateOf(nodes.store, processInstanceKey)).toBe("COMPLETED");
  });

  test("what messages leave behind is dropped when they expire", async () => {
    const key = await deployWaiting("dropped");
    const { processInstanceKey } = await start(nodes.store, key, { order: "o" });
    const { messageKey } = await publish(nodes.store, "dropped", "o", { timeToLiveMs: 0 });
    await allEnded(nodes.store, [processInstanceKey]);
    await eventually(
      "the correlation to be dropped",
      async () => (await countOf(nodes.store, "millrace.message_correlation where message_key = $1", messageKey)) === 0,
    );
  });
});
