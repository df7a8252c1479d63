import { beforeAll, describe, expect, test } from "vitest";
import { resources } from "../../server/store/search/index.ts";
import { tour } from "./models.ts";
import { ask, at, deploy, openServers, searchPaths as paths, send, startInstance } from "./server.ts";

const servers = openServers();

/** In the order in which they are started. */
const orders = ["S-1", "S-2", "S-3", "S-4", "S-5"];
const keys: string[] = [];

beforeAll(async () => {
  const server = at(servers, 0);
  await deploy(server, tour);
  for (const orderId of orders) keys.push(await startInstance(server, "tour", { orderId, nested: { a: "ä" } }));
  for (const [index, key] of keys.entries()) {
    const [job] = (await search("job", { filter: { processInstanceKey: key } })).items;
    if (index < 3) await ask(server, "POST", `/v2/jobs/${job.jobKey}/completion`, {});
  }
  const [first] = (await search("userTask", { filter: { processInstanceKey: keys[0] } })).items;
  await ask(server, "POST", `/v2/user-tasks/${first.userTaskKey}/assignment`, { assignee: "anna" });
  await ask(server, "POST", `/v2/process-instances/${keys[4]}/cancellation`);
});

const search = (resource: keyof typeof resources, request: unknown) =>
  ask(at(servers, 0), "POST", paths[resource], request);

const ordersOf = async (filter: unknown) =>
  (await search("processInstance", { filter })).items.map(
    (item: { processInstanceKey: string }) => orders[keys.indexOf(item.processInstanceKey)],
  );

describe("filters", () => {
  test.each<[string, () => unknown, string[]]>([
    ["a plain value", () => ({ state: "TERMINATED" }), ["S-5"]],
    ["$eq", () => ({ processInstanceKey: { $eq: keys[1] } }), ["S-2"]],
    ["$neq", () => ({ state: { $neq: "ACTIVE" } }), ["S-5"]],
    ["$neq of what has no value", () => ({ businessId: { $neq: "x" } }), orders],
    ["$in of states", () => ({ state: { $in: ["TERMINATED", "COMPLETED"] } }), ["S-5"]],
    ["$in of keys", () => ({ processInstanceKey: { $in: [keys[0], keys[4]] } }), ["S-1", "S-5"]],
    ["$notIn", () => ({ processInstanceKey: { $notIn: keys.slice(1) } }), ["S-1"]],
    ["$exists", () => ({ endDate: { $exists: true } }), ["S-5"]],
    ["$exists: false", () => ({ endDate: { $exists: false }, processInstanceKey: { $gt: keys[2] } }), ["S-4"]],
    ["$like", () => ({ processDefinitionId: { $like: "?ou*" }, state: { $like: "TERM*" } }), ["S-5"]],
    ["$like with a literal *", () => ({ processDefinitionId: { $like: "to\\*r" } }), []],
    ["dates", () => ({ startDate: { $gt: "2020-01-01T00:00:00Z", $lte: "2999-12-31T23:59:59.999+02:00" } }), orders],
    ["a day", () => ({ startDate: { $lt: "2020-01-01" } }), []],
    ["several operators", () => ({ processInstanceKey: { $gte: keys[1], $lt: keys[3] } }), ["S-2", "S-3"]],
    ["$or", () => ({ $or: [{ state: "TERMINATED" }, { processInstanceKey: keys[0] }] }), ["S-1", "S-5"]],
    [
      "$or beside a field",
      () => ({ state: "ACTIVE", $or: [{ state: "TERMINATED" }, { processInstanceKey: keys[0] }] }),
      ["S-1"],
    ],
    ["where it is", () => ({ elementId: "review" }), ["S-1", "S-2", "S-3"]],
    ["where it is, by operator", () => ({ elementId: { $in: ["prepare", "done"] } }), ["S-4"]],
    ["a variable", () => ({ variables: [{ name: "orderId", value: '"S-2"' }] }), ["S-2"]],
    [
      "two variables",
      () => ({
        variables: [
          { name: "orderId", value: { $like: '"S-?"' } },
          { name: "title", value: '"S-3"' },
        ],
      }),
      ["S-3"],
    ],
    ["no variable", () => ({ variables: [] }), orders],
    ["tags", () => ({ tags: ["none"] }), []],
    ["an empty filter", () => ({}), orders],
  ])("%s", async (_, filter, expected) => {
    expect((await ordersOf(filter())).sort()).toEqual(expected);
  });

  test("user tasks by assignee, candidates and variables", async () => {
    const count = async (filter: unknown) => (await search("userTask", { filter })).page.totalItems;
    expect(await count({ assignee: "anna" })).toBe(1);
    expect(await count({ assignee: { $exists: false } })).toBe(2);
    expect(await count({ assignee: { $neq: "anna" } })).toBe(2);
    expect(await count({ candidateGroup: { $in: ["clerks", "x"] } })).toBe(3);
    expect(await count({ candidateGroup: "clerk" })).toBe(0);
    expect(await count({ candidateGroup: { $eq: "chiefs", $neq: "clerks" } })).toBe(3);
    expect(await count({ candidateGroup: { $like: "cl*" } })).toBe(3);
    expect(await count({ candidateUser: "anna", priority: { $gte: 70, $lte: 70 } })).toBe(3);
    expect(await count({ processInstanceVariables: [{ name: "orderId", value: '"S-1"' }] })).toBe(1);
    expect(await count({ localVariables: [{ name: "title", value: '"S-2"' }] })).toBe(1);
    expect(await count({ localVariables: [{ name: "orderId", value: '"S-2"' }] })).toBe(0);
  });
});

