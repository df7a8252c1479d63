import { beforeAll, describe, expect, test, vi } from "vitest";
import { eventually } from "../postgres/until.ts";
import { bpmnProcess, definitions, endEvent, parallelGateway, path, serviceTask, startEvent } from "./diagrams.ts";
import { at, complete, deployed, jobsOf, openStores, rowsOf, start } from "./openStores.ts";
import { whileRefused } from "./refusedRows.ts";

const nodes = openStores(2);

/** Longer than any test waits: who waits this long was not woken. */
const longMs = 60_000;

async function deployTask(id: string): Promise<string | undefined> {
  const task = serviceTask(`${id}.task`);
  const process = bpmnProcess(id, startEvent("begin"), task, endEvent("end"), path("begin", `${id}.task`, "end"));
  return (await deployed(nodes.store, definitions(process)))[id];
}

/** The looks of the first node, and how many of them have been answered. */
class Looks {
  readonly #spy = vi.spyOn(nodes.store.pool, "query");

  get begun(): number {
    return this.#looks().length;
  }

  get answered(): number {
    return this.#looks().filter((at) => this.#spy.mock.settledResults[at]?.type === "fulfilled").length;
  }

  #looks(): number[] {
    const names = this.#spy.mock.calls.map(([query]) => (query as { name?: string }).name);
    return names.flatMap((name, at) => (name === "lock jobs" ? [at] : []));
  }
}

let looks: Looks;
beforeAll(() => {
  looks = new Looks();
});

/** A worker of the first node that waits and for which there is nothing. */
async function waitingFor(id: string, more: Parameters<typeof jobsOf>[2] = {}) {
  const { begun } = looks;
  const usual = { waitMs: longMs, jobsMax: 1, worker: id };
  const answer = jobsOf(nodes.store, `${id}.task`, { ...usual, ...more });
  await eventually("its look to be answered", () => looks.begun > begun && looks.answered === looks.begun);
  return { answer };
}

describe("a job for which a worker waits", () => {
  test("is the worker's when it is committed, without a look", async () => {
    const key = await deployTask("handed");
    const { answer } = await waitingFor("handed", { lockMs: longMs });
    const { begun } = looks;
    const { processInstanceKey } = await start(nodes.store, key, { amount: 3 });
    const rows = await rowsOf(nodes.store, "select worker, state from millrace.job where type = 'handed.task'");
    expect(rows).toEqual([{ worker: "handed", state: "CREATED" }]);
    const [job] = await answer;
    expect(job).toMatchObject({ processInstanceKey, processId: "handed", variables: { amount: 3 }, retries: 3 });
    expect(looks.begun).toBe(begun);
    await complete(nodes.store, { key: job?.key ?? "" });
  });

  test("is the most urgent one of those that come together", async () => {
    const priority = '<zeebe:jobPriorityDefinition priority="9" />';
    const [calm, urgent] = ["calm", "urgent"].map((id) => serviceTask(id).replace(`type="${id}"`, 'type="both.task"'));
    const process = bpmnProcess(
      "both",
      startEvent("begin"),
      parallelGateway("fork"),
      calm ?? "",
      (urgent ?? "").replace("<bpmn:extensionElements>", (tag) => tag + priority),
      endEvent("end"),
      path("begin", "fork", "calm", "end"),
      path("fork", "urgent", "end"),
    );
    const { both } = await deployed(nodes.store, definitions(process));
    const { answer } = await waitingFor("both");
    await start(nodes.store, both);
    expect(await answer).toMatchObject([{ elementId: "urgent", priority: 9 }]);
    expect(await jobsOf(at(nodes.stores, 1), "both.task")).toMatchObject([{ elementId: "calm", priority: 0 }]);
  });

  test("goes to another worker when that one has gone meanwhile", async () => {
    const key = await deployTask("gone");
    const going = new AbortController();
    const { answer } = await waitingFor("gone", { signal: going.signal, lockMs: longMs });
    const stop = nodes.store.hub.onChange(({ instances }) => instances?.length === 1 && going.abort());
    await start(nodes.store, key);
    stop();
    expect(await answer).toEqual([]);
    const next = await jobsOf(at(nodes.stores, 1), "gone.task", { waitMs: longMs });
    expect(next).toMatchObject([{ processId: "gone" }]);
  });

  test("is nobody's when its batch is rolled back, and the worker waits on", async () => {
    const key = await deployTask("undone");
    const { answer } = await waitingFor("undone");
    const refused = () => expect(start(nodes.store, key)).rejects.toThrow("refused");
    await whileRefused(nodes.store.pool, "millrace.job", refused, { when: "new.type = 'undone.task'" });
    nodes.logged.length = 0;
    const { processInstanceKey } = await start(nodes.store, key);
    expect(await answer).toMatchObject([{ processInstanceKey }]);
  });
});
