import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { calling } from "./constructModels.ts";
import { brief, tour } from "./models.ts";
import { ask, at, deploy, openServers, send, startInstance } from "./server.ts";

const servers = openServers();

const guide = readFileSync(new URL("../../docs/operating.md", import.meta.url), "utf8");
const written = /```sql\n(begin;[^`]*commit;)\n```/.exec(guide)?.[1] ?? "";

/** Tables that belong to messages; they empty by themselves. */
const ofMessages = ["message_correlation", "outbox"];

test("the statement for operators removes instances that ended before a date, and nothing else", async () => {
  const server = at(servers, 0);
  await deploy(server, tour);
  const ended = await startInstance(server, "tour", { orderId: "gone" });
  const running = await startInstance(server, "tour", { orderId: "stays" });
  await ask(server, "POST", `/v2/process-instances/${ended}/cancellation`);
  const { rows: tables } = await server.store.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'millrace' and column_name = 'process_instance_key' order by name`,
  );
  const removed = [...written.matchAll(/delete from millrace\.(\w+)/g)].map(([, name]) => name);
  expect([...removed, ...ofMessages].sort()).toEqual([...tables.map(({ name }) => name), "process_instance"].sort());

  await server.store.pool.query(written);
  expect(await send(server, "GET", `/v2/process-instances/${ended}`)).toMatchObject({ status: 200 });
  await server.store.pool.query(written.replace("2026-01-01", "2999-01-01"));
  for (const { name } of tables) {
    const { rows } = await server.store.pool.query(`select 1 from millrace.${name} where process_instance_key = $1`, [
      ended,
    ]);
    expect([name, rows.length]).toEqual([name, 0]);
  }
  expect(await send(server, "GET", `/v2/process-instances/${ended}`)).toMatchObject({ status: 404 });
  const [job] = (await ask(server, "POST", "/v2/jobs/search", {})).items;
  expect(job.processInstanceKey).toBe(running);
  await ask(server, "POST", `/v2/jobs/${job.jobKey}/completion`, {});
  expect(server.logged).toEqual([]);
});

test("instances that called each other go together", async () => {
  const server = at(servers, 0);
  for (const xml of [brief, calling("waiting", "nowhere"), calling("caller", "waiting"), calling("short", "brief")])
    await deploy(server, xml);
  const called = async (key: string) => {
    await server.store.settled();
    const filter = { parentProcessInstanceKey: key };
    return (await ask(server, "POST", "/v2/process-instances/search", { filter })).items.length;
  };
  const caller = await startInstance(server, "caller");
  const short = await startInstance(server, "short");
  expect([await called(caller), await called(short)]).toEqual([1, 1]);
  await server.store.pool.query(written.replace("2026-01-01", "2999-01-01"));
  expect([await called(caller), await called(short)]).toEqual([1, 0]);
  await ask(server, "POST", `/v2/process-instances/${caller}/cancellation`);
  await server.store.settled();
  await server.store.pool.query(written.replace("2026-01-01", "2999-01-01"));
  expect(await called(caller)).toBe(0);
});
