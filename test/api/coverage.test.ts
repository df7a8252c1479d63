import { expect, test } from "vitest";
import { constructs } from "../../engine/constructs/table.ts";
import type { Covered } from "../../server/contract.ts";
import { probes } from "../constructs/probes.ts";
import { ask, at, openServers, send } from "./server.ts";

const servers = openServers();

test("the coverage is the table, row by row", async () => {
  const { items }: { items: Covered[] } = await ask(at(servers, 0), "GET", "/api/coverage");
  expect(items.map(({ id }) => id)).toEqual(constructs.map(({ id }) => id));
  expect(items.find(({ id }) => id === "parallelGateway")).toMatchObject({
    group: "gateways",
    name: "parallel gateway",
    bpmn: "bpmn:ParallelGateway",
    section: "13.4.1",
    verdict: "executed",
    instead: null,
    scenarios: [{ file: expect.stringContaining("test/scenarios/") }, {}, {}],
  });
  expect(items.find(({ id }) => id === "choreographyTask")).toMatchObject({
    verdict: "refused",
    instead: expect.stringContaining("Draw the processes"),
    scenarios: [],
  });
});

test("what the coverage calls executed can be checked here, and what it refuses is refused", async () => {
  const { items }: { items: Covered[] } = await ask(at(servers, 0), "GET", "/api/coverage");
  for (const { id, verdict } of items) {
    const { body } = await send(at(servers, 0), "POST", "/api/check", probes[id], { "content-type": "text/xml" });
    const isRefused = body.findings.some(({ severity }: { severity: string }) => severity === "error");
    expect({ id, isRefused }).toEqual({ id, isRefused: verdict === "refused" });
  }
});
