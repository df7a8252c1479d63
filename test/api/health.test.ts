import { describe, expect, test } from "vitest";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { ask, at, openServers, type Server, send, startServer } from "./server.ts";

const servers = openServers();

const notReady = async (server: Server) => {
  const { status, type, body } = await send(server, "GET", "/health/ready");
  expect([status, type]).toEqual([503, "application/problem+json; charset=utf-8"]);
  expect(body).toMatchObject({ code: "NOT_READY", title: "The server is not ready", instance: "/health/ready" });
  return body.detail as string;
};

describe("health", () => {
  test("a server that does its work is live and ready", async () => {
    expect(await ask(at(servers, 0), "GET", "/health/live")).toEqual({ status: "live" });
    expect(await ask(at(servers, 0), "GET", "/health/ready")).toEqual({ status: "ready" });
  });

  test("a database that lacks migrations is named", async () => {
    const server = await startServer(await freshDatabase("range"));
    await server.store.pool.query(
      "delete from millrace_migrations.__drizzle_migrations where created_at = (select max(created_at) from millrace_migrations.__drizzle_migrations)",
    );
    expect(await notReady(server)).toBe("Migrations of the database are missing");
    await server.close();
  });

  test("a database that does not answer in time is named, and the process is live all the same", async () => {
    const server = await startServer(await freshDatabase("range"));
    const release = await lock(server, "millrace_migrations.__drizzle_migrations", "millrace.outbox");
    expect(await notReady(server)).toBe("The database does not answer within 1000 ms");
    expect((await send(server, "GET", "/metrics")).body).toMatch(/^millrace_database_up 0$/m);
    expect(await ask(server, "GET", "/health/live")).toEqual({ status: "live" });
    await release();
    await eventually("it to be ready again", async () => (await send(server, "GET", "/health/ready")).status === 200);
    await server.close();
  });

  test("a database that is gone is named, and is asked again", async () => {
    const server = await startServer(await freshDatabase("range"));
    await server.store.pool.query("alter schema millrace_migrations rename to elsewhere");
    expect(await notReady(server)).toBe("The database does not answer");
    await server.store.pool.query("alter schema elsewhere rename to millrace_migrations");
    expect(await ask(server, "GET", "/health/ready")).toEqual({ status: "ready" });
    await server.close();
  });

  test("a full queue is named", async () => {
    const server = await startServer(await freshDatabase("range"));
    const release = await lock(server, "millrace.process_instance");
    const command = { type: "cancelInstance" } as const;
    const accepted: Promise<unknown>[] = [];
    await eventually("the queue to be full", async () => {
      const { waiting, waitingMax, runningBatches } = server.store.readings();
      for (let n = waiting.live.orders; n < waitingMax.orders; n += 1)
        accepted.push(server.store.execute(String(accepted.length + 1), command, "tester").catch(() => {}));
      return runningBatches > 0 && waiting.live.orders === waitingMax.orders;
    });
    expect(await notReady(server)).toMatch(/^The queue is full: \d+ commands of \d+ bytes wait$/);
    await release();
    await Promise.all(accepted);
    expect(await ask(server, "GET", "/health/ready")).toEqual({ status: "ready" });
    await server.close();
  });
});

/** Holds tables until the call that is answered. */
async function lock(server: Server, ...tables: readonly string[]): Promise<() => Promise<void>> {
  const client = await server.store.pool.connect();
  await client.query("begin");
  await client.query(`lock table ${tables.join(", ")}`);
  return async () => {
    await client.query("rollback");
    client.release();
  };
}
