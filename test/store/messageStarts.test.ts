import { describe, expect, test } from "vitest";
import type { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import {
  bpmnProcess,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  serviceTask,
  startEvent,
} from "./diagrams.ts";
import { at, complete, countOf, deployed, jobsOf, openStores, rowsOf } from "./openStores.ts";

const nodes = openStores(2);

/** Started by each of the messages, then one service task named after the process. */
const startedBy = (id: string, ...names: readonly string[]) =>
  definitions(
    ...names.map((name) => message(`${name}.message`, name)),
    bpmnProcess(
      id,
      ...names.map((name) => startEvent(`${name}.start`, messageTrigger(`${name}.message`))),
      serviceTask(`${id}.work`),
      endEvent("end"),
      ...names.map((name) => path(`${name}.start`, `${id}.work`)),
      path(`${id}.work`, "end"),
    ),
  );

const publish = (store: Store, name: string, correlationKey: string, number = 0, timeToLiveMs = 3_600_000) =>
  store.publish({ name, correlationKey, variables: { number }, timeToLiveMs, messageId: null });

interface Instance {
  key: string;
  state: string;
  startedAt: Date;
  endedAt: Date | null;
  number: string;
}

const instancesOf = (processId: string) =>
  rowsOf<Instance>(
    nodes.store,
    `select i.key, i.state, i.started_at as "startedAt", i.ended_at as "endedAt", v.value as number
     from millrace.process_instance i
     join millrace.variable v on v.process_instance_key = i.key and v.scope_key = i.key and v.name = 'number'
     where i.process_id = $1 order by i.started_at, i.key`,
    processId,
  );

/** Works jobs of the process, on both nodes in turn, until this many instances have been completed. */
async function workAll(processId: string, count: number): Promise<void> {
  const active = () =>
    countOf(nodes.store, "millrace.process_instance where process_id = $1 and state = 'ACTIVE'", processId);
  for (let done = 0; done < count; done += 1) {
    const jobs = await jobsOf(at(nodes.stores, done), `${processId}.work`, { waitMs: 20_000, jobsMax: 1 });
    expect(jobs).toHaveLength(1);
    expect(await active()).toBe(1);
    await complete(at(nodes.stores, done + 1), at(jobs, 0));
  }
}

describe("message start events", () => {
  test("every message without a correlation key starts an instance of its own", async () => {
    await deployed(nodes.store, startedBy("keyless", "keyless"));
    const published = await Promise.all(
      Array.from({ length: 10 }, (_, n) => publish(at(nodes.stores, n), "keyless", "", n, 0)),
    );
    await eventually("ten instances", async () => (await instancesOf("keyless")).length === 10);
    const instances = await instancesOf("keyless");
    expect(published.flatMap(({ processInstanceKeys }) => processInstanceKeys).sort()).toEqual(
      instances.map(({ key }) => key).sort(),
    );
    expect(instances.map(({ number }) => Number(number)).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("one instance runs per correlation key; the next buffered message starts when it ends", async () => {
    await deployed(nodes.store, startedBy("keyed", "keyed"));
    const first = await publish(nodes.store, "keyed", "k", 1);
    const others = [
      await publish(at(nodes.stores, 1), "keyed", "k", 2),
      await publish(nodes.store, "keyed", "k", 3, 0),
      await publish(nodes.store, "keyed", "k", 4),
    ];
    const elsewhere = await publish(nodes.store, "keyed", "another", 5);
    expect(first.processInstanceKeys).toHaveLength(1);
    expect(others.flatMap(({ processInstanceKeys }) => processInstanceKeys)).toEqual([]);
    expect(elsewhere.processInstanceKeys).toHaveLength(1);

    await Promise.all(nodes.stores.map((store) => store.settled()));
    const [other] = elsewhere.processInstanceKeys;
    await nodes.store.execute(other ?? "", { type: "cancelInstance" }, "tester");
    await workAll("keyed", 3);
    const instances = (await instancesOf("keyed")).filter(({ key }) => key !== other);
    expect(instances.map(({ number, state }) => `${number} ${state}`)).toEqual([
      "1 COMPLETED",
      "2 COMPLETED",
      "4 COMPLETED",
    ]);
  });

  test("a canceled instance makes room for the next message", async () => {
    await deployed(nodes.store, startedBy("canceled", "canceled"));
    const { processInstanceKeys } = await publish(nodes.store, "canceled", "k", 1);
    await publish(nodes.store, "canceled", "k", 2);
    await nodes.store.settled();
    await nodes.store.execute(at(processInstanceKeys, 0), { type: "cancelInstance" }, "tester");
    await workAll("canceled", 1);
    expect((await instancesOf("canceled")).map(({ number, state }) => `${number} ${state}`)).toEqual([
      "1 TERMINATED",
      "2 COMPLETED",
    ]);
  });

  test("messages with one key that come to both nodes at once run one after the other, each once", async () => {
    await deployed(nodes.store, startedBy("crowd", "crowd"));
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(numbers.map((n) => publish(at(nodes.stores, n), "crowd", "k", n)));
    await workAll("crowd", numbers.length);
    const instances = await instancesOf("crowd");
    expect(instances.map(({ number }) => Number(number)).sort((a, b) => a - b)).toEqual(numbers);
    expect(await countOf(nodes.store, "millrace.outbox")).toBe(0);
  });

  test("messages of two names with one key never start two instances of a process", async () => {
    await deployed(nodes.store, startedBy("two-names", "left", "right"));
    const keys = Array.from({ length: 40 }, (_, n) => `k-${n}`);
    const published = await Promise.all(
      keys.flatMap((key, n) => [
        publish(at(nodes.stores, n), "left", key),
        publish(at(nodes.stores, n + 1), "right", key),
      ]),
    );
    expect(published.flatMap(({ processInstanceKeys }) => processInstanceKeys)).toHaveLength(keys.length);
  });

  test("messages start the newest version", async () => {
    await deployed(nodes.store, startedBy("renewed", "renewed", "renewed-other"));
    await deployed(nodes.store, startedBy("renewed", "renewed"));
    await publish(nodes.store, "renewed", "", 1, 0);
    const { processInstanceKeys } = await publish(nodes.store, "renewed-other", "", 2, 0);
    await nodes.store.settled();
    expect(processInstanceKeys).toEqual([]);
    expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'renewed' and version = 2")).toBe(
      1,
    );
    expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'renewed'")).toBe(1);
  });
});
