import { describe, expect, test } from "vitest";
import {
  bpmnProcess,
  catchEvent,
  conditionTrigger,
  definitions,
  endEvent,
  eventBasedGateway,
  message,
  messageTrigger,
  path,
  receiveTask,
  serviceTask,
  signal,
  signalTrigger,
  startEvent,
  throwEvent,
  timer,
} from "./diagrams.ts";
import { at, complete, countOf, deployed, jobsOf, openStores, rowsOf, start, stateOf, walkOf } from "./openStores.ts";
import { Replays } from "./stateChecks.ts";

const nodes = openStores(2);

const settled = () => Promise.all(nodes.stores.map((store) => store.settled()));

const instancesOf = (processId: string) =>
  rowsOf<{ key: string; version: number }>(
    nodes.store,
    "select key, version from millrace.process_instance where process_id = $1 order by key",
    processId,
  );

const publish = (name: string, correlationKey: string, variables = {}, timeToLiveMs = 3_600_000) =>
  nodes.store.publish({ name, correlationKey, variables, timeToLiveMs, messageId: null });

describe("several triggers of one start event", () => {
  test("each begin an instance", async () => {
    await deployed(
      nodes.store,
      definitions(
        message("message", "several"),
        signal("signal", "several"),
        bpmnProcess(
          "several",
          startEvent(
            "begin",
            messageTrigger("message") + signalTrigger("signal") + timer("timeDate", "2999-01-01T00:00:00Z"),
          ),
          endEvent("end"),
          path("begin", "end"),
        ),
      ),
    );
    await publish("several", "");
    await nodes.store.broadcastSignal({ name: "several", variables: { by: "signal" } });
    await settled();
    expect(await instancesOf("several")).toHaveLength(2);
    expect(
      await rowsOf(
        nodes.store,
        `select kind, trigger_index as "triggerIndex" from millrace.start_subscription where process_id = 'several' order by key`,
      ),
    ).toEqual([
      { kind: "message", triggerIndex: 0 },
      { kind: "signal", triggerIndex: 1 },
      { kind: "timer", triggerIndex: 2 },
    ]);
  });
});

describe("what waits without a token begins an instance", () => {
  test("a receive task with its message", async () => {
    await deployed(
      nodes.store,
      definitions(
        message("order", "order placed", "=number"),
        bpmnProcess(
          "received",
          receiveTask("receive", "order", { isInstantiating: true }),
          endEvent("end"),
          path("receive", "end"),
        ),
      ),
    );
    await publish("order placed", "1", { number: "1" });
    await settled();
    const [instance] = await instancesOf("received");
    expect(await walkOf(nodes.store, instance?.key ?? "")).toBe("+received +receive -receive +end -end -received");
  });

  test("an event-based gateway with the first of its events", async () => {
    await deployed(
      nodes.store,
      definitions(
        message("order", "by gateway", "=number"),
        signal("signal", "by gateway"),
        bpmnProcess(
          "gateway",
          eventBasedGateway("first", { isInstantiating: true }),
          catchEvent("message", messageTrigger("order")),
          catchEvent("signal-caught", signalTrigger("signal")),
          endEvent("end"),
          path("first", "message", "end"),
          path("first", "signal-caught", "end"),
        ),
      ),
    );
    await publish("by gateway", "1", { number: "1" });
    await nodes.store.broadcastSignal({ name: "by gateway", variables: {} });
    await settled();
    const walks = await Promise.all((await instancesOf("gateway")).map(({ key }) => walkOf(nodes.store, key)));
    expect(walks).toEqual([
      "+gateway +message -message +end -end -gateway",
      "+gateway +signal-caught -signal-caught +end -end -gateway",
    ]);
  });

  test("of a parallel one, an instance waits for the others, which go to it and begin no other", async () => {
    await deployed(
      nodes.store,
      definitions(
        message("order", "order", "=number"),
        message("payment", "payment", "=number"),
        bpmnProcess(
          "both",
          eventBasedGateway("all", { isInstantiating: true, isParallel: true }),
          catchEvent("ordered", messageTrigger("order")),
          catchEvent("paid", messageTrigger("payment")),
          endEvent("end"),
          path("all", "ordered", "end"),
          path("all", "paid", "end"),
        ),
      ),
    );
    await publish("payment", "7", { number: "7" });
    await settled();
    const [instance] = await instancesOf("both");
    expect(await stateOf(nodes.store, instance?.key ?? "")).toBe("ACTIVE");
    await publish("order", "7", { number: "7" });
    await settled();
    expect(await instancesOf("both")).toHaveLength(1);
    expect(await stateOf(nodes.store, instance?.key ?? "")).toBe("COMPLETED");
  });
});

