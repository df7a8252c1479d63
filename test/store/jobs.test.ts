import { describe, expect, test, vi } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import type { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent, subProcess } from "./diagrams.ts";
import { at, complete, countOf, deployed, jobsOf, openStores, rowsOf, start } from "./openStores.ts";

const nodes = openStores(2);

const hourMs = 3_600_000;
/** Longer than any test waits: who waits this long was not woken. */
const longMs = 60_000;

/** A process of one service task with its own id as job type. */
async function deployTask(id: string): Promise<string | undefined> {
  const task = bpmnProcess(
    id,
    startEvent("begin"),
    serviceTask(`${id}.task`),
    endEvent("end"),
    path("begin", `${id}.task`, "end"),
  );
  return (await deployed(nodes.store, definitions(task)))[id];
}

const work = (store: Store, id: string, more: Parameters<typeof jobsOf>[2] = {}) => jobsOf(store, `${id}.task`, more);

/** Resolves when a worker looks for jobs. */
const asked = (worker: string) =>
  eventually(`${worker} to ask`, () => nodes.stores.some((store) => store.jobs.workers().includes(worker)));

const fail = (store: Store, jobKey: string, more: { retries: number; retryDelayMs: number }) => {
  const command: Command = { type: "failJob", jobKey, message: "not now", variables: {}, ...more };
  return store.executeFor(jobKey, command, "tester");
};

/** Jobs that a worker has now. */
const lockedOf = (id: string) =>
  countOf(nodes.store, "millrace.job where type = $1 and deadline > now()", `${id}.task`);

