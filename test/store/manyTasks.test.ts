import { beforeAll, expect, test } from "vitest";
import { copyInstance } from "../../bench/copies.ts";
import { Reads } from "../../server/store/reads.ts";
import { bpmnProcess, definitions, endEvent, path, startEvent, userTask } from "./diagrams.ts";
import { deployed, openStores, rowsOf, start } from "./openStores.ts";

const nodes = openStores(1);
const search = (request: object) => new Reads(nodes.store).search("userTask", request);

/** More than are sorted after they were found (`search.ts`), so that both ways of a search are gone. */
const copies = 1_500;

/** A day for a tenth of the tasks; the others have none. */
const dueDate = "case when n.number % 10 = 0 then timestamptz '2027-01-01' + n.number % 7 * interval '1 day' end";

beforeAll(async () => {
  const elements = [startEvent("begin"), userTask("ask"), endEvent("end"), path("begin", "ask", "end")];
  const keys = await deployed(nodes.store, definitions(bpmnProcess("asking", ...elements)));
  const { processInstanceKey } = await start(nodes.store, keys.asking, { amount: 7 });
  await copyInstance(nodes.store.pool, BigInt(processInstanceKey), copies, {
    "millrace.user_task.assignee": "case when n.number % 100 = 0 then 'anna' end",
    "millrace.user_task.candidate_groups": "array['group' || n.number % 300]",
    "millrace.user_task.due_date": dueDate,
  });
});

test("copies are instances as executed ones are, before those that come", async () => {
  const { processInstanceKey } = await start(nodes.store, (await definitionKeys())[0], { amount: 7 });
  const counted = await rowsOf(
    nodes.store,
    `select count(*)::int as rows, count(distinct process_instance_key)::int as instances,
            count(*) filter (where scope_key = process_instance_key)::int as own
     from millrace.variable where value = '7'`,
  );
  expect(counted).toEqual([{ rows: copies + 2, instances: copies + 2, own: copies + 2 }]);
  const [copy] = await rowsOf<{ key: string; events: string }>(
    nodes.store,
    `select process_instance_key::text as key, events from millrace.journal
     where process_instance_key = (select max(process_instance_key) from millrace.journal where process_instance_key <> $1)`,
    processInstanceKey,
  );
  expect(copy?.events).toContain(`"elementKey":"${copy?.key}"`);
});

const definitionKeys = async () =>
  (await rowsOf<{ key: string }>(nodes.store, "select key::text as key from millrace.process_definition")).map(
    ({ key }) => key,
  );

const sort = [
  { field: "dueDate", order: "ASC" },
  { field: "creationDate", order: "DESC" },
];

test.each([
  ["all", { state: "CREATED" }, copies],
  ["of nobody", { state: "CREATED", assignee: { $exists: false } }, copies - 15],
  ["of a person", { state: "CREATED", assignee: "anna" }, 15],
  ["of a group", { state: "CREATED", candidateGroup: "group30" }, 5],
  ["of a process", { processDefinitionId: "asking", processName: { $exists: false } }, copies],
])("tasks %s come page by page in the order asked for", async (_, filter, least) => {
  const whole = await search({ filter, sort, page: { limit: 10_000 } });
  expect(whole.items.length).toBeGreaterThanOrEqual(least);
  expect(whole.page.totalItems).toBe(whole.items.length);
  const places = whole.items.map((task) => [task.dueDate ?? "none", task.creationDate, task.userTaskKey].map(String));
  const [byDue, newestFirst] = [at(0, 1), at(1, -1)];
  expect(places).toEqual(
    places.toSorted((one, other) => byDue(one, other) || newestFirst(one, other) || latestFirst(one, other)),
  );
  const first = await search({ filter, sort, page: { limit: 4 } });
  const second = await search({ filter, sort, page: { limit: 4, after: first.page.endCursor ?? "" } });
  expect([...first.items, ...second.items]).toEqual(whole.items.slice(0, 8));
});

/** Compares one of the texts of two places. */
const at =
  (index: number, direction: 1 | -1) =>
  (one: readonly string[], other: readonly string[]): number =>
    direction * (one[index] ?? "").localeCompare(other[index] ?? "");

const latestFirst = (one: readonly string[], other: readonly string[]): number =>
  Number(BigInt(other[2] ?? 0) - BigInt(one[2] ?? 0));