describe("conditional start events", () => {
  const conditional = (id: string, condition: string) =>
    definitions(
      bpmnProcess(
        id,
        startEvent("begin", conditionTrigger(condition)),
        serviceTask(`${id}.work`),
        path("begin", `${id}.work`),
      ),
    );

  test("begin an instance of every newest definition whose condition is true", async () => {
    const { large } = await deployed(
      nodes.store,
      conditional("large", "=amount &gt; 1000"),
      conditional("any", "=amount &gt; 0"),
      conditional("no-boolean", "=amount"),
      conditional("unknown", "=missing &gt; 1"),
    );
    await deployed(nodes.store, conditional("any", "=amount &gt; 10"));
    const few = await nodes.store.evaluateConditionals({ variables: { amount: 5 }, definitionKey: null });
    expect(few.started).toEqual([]);
    const { evaluationKey, started } = await nodes.store.evaluateConditionals({
      variables: { amount: 5_000 },
      definitionKey: null,
    });
    expect(evaluationKey).toMatch(/^\d+$/);
    expect(started).toHaveLength(2);
    const [any] = await instancesOf("any");
    const [one] = await instancesOf("large");
    expect(any?.version).toBe(2);
    expect(started).toContainEqual({ processInstanceKey: one?.key, definitionKey: large });
    const [job] = await jobsOf(nodes.store, "large.work");
    expect(job?.variables).toEqual({ amount: 5_000 });

    const only = await nodes.store.evaluateConditionals({ variables: { amount: 5_000 }, definitionKey: large ?? "" });
    expect(only.started.map(({ definitionKey }) => definitionKey)).toEqual([large]);
    await expect(nodes.store.evaluateConditionals({ variables: {}, definitionKey: "1" })).rejects.toMatchObject({
      code: "DEFINITION_NOT_FOUND",
    });
  });
});

const startedBy = (id: string, name: string) =>
  definitions(
    message("message", name),
    bpmnProcess(
      id,
      startEvent("begin", messageTrigger("message")),
      serviceTask(`${id}.work`),
      path("begin", `${id}.work`),
    ),
  );

describe("messages that were published before their start event was deployed", () => {
  test("begin instances, one for each key", async () => {
    for (const [key, n] of [
      ["", 1],
      ["", 2],
      ["k", 3],
      ["k", 4],
      ["l", 5],
    ] as const)
      await publish("before", key, { n });
    await publish("before", "", { n: 6 }, 0);
    await deployed(nodes.store, startedBy("after", "before"));
    await settled();
    const jobs = await jobsOf(nodes.store, "after.work");
    expect(jobs.map(({ variables }) => variables.n)).toEqual([1, 2, 3, 5]);

    // The next version gets none of them again; the one that waits for its key comes when the first has ended.
    await deployed(nodes.store, startedBy("after", "before").replace('id="definitions"', 'id="changed"'));
    await settled();
    expect(await instancesOf("after")).toHaveLength(4);
    await complete(nodes.store, at(jobs, 2));
    await settled();
    const [last] = await jobsOf(nodes.store, "after.work");
    expect(last?.variables.n).toBe(4);
  });

  test("also when they are published at the moment of the deployment", async () => {
    const count = 40;
    await Promise.all([
      ...Array.from({ length: count }, (_, n) =>
        at(nodes.stores, n).publish({
          name: "moment",
          correlationKey: n % 2 === 0 ? "" : `k-${n}`,
          variables: { n },
          timeToLiveMs: 3_600_000,
          messageId: null,
        }),
      ),
      deployed(nodes.store, startedBy("moment", "moment")),
    ]);
    await settled();
    expect(await instancesOf("moment")).toHaveLength(count);
  });
});

describe("messages that instances throw", () => {
  const throwing = definitions(
    message("order", "shipped", "=number"),
    bpmnProcess(
      "throwing",
      startEvent("begin"),
      throwEvent("throw", messageTrigger("order")),
      endEvent("end"),
      path("begin", "throw", "end"),
    ),
  );
  const catching = (id: string) =>
    definitions(
      message("order", "shipped", "=number"),
      bpmnProcess(id, startEvent("begin"), catchEvent("catch", messageTrigger("order")), path("begin", "catch")),
    );

  test("reach one of each process that waits, are buffered for others, and begin instances", async () => {
    const keys = await deployed(
      nodes.store,
      throwing,
      catching("left"),
      catching("right"),
      startedBy("shipping", "shipped"),
    );
    const waiting = [
      await start(nodes.store, keys.left, { number: "9" }),
      await start(nodes.store, keys.left, { number: "9" }),
    ];
    await start(nodes.store, keys.throwing, { number: "9" });
    await settled();
    const states = await Promise.all(waiting.map(({ processInstanceKey }) => stateOf(nodes.store, processInstanceKey)));
    expect(states).toEqual(["COMPLETED", "ACTIVE"]);
    expect(await instancesOf("shipping")).toHaveLength(1);
    const late = await start(nodes.store, keys.right, { number: "9" });
    await settled();
    expect(await stateOf(nodes.store, late.processInstanceKey)).toBe("COMPLETED");
    await new Replays().expectRows(nodes.store, [late.processInstanceKey], "at the end");
    expect(await countOf(nodes.store, "millrace.outbox")).toBe(0);
  });
});
