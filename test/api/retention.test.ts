import { expect, test } from "vitest";
import { ask, at, openServers, send } from "./server.ts";

const servers = openServers();

test("says how long ended instances are kept, and lets it be changed", async () => {
  const server = at(servers, 0);
  expect(await ask(server, "GET", "/api/retention")).toEqual({ days: null, processes: [] });
  await ask(server, "PUT", "/api/retention", { days: 90 });
  await ask(server, "PUT", "/api/retention/processes/payment", { days: 3_650 });
  await ask(server, "PUT", "/api/retention/processes/a%2Fb", { days: null });
  expect(await ask(server, "GET", "/api/retention")).toEqual({
    days: 90,
    processes: [
      { processDefinitionId: "a/b", days: null },
      { processDefinitionId: "payment", days: 3_650 },
    ],
  });
  await ask(server, "DELETE", "/api/retention/processes/payment");
  await ask(server, "DELETE", "/api/retention/processes/a%2Fb");
  expect(await ask(server, "GET", "/api/retention")).toEqual({ days: 90, processes: [] });
  expect(await ask(server, "POST", "/api/retention/enforcement")).toEqual({ ranges: [], instances: 0 });
});

test.each([[-1], [1.5], ["soon"], [1_000_000], [undefined]])("refuses %s days, and names the field", async (days) => {
  const refused = await send(at(servers, 0), "PUT", "/api/retention", { days });
  expect(refused).toMatchObject({ status: 400, body: { code: "BODY_INVALID" } });
  expect(JSON.stringify(refused.body)).toContain("days");
});