describe("jobs", () => {
  test.each([0, 1])("a job wakes a worker that waits on node %d", async (node) => {
    const id = `wakes-${node}`;
    const key = await deployTask(id);
    const waiting = work(at(nodes.stores, node), id, { waitMs: longMs, worker: id });
    await asked(id);
    const { processInstanceKey } = await start(nodes.store, key, { order: 7 });
    expect(await waiting).toMatchObject([{ processInstanceKey, processId: id, version: 1, variables: { order: 7 } }]);
  });

  test("a worker that waits in vain hears so in the end", async () => {
    expect(await work(nodes.store, "nothing-to-do", { waitMs: 100 })).toEqual([]);
  });

  test("jobs go to one worker each, whichever nodes they ask", async () => {
    const key = await deployTask("shared");
    const count = 300;
    const worked: string[] = [];
    const worker = async (n: number) => {
      const store = at(nodes.stores, n);
      while (worked.length < count) {
        const jobs = await work(store, "shared", { jobsMax: 7, waitMs: 200, worker: `worker-${n}` });
        worked.push(...jobs.map((job) => job.key));
        await Promise.all(jobs.map((job) => complete(at(nodes.stores, n + 1), job)));
      }
    };
    const started = Promise.all(Array.from({ length: count }, (_, n) => start(at(nodes.stores, n), key)));
    await Promise.all([started, ...Array.from({ length: 8 }, (_, n) => worker(n))]);
    expect(new Set(worked).size).toBe(count);
    expect(worked).toHaveLength(count);
  });

  test("no more jobs than asked for, the longest available first", async () => {
    const key = await deployTask("oldest");
    const instances: string[] = [];
    for (let n = 0; n < 5; n += 1) instances.push((await start(nodes.store, key)).processInstanceKey);
    const first = await work(nodes.store, "oldest", { jobsMax: 2 });
    const rest = await work(nodes.store, "oldest");
    expect([...first, ...rest].map((job) => job.processInstanceKey)).toEqual(instances);
    expect(first).toHaveLength(2);
  });

  test("a job whose lock has expired goes to another worker", async () => {
    const key = await deployTask("expires");
    await start(nodes.store, key);
    const [locked] = await work(nodes.store, "expires", { lockMs: 200, worker: "slow" });
    const [again] = await work(at(nodes.stores, 1), "expires", { waitMs: longMs, worker: "quick" });
    expect(again?.key).toBe(locked?.key);
    await complete(nodes.store, { key: again?.key ?? "" });
    await expect(complete(nodes.store, { key: locked?.key ?? "" })).rejects.toMatchObject({ code: "JOB_NOT_FOUND" });
  });

  test("a job that its worker gives back goes to one who waits", async () => {
    const key = await deployTask("given-back");
    await start(nodes.store, key);
    const [locked] = await work(nodes.store, "given-back", { lockMs: hourMs });
    const waiting = [0, 1].map((node) =>
      work(at(nodes.stores, node), "given-back", { waitMs: longMs, worker: `given-back-${node}`, lockMs: 1_000 }),
    );
    await asked("given-back-0");
    await asked("given-back-1");
    await nodes.store.jobs.extendLock(locked?.key ?? "", 0);
    // The first one's lock runs out, then the other one has its turn.
    expect((await Promise.all(waiting)).map((jobs) => jobs.map((job) => job.key))).toEqual([
      [locked?.key],
      [locked?.key],
    ]);
  });

  test("a failed job waits for its delay before it is tried again", async () => {
    const key = await deployTask("delayed");
    await start(nodes.store, key);
    const [job] = await work(nodes.store, "delayed");
    await fail(nodes.store, job?.key ?? "", { retries: 2, retryDelayMs: hourMs });
    expect(await work(nodes.store, "delayed")).toEqual([]);
    const later = await nodes.open(() => Date.now() + 2 * hourMs);
    expect(await work(later, "delayed")).toMatchObject([{ key: job?.key, retries: 2 }]);
    await later.close();
  });

  test("the end of a delay wakes a worker, and so does an incident that is resolved", async () => {
    const key = await deployTask("again");
    await start(nodes.store, key);
    const [job] = await work(nodes.store, "again");
    const jobKey = job?.key ?? "";
    await fail(nodes.store, jobKey, { retries: 1, retryDelayMs: 200 });
    expect(await work(at(nodes.stores, 1), "again", { waitMs: longMs })).toMatchObject([{ key: jobKey, retries: 1 }]);

    await fail(nodes.store, jobKey, { retries: 0, retryDelayMs: 0 });
    const waiting = work(at(nodes.stores, 1), "again", { waitMs: longMs, worker: "again" });
    await asked("again");
    const [incident] = await rowsOf<{ key: string }>(
      nodes.store,
      "select key from millrace.incident where job_key = $1",
      jobKey,
    );
    const command: Command = { type: "resolveIncident", incidentKey: incident?.key ?? "" };
    await nodes.store.executeFor(jobKey, command, "tester");
    expect(await waiting).toMatchObject([{ key: jobKey, retries: 1 }]);
  });

  test("a worker sees the variables of its scopes, the inner one before the outer, or those that it names", async () => {
    const inner = subProcess(
      "inside",
      startEvent("inner-begin"),
      serviceTask("scoped.task", { local: "=outer + 1" }),
      endEvent("inner-end"),
      path("inner-begin", "scoped.task", "inner-end"),
    );
    const xml = definitions(
      bpmnProcess("scoped", startEvent("begin"), inner, endEvent("end"), path("begin", "inside", "end")),
    );
    const { scoped } = await deployed(nodes.store, xml);
    const { processInstanceKey } = await start(nodes.store, scoped, {
      outer: 1,
      shadowed: "outside",
      other: [null, "é"],
    });
    const [inside] = await rowsOf<{ key: string }>(
      nodes.store,
      "select key from millrace.element_instance where process_instance_key = $1 and element_id = 'inside'",
      processInstanceKey,
    );
    const variables = { shadowed: "inside" };
    const command: Command = { type: "setVariables", elementKey: inside?.key ?? "", variables, isLocal: true };
    await nodes.store.executeFor(processInstanceKey, command, "tester");

    const [named] = await work(nodes.store, "scoped", { variableNames: ["shadowed", "local", "missing"], lockMs: 1 });
    const [all] = await work(nodes.store, "scoped", { waitMs: longMs });
    expect(named?.variables).toEqual({ shadowed: "inside", local: 2 });
    expect(all?.variables).toEqual({ outer: 1, local: 2, shadowed: "inside", other: [null, "é"] });
  });

  test("nothing is locked for a worker that has gone", async () => {
    const key = await deployTask("aborted");
    const before = AbortSignal.abort();
    const during = new AbortController();
    const waiting = new AbortController();

    const gone = work(nodes.store, "aborted", { waitMs: longMs, worker: "gone", signal: waiting.signal });
    await asked("gone");
    waiting.abort();
    expect(await gone).toEqual([]);

    await start(nodes.store, key);
    expect(await work(nodes.store, "aborted", { signal: before })).toEqual([]);
    const asking = work(nodes.store, "aborted", { signal: during.signal });
    const next = work(at(nodes.stores, 1), "aborted", { waitMs: longMs });
    during.abort();
    expect(await asking).toEqual([]);
    expect(await next).toHaveLength(1);
    expect(await lockedOf("aborted")).toBe(1);
  });

  test("the names of the latest thousand workers are kept", async () => {
    for (let n = 0; n < 1_010; n += 1) await work(nodes.store, "names", { worker: `name-${n}` });
    const names = nodes.store.jobs.workers();
    expect(names).toHaveLength(1_000);
    expect(names).toContain("name-1009");
    expect(names).not.toContain("name-9");
  });

  test("a new job makes the worker look that waits longest, and not all of them", async () => {
    const key = await deployTask("one-looks");
    const count = 20;
    const looks = vi.spyOn(nodes.store.pool, "query");
    let got = 0;
    for (let n = 0; n < count; n += 1) {
      const worker = `one-looks-${n}`;
      void work(nodes.store, "one-looks", { waitMs: longMs, jobsMax: 1, worker }).then((jobs) => {
        got += jobs.length;
      });
      await asked(worker);
    }
    for (let n = 1; n <= count; n += 1) {
      await start(nodes.store, key);
      await eventually(`${n} workers to have a job`, () => got === n);
    }
    const isLook = ([query]: unknown[]) => (query as { name?: string }).name === "lock jobs";
    // Each looks when it comes, when it gets its job, and when the one before it has got one.
    expect(looks.mock.calls.filter(isLook).length).toBeLessThanOrEqual(3 * count + 3);
    looks.mockRestore();
  });

  test("jobs that come together reach all who wait", async () => {
    const key = await deployTask("together");
    const waiting = [0, 1, 2, 3].map((n) =>
      work(nodes.store, "together", { waitMs: longMs, jobsMax: 1, worker: `together-${n}` }),
    );
    await asked("together-3");
    const started = await Promise.all([0, 1, 2, 3].map(() => start(nodes.store, key)));
    const got = (await Promise.all(waiting)).flat();
    expect(got.map((job) => job.processInstanceKey).sort()).toEqual(
      started.map(({ processInstanceKey }) => processInstanceKey).sort(),
    );
  });

  test("a worker that goes when it is woken leaves the job to the next", async () => {
    const key = await deployTask("goes");
    const going = new AbortController();
    const first = work(nodes.store, "goes", { waitMs: longMs, worker: "goes-0", signal: going.signal });
    await asked("goes-0");
    const second = work(nodes.store, "goes", { waitMs: longMs, worker: "goes-1" });
    await asked("goes-1");
    const stop = nodes.store.hub.onChange(() => going.abort());
    await start(nodes.store, key);
    expect(await first).toEqual([]);
    expect(await second).toHaveLength(1);
    stop();
  });

  test("a worker whose time is over tells the next when to look", async () => {
    const key = await deployTask("over");
    const wait = async (n: number, more: Parameters<typeof jobsOf>[2]) => {
      const jobs = work(nodes.store, "over", { waitMs: longMs, worker: `over-${n}`, ...more });
      await asked(`over-${n}`);
      return { jobs };
    };
    const slow = await wait(0, { lockMs: 1_500 });
    const brief = await wait(1, { waitMs: 700 });
    const patient = await wait(2, {});
    await start(nodes.store, key);
    const [locked] = await slow.jobs;
    expect(await brief.jobs).toEqual([]);
    expect(await patient.jobs).toMatchObject([{ key: locked?.key }]);
  });
});
