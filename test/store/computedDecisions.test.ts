import { beforeAll, expect, test } from "vitest";
import { dmn, literal } from "./decisionTables.ts";
import { bpmnProcess, definitions, endEvent, path, repeated, startEvent } from "./diagrams.ts";
import { allEnded, countOf, deployed, openStores, rowsOf, start } from "./openStores.ts";

const nodes = openStores(1);
const keys: Record<string, string> = {};

const computed = (id: string, decisionId: string) =>
  `<bpmn:businessRuleTask id="${id}"><bpmn:extensionElements><zeebe:calledDecision decisionId="${decisionId}" resultVariable="made" /></bpmn:extensionElements></bpmn:businessRuleTask>`;

const process = (id: string, task: string) =>
  definitions(bpmnProcess(id, startEvent("begin"), task, endEvent("end"), path("begin", "decide", "end")));

/** More than are looked for. */
const decisions = 210;

beforeAll(async () => {
  const each = repeated(
    computed("decide", "=&quot;d&quot; + string(i)"),
    'inputCollection="=for n in 1..count return n" inputElement="i"',
  );
  const files = [process("one", computed("decide", "=&quot;d&quot; + string(i)")), process("many", each)];
  Object.assign(keys, await deployed(nodes.store, ...files));
  const all = Array.from({ length: decisions }, (_, at) => literal(`d${at + 1}`, `${at + 1}`));
  await nodes.store.deploy([{ name: "all.dmn", content: dmn("all", ...all) }]);
});

test("many commands of one batch may each ask for another one, and are carried out once", async () => {
  const starting = Array.from({ length: 40 }, (_, at) => start(nodes.store, keys.one, { i: at + 1 }));
  const started = await Promise.all(starting);
  await allEnded(
    nodes.store,
    started.map(({ processInstanceKey }) => processInstanceKey),
  );
  const rows = await rowsOf<{ value: string; count: number }>(
    nodes.store,
    "select value, count(*)::int as count from millrace.variable where name = 'made' group by value",
  );
  expect(rows.map(({ value }) => Number(value)).sort((one, other) => one - other)).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
  expect(rows.every(({ count }) => count === 1)).toBe(true);
});

test("one command may ask for many", async () => {
  const { processInstanceKey } = await start(nodes.store, keys.many, { count: 150 });
  await allEnded(nodes.store, [processInstanceKey]);
});

test("one that asks for more than are looked for waits for a person, with what it could not decide", async () => {
  const { processInstanceKey } = await start(nodes.store, keys.many, { count: decisions });
  const from = "millrace.incident where process_instance_key = $1 and code = 'CALLED_DECISION_ERROR'";
  const waiting = await countOf(nodes.store, from, processInstanceKey);
  expect(waiting).toBeGreaterThan(0);
  expect(waiting).toBeLessThan(decisions);
});
