import pg from "pg";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { brief } from "./models.ts";
import { type Connection, deploy, type Server, send, startInstance, startServer } from "./server.ts";

let connection: Connection;
let server: Server;
/** Holds the table that the searches read. */
let holder: pg.Client;

beforeAll(async () => {
  connection = await freshDatabase("range");
  server = await startServer(connection);
  await deploy(server, brief);
  return () => server.close();
});

beforeEach(async () => {
  holder = new pg.Client(connection);
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table millrace.incident in access exclusive mode");
});

afterEach(() => holder.end());

const search = () => send(server, "POST", "/v2/incidents/search", {});

/** Searches that wait for the table. */
const stuck = "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

async function untilStuck(count: number): Promise<void> {
  await eventually(`${count} searches to wait`, async () => {
    const { rows } = await server.store.pool.query<{ count: number }>(`select count(*)::int as count ${stuck}`);
    return rows[0]?.count === count;
  });
}

test("commands are carried out while searches wait", async () => {
  const searches = Array.from({ length: 30 }, search);
  await untilStuck(4);
  await startInstance(server, "brief");
  expect(await send(server, "GET", "/v2/status")).toMatchObject({ status: 204 });
  await holder.query("commit");
  for (const answer of await Promise.all(searches)) expect(answer).toMatchObject({ status: 200, body: { items: [] } });
});

test("a search that takes too long is stopped, and told so", async () => {
  const { rows } = await server.store.reading.pool.query("show statement_timeout");
  expect(rows).toEqual([{ statement_timeout: "30s" }]);
  const searching = search();
  await untilStuck(1);
  // What Postgres does itself when the time is up.
  await server.store.pool.query(`select pg_cancel_backend(pid) ${stuck}`);
  expect(await searching).toMatchObject({
    status: 503,
    body: { code: "RESOURCE_EXHAUSTED", title: "RESOURCE_EXHAUSTED", detail: expect.stringContaining("too long") },
  });
  expect(server.logged).toEqual([]);
});

test("a search whose connection is lost is told that the database does not answer", async () => {
  const searching = search();
  await untilStuck(1);
  await server.store.pool.query(`select pg_terminate_backend(pid) ${stuck}`);
  expect(await searching).toMatchObject({ status: 503, body: { code: "STORE_UNAVAILABLE" } });
  expect(server.logged).toEqual([]);
});
