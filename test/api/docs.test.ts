import { beforeAll, describe, expect, test } from "vitest";
import { type Answer, ask, at, openServers, send } from "./server.ts";

const servers = openServers();

interface Operation {
  summary?: string;
  tags?: string[];
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>;
  parameters?: { name: string; in: string; required?: boolean }[];
}

let operations: [name: string, operation: Operation][] = [];

beforeAll(async () => {
  const { paths } = await ask(at(servers, 0), "GET", "/docs/json");
  operations = Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
});

/** Every address that Fastify knows, as the description writes it; what serves pages and the description itself is no API. */
function routesOf(): string[] {
  const lines = at(servers, 0).app.printRoutes({ commonPrefix: false }).split("\n");
  const path: string[] = [];
  return lines.flatMap((line) => {
    const match = /^((?:│ {3}| {4})*)(?:├── |└── )(\S*)(?: \(([^)]*)\))?$/.exec(line);
    if (!match) return [];
    const [, indent = "", segment = "", methods] = match;
    path.splice(indent.length / 4, Number.POSITIVE_INFINITY, segment);
    const address = path.join("").replace(/:(\w+)/g, "{$1}");
    if (methods === undefined || !/^\/(v2|api|health)\/|^\/metrics$/.test(address)) return [];
    return methods
      .split(", ")
      .filter((method) => method !== "HEAD")
      .map((method) => `${method} ${address}`);
  });
}

describe("the description of the API", () => {
  test("can be read by people", async () => {
    const page: Answer = await send(at(servers, 0), "GET", "/docs/");
    expect(page.status).toBe(200);
    expect(page.body).toContain("<html");
  });

  test("has every route", () => {
    const routes = routesOf();
    expect(routes).toContain("POST /v2/process-instances/{key}/cancellation");
    expect(operations.map(([name]) => name).sort()).toEqual(routes.sort());
  });

  test("says of each route what it does, what it needs and what it answers", () => {
    for (const [name, { summary, tags, responses = {}, parameters = [] }] of operations) {
      expect(summary, name).toMatch(/^[A-Z0-9]/);
      expect(tags, name).toHaveLength(1);
      for (const [, parameter] of name.matchAll(/\{(\w+)\}/g))
        expect(
          parameters.map((one) => one.name),
          name,
        ).toContain(parameter);
      const good = Object.entries(responses).filter(([status]) => status.startsWith("2"));
      expect(good, `${name} answers something`).toHaveLength(1);
      for (const [status, { content }] of good)
        if (status !== "204") expect(Object.values(content ?? {})[0]?.schema, name).toBeDefined();
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(["4XX", "5XX"]));
    }
  });
});
