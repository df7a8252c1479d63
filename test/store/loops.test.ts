import { expect, test } from "vitest";
import { bpmnProcess, definitions, endEvent, path, repeated, serviceTask, startEvent } from "./diagrams.ts";
import { complete, countOf, deployed, jobsOf, openStores, rowsOf, start, stateOf } from "./openStores.ts";
import { Replays } from "./stateChecks.ts";

const nodes = openStores(1);

const loopOf = (id: string, how: { isSequential: boolean }) => {
  const attributes =
    'inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=item + done"';
  return definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      repeated(serviceTask(`${id}.work`), attributes, how),
      endEvent("end"),
      path("begin", `${id}.work`, "end"),
    ),
  );
};

const tables = [
  "process_instance",
  "element_instance",
  "variable",
  "job",
  "loop",
  "loop_output",
  "token",
  "subscription",
  "incident",
  "compensation",
  "outbox",
];

/** How many rows the last command of an instance has written, by table, and the bytes of its journal entry. */
async function lastWritten(key: string) {
  const [entry] = await rowsOf<{ xid: string; bytes: number }>(
    nodes.store,
    `select xmin::text as xid, length(command) + length(events) as bytes from millrace.journal
     where process_instance_key = $1 order by revision desc limit 1`,
    key,
  );
  const rows: Record<string, number> = {};
  for (const table of tables)
    rows[table] = await countOf(nodes.store, `millrace.${table} where xmin::text = $1`, entry?.xid);
  return { rows, bytes: entry?.bytes ?? 0 };
}

const children = 10_000;

test("of ten thousand children, the last costs as much as the first", async () => {
  const { many } = await deployed(nodes.store, loopOf("many", { isSequential: false }));
  const items = Array.from({ length: children }, (_, n) => n);
  const { processInstanceKey: key } = await start(nodes.store, many, { items });
  const replays = new Replays();
  await replays.expectRows(nodes.store, [key], "after the start");

  const jobs = await jobsOf(nodes.store, "many.work", { jobsMax: children, variableNames: ["item"] });
  expect(jobs).toHaveLength(children);
  const [first, second, ...others] = jobs.map((job) => () => complete(nodes.store, job, { done: 1 }));
  const last = others.pop();
  const beforeLast = others.pop();
  await first?.();
  await second?.();
  const early = await lastWritten(key);
  await Promise.all(others.map((work) => work()));
  await replays.expectRows(nodes.store, [key], "before the last two");
  await beforeLast?.();
  const late = await lastWritten(key);
  expect(late.rows).toEqual(early.rows);
  expect(Math.abs(late.bytes - early.bytes)).toBeLessThan(100);

  await last?.();
  expect(await stateOf(nodes.store, key)).toBe("COMPLETED");
  const [results] = await rowsOf<{ value: string }>(
    nodes.store,
    "select value from millrace.variable where process_instance_key = $1 and name = 'results'",
    key,
  );
  expect(JSON.parse(results?.value ?? "")).toEqual(items.map((item) => item + 1));
  expect(await countOf(nodes.store, "millrace.loop")).toBe(0);
  expect(await countOf(nodes.store, "millrace.loop_output")).toBe(0);
}, 120_000);

test("a sequential body keeps its items and results whoever goes on with it", async () => {
  const { one } = await deployed(nodes.store, loopOf("one", { isSequential: true }));
  const { processInstanceKey: key } = await start(nodes.store, one, { items: ["a", 'b"\\', "c"] });
  const replays = new Replays();
  const other = await nodes.open();
  for (const store of [nodes.store, other, nodes.store]) {
    const [job] = await jobsOf(store, "one.work");
    await complete(store, { key: job?.key ?? "" }, { done: "!" });
    await replays.expectRows(store, [key], "after a child");
  }
  await other.close();
  const [results] = await rowsOf<{ value: string }>(
    nodes.store,
    "select value from millrace.variable where process_instance_key = $1 and name = 'results'",
    key,
  );
  expect(JSON.parse(results?.value ?? "")).toEqual(["a!", 'b"\\!', "c!"]);
});
