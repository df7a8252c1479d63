import { describe, expect, test } from "vitest";
import type { UserTask } from "../../console/api/v2Types.ts";
import {
  changedValues,
  type FieldDraft,
  fieldsOf,
  keepField,
  labelOf,
  problemOf,
} from "../../console/inbox/fieldDrafts.ts";
import { taskGroups, viewQuery } from "../../console/inbox/views.ts";
import { incidentGroups } from "../../console/incidents/incidentGroups.ts";
import { instanceQuery } from "../../console/instances/instanceQuery.ts";
import { childrenStep, treeNodes } from "../../console/parts/treeNodes.ts";
import { feelPath, jsonProblem, preview, variablesProblem, withValueAt } from "../../console/parts/variables.ts";
import { dueStanding, shareLeft } from "../../console/words/due.ts";
import { duration, shortTime } from "../../console/words/time.ts";

describe("time", () => {
  test.each([
    [640, "640ms"],
    [999.7, "1s"],
    [12_000, "12s"],
    [59_600, "1m"],
    [38 * 60_000, "38m"],
    [59.7 * 60_000, "1h"],
    [65 * 60_000, "1h 05m"],
    [2 * 3_600_000, "2h"],
    [27 * 3_600_000, "1d 3h"],
  ])("%d ms are written %s", (ms, words) => expect(duration(ms)).toBe(words));

  const now = new Date(2026, 10, 20, 12, 0);
  test.each([
    [new Date(2026, 10, 20, 10, 6), "10:06"],
    [new Date(2026, 10, 19, 15, 10), "Thu 15:10"],
    [new Date(2026, 10, 21, 0, 32), "Sat 21 Nov, 00:32"],
    [new Date(2025, 0, 5, 9, 0), "5 Jan 2025, 09:00"],
  ])("%s is written %s", (at, words) => expect(shortTime(at.toISOString(), now)).toBe(words));
});

describe("variables", () => {
  test("are shown in one line", () => {
    expect(preview("deposit")).toBe('"deposit"');
    expect(preview([])).toBe("[ ]");
    expect(preview({ score: 62, band: "high", lines: [1, 2], more: true })).toBe(
      '{ score: 62, band: "high", lines: [ 2 ], … }',
    );
  });

  test("are changed inside, with the rest as it was", () => {
    const order = { id: "A", lines: [{ sku: "x" }, { sku: "y" }] };
    expect(withValueAt(order, ["lines", "1", "sku"], "z")).toEqual({ id: "A", lines: [{ sku: "x" }, { sku: "z" }] });
    expect(feelPath("order", ["lines", "1", "sku"], order)).toBe("order.lines[2].sku");
  });

  test("of many parts are shown a hundred at a time, and long texts cut", () => {
    const rows = Array.from({ length: 250 }, (_, id) => id);
    const list = { scopeKey: "1", name: "rows", value: rows, changedAt: null };
    const [closed] = treeNodes(list, new Set(), new Map());
    const open = new Set([closed?.id ?? ""]);
    expect(treeNodes(list, open, new Map()).map(({ label, hidden }) => label || hidden)).toEqual([
      "rows",
      ...rows.slice(0, childrenStep).map(String),
      150,
    ]);
    expect(treeNodes(list, open, new Map([[closed?.id ?? "", 250]]))).toHaveLength(251);
    expect(preview("x".repeat(100_000)).length).toBeLessThan(500);
  });

  test("that are no JSON say where and what would be", () => {
    expect(jsonProblem('{ "a": 1 }')).toBeNull();
    expect(jsonProblem("{\n  amount: 3 }")).toMatch(/^Not JSON in line 2: /);
    expect(variablesProblem("[1]")).toMatch(/^Variables are an object/);
    expect(variablesProblem("  ")).toBeNull();
  });
});

