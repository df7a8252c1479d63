import { beforeAll, expect, test } from "vitest";
import type { ResourceName } from "../../server/store/search/index.ts";
import { alarmed, chosen, warned } from "./constructModels.ts";
import { Generator, pick, type Random, randomOf, type Schema } from "./generate.ts";
import { tour } from "./models.ts";
import { ask, at, deploy, formOf, openServers, searchPaths, send, startInstance } from "./server.ts";

const servers = openServers();
/** Keys of things that exist, by what they are keys of. */
const keys: Record<string, string[]> = {};

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly body: Schema | null;
}

let operations: Operation[] = [];
/** Routes that did what they were asked at least once. */
const done = new Set<string>();

beforeAll(async () => {
  const server = at(servers, 0);
  for (const xml of [tour, alarmed, chosen, warned("hot", 0)]) await deploy(server, xml);
  for (let count = 0; count < 5; count++) await startInstance(server, "chosen");
  for (let count = 0; count < 30; count++) await startInstance(server, "tour", { orderId: `R-${count}` });
  const { items: jobs } = await ask(server, "POST", searchPaths.job, {});
  for (const { jobKey } of jobs.slice(0, 15)) await ask(server, "POST", `/v2/jobs/${jobKey}/completion`, {});
  for (const { jobKey } of jobs.slice(15, 20)) await ask(server, "POST", `/v2/jobs/${jobKey}/failure`, {});
  for (const path of Object.values(searchPaths))
    for (const item of (await ask(server, "POST", path, {})).items) collectKeys(item);
  operations = operationsIn(await ask(server, "GET", "/docs/json"));
});

function collectKeys(item: object): void {
  for (const [name, value] of Object.entries(item)) {
    if (!name.endsWith("Key") || typeof value !== "string") continue;
    const known = keys[name] ?? [];
    known.push(value);
    keys[name] = known;
  }
}

/** Which key an address takes, by the part before it. */
const keyNames: Record<string, string> = {
  "process-definitions": "processDefinitionKey",
  "process-instances": "processInstanceKey",
  "element-instances": "elementInstanceKey",
  jobs: "jobKey",
  "user-tasks": "userTaskKey",
  incidents: "incidentKey",
  "ad-hoc-activities": "elementInstanceKey",
};

/** Mostly a key of what the address is about. */
function addressOf(random: Random, path: string, anyKey: () => string): string {
  const name = keyNames[/([^/]+)\/\{key\}/.exec(path)?.[1] ?? ""];
  const fitting = (name && keys[name]) || [];
  return path.replace("{key}", fitting.length > 0 && random() < 0.9 ? pick(random, fitting) : anyKey());
}

type Described = Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>;

/** Everything that changes or searches, with what it expects; forms and models are tried below. */
function operationsIn({ paths }: { paths: Record<string, Described> }): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      if (method === "get" || path === "/v2/deployments" || path === "/api/check") return [];
      return [{ method: method.toUpperCase(), path, body: requestBody?.content["application/json"]?.schema ?? null }];
    }),
  );
}

const resourceOf = (path: string) =>
  (Object.entries(searchPaths) as [ResourceName, string][]).find(([, search]) => search === path)?.[0];

/** Waits are tested elsewhere; here they would only take time. */
function withoutWaits(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const { awaitCompletion: _, ...rest } = body as Record<string, unknown>;
  return "maxJobsToActivate" in rest ? { ...rest, requestTimeout: -1 } : rest;
}

test.each([1, 2, 3, 4])("random JSON is done or refused, never a defect (seed %d)", async (seed) => {
  const random = randomOf(seed);
  const generator = new Generator(random, Object.values(keys).flat());
  const server = at(servers, 0);
  const rounds = 300;
  for (let round = 0; round < rounds; round++) {
    const { method, path, body: schema } = pick(random, operations);
    const resource = resourceOf(path);
    const body = withoutWaits(resource ? generator.search(resource) : generator.value(schema ?? {}));
    const address = addressOf(random, path, generator.key);
    const answer = await send(server, method, address, JSON.stringify(body) ?? "", {
      "content-type": "application/json",
    });
    const request = `${method} ${address} ${JSON.stringify(body)}`.slice(0, 2_000);
    expect(answer.status, `${request}\n${server.logged.at(-1)}`).toBeLessThan(500);
    if (answer.status < 300) done.add(`${method} ${path}`);
    else expect(answer.body, request).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
  }
});

test("most routes have done what random requests asked, or these would test no more than the schemas", () => {
  expect(done.size).toBeGreaterThan((operations.length * 3) / 4);
});

test.each([5, 6])("a model with random damage is deployed or refused (seed %d)", async (seed) => {
  const random = randomOf(seed);
  const server = at(servers, 0);
  for (let round = 0; round < 40; round++) {
    const answer = await send(server, "POST", "/v2/deployments", formOf({ "damaged.bpmn": damaged(random, tour) }));
    expect(answer.status, `round ${round}\n${server.logged.at(-1)}`).toBeLessThan(500);
  }
});

/** Leaves out, doubles or replaces pieces of the text. */
function damaged(random: Random, xml: string): string {
  let text = xml;
  for (let cut = 0; cut < 1 + random() * 3; cut++) {
    const from = Math.floor(random() * text.length);
    const length = Math.floor(random() * 60);
    const twice = text.slice(from, from + 2 * length);
    const piece = pick(random, ["", twice, "<", '"', "&#0;", "&amp;", "=", "\u0001", "bpmn:", "]]>"]);
    text = text.slice(0, from) + piece + text.slice(from + length);
  }
  return text;
}

test("what random requests have left can still be read", async () => {
  const server = at(servers, 0);
  for (const path of Object.values(searchPaths)) await ask(server, "POST", path, { page: { limit: 1_000 } });
  const { items } = await ask(server, "POST", searchPaths.processInstance, { page: { limit: 200 } });
  for (const { processInstanceKey } of items) {
    await ask(server, "GET", `/api/process-instances/${processInstanceKey}/journal`);
    await ask(server, "GET", `/api/process-instances/${processInstanceKey}/explanation`);
    await ask(server, "GET", `/v2/process-instances/${processInstanceKey}/sequence-flows`);
  }
  await ask(server, "GET", "/api/overview");
  expect(server.logged).toEqual([]);
});
