import { describe, expect, test, vi } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import type { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { at, complete, countOf, deployed, jobsOf, openStores, start } from "./openStores.ts";

const nodes = openStores(2);

/** Longer than any test waits: who waits this long was not woken. */
const longMs = 60_000;

/** A process of one service task with its own id as job type; its priority is the variable `urgency`, else 0. */
async function deployTask(id: string): Promise<string | undefined> {
  const priority = '<zeebe:jobPriorityDefinition priority="=if urgency = null then 0 else urgency" />';
  const task = serviceTask(`${id}.task`).replace("<bpmn:extensionElements>", (tag) => tag + priority);
  const process = bpmnProcess(id, startEvent("begin"), task, endEvent("end"), path("begin", `${id}.task`, "end"));
  return (await deployed(nodes.store, definitions(process)))[id];
}

const work = (store: Store, id: string, more: Parameters<typeof jobsOf>[2] = {}) => jobsOf(store, `${id}.task`, more);

/** Starts instances one after the other; answers their keys. */
async function startAll(key: string | undefined, urgencies: readonly number[]): Promise<string[]> {
  const keys: string[] = [];
  for (const urgency of urgencies) keys.push((await start(nodes.store, key, { urgency })).processInstanceKey);
  return keys;
}

/** Workers that wait, in this order. */
async function queueUp(id: string, count: number, more: Parameters<typeof jobsOf>[2] = {}) {
  const answers: ReturnType<typeof work>[] = [];
  for (let n = 0; n < count; n += 1) {
    answers.push(work(nodes.store, id, { waitMs: longMs, jobsMax: 1, worker: `${id}-${n}`, ...more }));
    await eventually("it to wait", () => nodes.store.jobs.workers().includes(`${id}-${n}`));
  }
  return answers;
}

/** Looks for jobs from now on, at all of the database's nodes. */
function watchLooks() {
  const spies = nodes.stores.map((store) => vi.spyOn(store.pool, "query"));
  const isLook = ([query]: unknown[]) => (query as { name?: string }).name === "lock jobs";
  return {
    count: () => spies.flatMap((spy) => spy.mock.calls).filter(isLook).length,
    stop: () => spies.forEach((spy) => void spy.mockRestore()),
  };
}

describe("the order of jobs", () => {
  test("the most urgent ones come first, then the oldest", async () => {
    const key = await deployTask("urgent");
    const [a, b, c, d, e] = await startAll(key, [0, -1, 80, 0, 80]);
    const first = await work(nodes.store, "urgent", { jobsMax: 3 });
    const rest = await work(at(nodes.stores, 1), "urgent");
    expect(first.map((job) => job.processInstanceKey)).toEqual([c, e, a]);
    expect(rest.map((job) => [job.processInstanceKey, job.priority])).toEqual([
      [d, 0],
      [b, -1],
    ]);
  });

  test("a job whose lock has run out stands where it stood before", async () => {
    const key = await deployTask("stands");
    const [low, high] = await startAll(key, [1, 5]);
    const [locked] = await work(nodes.store, "stands", { jobsMax: 1, lockMs: 1 });
    expect(locked?.processInstanceKey).toBe(high);
    await startAll(key, [3]);
    await eventually("the lock to run out", () => Date.now() > (locked?.deadline.getTime() ?? 0));
    // What is due is made ready by the look that notices it, and comes with the next.
    const got = [...(await work(nodes.store, "stands", { jobsMax: 1 })), ...(await work(nodes.store, "stands"))];
    expect(got.map((job) => job.processInstanceKey)).toContain(high);
    expect(got.at(-1)?.processInstanceKey).toBe(low);
  });

  test("a failed job without a delay is as old as before", async () => {
    const key = await deployTask("old");
    const [first] = await startAll(key, [0, 0]);
    const [job] = await work(nodes.store, "old", { jobsMax: 1 });
    const fail: Command = {
      type: "failJob",
      jobKey: job?.key ?? "",
      retries: 1,
      message: "",
      variables: {},
      retryDelayMs: 0,
    };
    await nodes.store.executeFor(job?.key ?? "", fail, "tester");
    expect(await work(nodes.store, "old", { jobsMax: 1 })).toMatchObject([{ processInstanceKey: first }]);
  });

  test("who asks without waiting gets what another node has just committed, also behind those who wait", async () => {
    const key = await deployTask("at-once");
    const [waiting] = await queueUp("at-once", 1);
    await Promise.all([0, 1].map(() => start(at(nodes.stores, 1), key)));
    expect([...(await work(nodes.store, "at-once")), ...((await waiting) ?? [])]).toHaveLength(2);
  });
});

describe("looks for jobs", () => {
  test("one look serves a hundred workers that wait, and the workers that join them need none", async () => {
    const key = await deployTask("hundred");
    const looks = watchLooks();
    const answers = await queueUp("hundred", 100);
    expect(looks.count()).toBe(1);
    await start(at(nodes.stores, 1), key);
    await answers[0];
    expect(looks.count()).toBe(2);
    await Promise.all(Array.from({ length: 99 }, () => start(nodes.store, key)));
    const jobs = (await Promise.all(answers)).flat();
    expect(new Set(jobs.map((job) => job.key)).size).toBe(100);
    // At most one for each batch that made jobs.
    expect(looks.count()).toBeLessThanOrEqual(2 + 99);
    looks.stop();
  });

  test("jobs of one batch go to all who wait with one look", async () => {
    const key = await deployTask("batch");
    const answers = await queueUp("batch", 20);
    const looks = watchLooks();
    await Promise.all(Array.from({ length: 20 }, () => start(nodes.store, key)));
    await Promise.all(answers);
    expect(looks.count()).toBeLessThan(20);
    looks.stop();
  });

  test("a worker does not look again while others have all jobs", async () => {
    const key = await deployTask("busy");
    await Promise.all(Array.from({ length: 300 }, () => start(nodes.store, key)));
    expect(await work(nodes.store, "busy", { lockMs: 3_600_000 })).toHaveLength(300);
    const looks = watchLooks();
    expect(await work(nodes.store, "busy", { waitMs: 500 })).toEqual([]);
    expect(looks.count()).toBe(1);
    looks.stop();
  });

  test("every lock that runs out is given on, also while workers are never idle", async () => {
    const key = await deployTask("dead");
    await Promise.all(Array.from({ length: 40 }, () => start(nodes.store, key)));
    const dead = await work(nodes.store, "dead", { jobsMax: 20, lockMs: 100 });
    const done: string[] = [];
    while (done.length < 40) {
      const jobs = await work(nodes.store, "dead", { jobsMax: 5, waitMs: longMs });
      await Promise.all(jobs.map((job) => complete(nodes.store, job)));
      done.push(...jobs.map((job) => job.key));
    }
    expect(dead).toHaveLength(20);
    expect(await countOf(nodes.store, "millrace.job where type = 'dead.task' and ended_at is null")).toBe(0);
  });
});