describe("a task's form", () => {
  const variable = (name: string, value: unknown) => ({
    variableKey: name,
    name,
    value: JSON.stringify(value),
    scopeKey: "1",
    processInstanceKey: "1",
  });

  test("puts short fields first and keeps what was typed", () => {
    const variables = [variable("order", { id: 1 }), variable("approved", false), variable("amount", 250)];
    expect(fieldsOf("t", variables).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "amount number",
      "approved boolean",
      "order json",
    ]);
    keepField("t", { name: "amount", kind: "number", text: "300", original: 250 });
    keepField("t", { name: "reason", kind: "text", text: "paid", original: undefined });
    expect(changedValues(fieldsOf("t", variables))).toEqual({ amount: 300, reason: "paid" });
  });

  test("says what a field expected", () => {
    const draft: FieldDraft = { name: "orderTotal", kind: "number", text: "a lot", original: 1 };
    expect(problemOf(draft)).toBe("Order total must be a number. You entered a lot.");
    expect(labelOf("order_id")).toBe("Order id");
  });
});

describe("due dates", () => {
  const created = "2026-11-20T08:00:00Z";
  const task = (userTaskKey: string, dueDate: string | null) =>
    ({ userTaskKey, creationDate: created, dueDate, completionDate: null }) as UserTask;

  test.each([
    ["2026-11-20T10:59:00Z", "onTrack", 0.254],
    ["2026-11-20T11:00:00Z", "atRisk", 0.25],
    ["2026-11-20T12:00:01Z", "over", 0],
  ])("at %s four hours are %s", (now, standing, left) => {
    const due = { creationDate: created, dueDate: "2026-11-20T12:00:00Z" };
    expect(dueStanding(due, new Date(now))).toBe(standing);
    expect(shareLeft(due, new Date(now))).toBeCloseTo(left, 3);
  });

  test("put what is most urgent on the first page, then what is new", () => {
    expect(viewQuery("mine", "demo", 100)).toEqual({
      filter: { state: "CREATED", assignee: "demo" },
      sort: [
        { field: "dueDate", order: "ASC" },
        { field: "creationDate", order: "DESC" },
      ],
      page: { limit: 100 },
    });
  });

  test("group tasks by urgency, the most urgent first", () => {
    const now = new Date(2026, 10, 20, 12, 0);
    const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
    const tasks = [
      task("none", null),
      task("later", inHours(60)),
      task("soon", inHours(0.1)),
      task("late", inHours(-1)),
    ];
    expect(
      taskGroups(tasks, "open", now).map(({ label, tasks: [first] }) => `${label}: ${first?.userTaskKey}`),
    ).toEqual(["Over time: late", "At risk: soon", "Later: later", "No due date: none"]);
  });
});

test("the instances page's address is a search", () => {
  expect(instanceQuery(new URLSearchParams("state=incident&process=order&version=2&page=3"))).toEqual({
    filter: { state: "ACTIVE", hasIncident: true, processDefinitionId: "order", processDefinitionVersion: 2 },
    sort: [{ field: "startDate", order: "DESC" }],
    page: { from: 100, limit: 50 },
  });
  expect(instanceQuery(new URLSearchParams("q=4711")).filter).toEqual({ processInstanceKey: "4711" });
  expect(instanceQuery(new URLSearchParams("element=work")).filter).toEqual({ elementId: "work" });
});

test("incidents are gathered by element and kind, the most frequent first", () => {
  const incident = (incidentKey: string, elementId: string) => ({
    incidentKey,
    elementId,
    processDefinitionId: "order",
    processDefinitionKey: "1",
    processInstanceKey: incidentKey,
    elementInstanceKey: incidentKey,
    errorType: "JOB_NO_RETRIES",
    errorMessage: "",
    creationTime: "2026-11-20T10:00:00Z",
    state: "ACTIVE",
    jobKey: null,
  });
  const groups = incidentGroups([incident("1", "ship"), incident("2", "charge"), incident("3", "charge")]);
  expect(groups.map(({ elementId, incidents }) => `${elementId} ${incidents.length}`)).toEqual(["charge 2", "ship 1"]);
});