describe("pages", () => {
  const sort = [
    { field: "state", order: "DESC" },
    { field: "startDate", order: "asc" },
  ];
  const page = (more: unknown) => search("processInstance", { sort, page: more });
  const shown = (answer: { items: { processInstanceKey: string }[] }) =>
    answer.items.map((item) => orders[keys.indexOf(item.processInstanceKey)]);
  const inOrder = ["S-5", "S-1", "S-2", "S-3", "S-4"];

  test("go on after the last item and back before the first", async () => {
    const first = await page({ limit: 2 });
    expect(shown(first)).toEqual(inOrder.slice(0, 2));
    expect(first.page).toMatchObject({ totalItems: 5, hasMoreTotalItems: false });
    const second = await page({ limit: 2, after: first.page.endCursor });
    expect(shown(second)).toEqual(inOrder.slice(2, 4));
    const third = await page({ limit: 2, after: second.page.endCursor });
    expect(shown(third)).toEqual(inOrder.slice(4));
    expect(shown(await page({ limit: 2, before: third.page.startCursor }))).toEqual(inOrder.slice(2, 4));
    expect(shown(await page({ limit: 9, before: second.page.startCursor }))).toEqual(inOrder.slice(0, 2));
  });

  test("begin anywhere, may be empty, and end", async () => {
    expect(shown(await page({ from: 3, limit: 2 }))).toEqual(inOrder.slice(3));
    const none = await page({ limit: 0 });
    expect(none).toEqual({
      items: [],
      page: { totalItems: 5, hasMoreTotalItems: false, startCursor: null, endCursor: null },
    });
    const all = await page({});
    expect((await page({ after: all.page.endCursor })).items).toEqual([]);
    expect((await page({ from: 1_000_000_000_000 })).items).toEqual([]);
  });

  test("keep their place where values are missing or equal", async () => {
    for (const order of ["ASC", "DESC"])
      for (const field of ["endDate", "businessId", "tenantId", "hasIncident", "tags"]) {
        const whole = shown(await search("processInstance", { sort: [{ field, order }] }));
        const seen: unknown[] = [];
        for (let after: string | null | undefined; after !== null; ) {
          const answer = await search("processInstance", {
            sort: [{ field, order }],
            page: { limit: 2, ...(after ? { after } : {}) },
          });
          seen.push(...shown(answer));
          after = answer.page.endCursor;
        }
        expect(seen, `${field} ${order}`).toEqual(whole);
      }
  });

  test.each<[string, unknown, string]>([
    ["text that is no cursor", { after: "nonsense" }, "/page/after"],
    ["a cursor of another sort", { before: btoa("[1]") }, "/page/before"],
    ["a cursor with values of another kind", { after: btoa('["ACTIVE","x","y"]') }, "/page/after"],
    ["two places", { from: 1, after: btoa("[]") }, "/page/after"],
    ["both directions", { before: btoa("[]"), after: btoa("[]") }, "/page/before"],
    ["more than a page may hold", { limit: 10_001 }, "/page/limit"],
    ["less than nothing", { from: -1 }, "/page/from"],
    ["a place beyond numbers", { from: 1e30 }, "/page/from"],
    ["a half", { limit: 1.5 }, "/page/limit"],
  ])("refuse %s", async (_, more, field) => {
    const answer = await send(at(servers, 0), "POST", paths.processInstance, { sort, page: more });
    expect(answer).toMatchObject({ status: 400, body: { code: "BODY_INVALID", field } });
  });
});

describe("every resource", () => {
  test.each(Object.keys(resources) as (keyof typeof resources)[])(
    "%s sorts by each field and finds by what it answers",
    async (name) => {
      const [item] = (await search(name, { page: { limit: 1 } })).items;
      for (const [field, { kind }] of Object.entries(resources[name].fields)) {
        if (kind === "json") continue;
        const { items } = await search(name, { sort: [{ field, order: "DESC" }], page: { limit: 1 } });
        if (item) expect(items, `${name} by ${field}`).toHaveLength(1);
        const value = item?.[field];
        if (value === undefined || value === null || kind === "texts") continue;
        const { page } = await search(name, { filter: { [field]: kind === "boolean" ? value : { $in: [value] } } });
        expect(page.totalItems, `${name} where ${field} is ${value}`).toBeGreaterThan(0);
      }
    },
  );
});
