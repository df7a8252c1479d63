import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { tour } from "./models.ts";
import { killAll, type Program, start } from "./program.ts";
import { ask, deploy, send, startInstance } from "./server.ts";

afterAll(killAll);

type Connection = Awaited<ReturnType<typeof freshDatabase>>;

interface Running {
  readonly program: Program;
  readonly connection: Connection;
  readonly server: Parameters<typeof ask>[0];
}

/** A server in a process of its own, on a new database, with the tour deployed. */
async function run(...args: readonly string[]): Promise<Running> {
  const connection = await freshDatabase("range");
  const { host, port, user, database } = connection;
  const url = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  const program = start(["--port", "0", "--database", url, ...args]);
  const server = { address: await program.ready } as Running["server"];
  await deploy(server, tour);
  return { program, connection, server };
}

interface Reply {
  readonly status: number;
  readonly connection: string | undefined;
  readonly text: string;
}

/** Posts over the agent's connections; rejects when the connection breaks. */
async function post(agent: Agent, address: string, path: string, body: object): Promise<Reply> {
  const headers = { "content-type": "application/json" };
  const sent = request(address + path, { agent, method: "POST", headers });
  sent.end(JSON.stringify(body));
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return { status: response.statusCode ?? 0, connection: response.headers.connection, text };
}

async function rowsOf<Row extends object>(connection: Connection, text: string): Promise<Row[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const newTour = (orderId: string) => ({ processDefinitionId: "tour", variables: { orderId } });

const polling = { type: "nothing", worker: "poller", timeout: 1_000, maxJobsToActivate: 1, requestTimeout: 600_000 };

describe("a server that is told to stop", () => {
  test("answers whatever it has accepted and whoever waits, and nothing hangs", async () => {
    const { program, connection, server } = await run();
    const agent = new Agent({ keepAlive: true, maxSockets: 40 });
    const started: string[] = [];
    const lastWords: Reply[] = [];
    /** Starts instances over connections that stay open, until the server takes no more. */
    const client = async (name: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const reply = await post(agent, server.address, "/v2/process-instances", newTour(`${name}-${n}`)).catch(
          () => null,
        );
        if (reply === null) return;
        expect(reply.status).toBe(200);
        started.push((JSON.parse(reply.text) as { processInstanceKey: string }).processInstanceKey);
        if (reply.connection === "close") lastWords.push(reply);
      }
    };
    const polls = Array.from({ length: 3 }, () => post(agent, server.address, "/v2/jobs/activation", polling));
    const waiting = { ...newTour("waits"), awaitCompletion: true, requestTimeout: 600_000 };
    const awaited = post(agent, server.address, "/v2/process-instances", waiting);
    const page = await fetch(`${server.address}/api/events`);
    const clients = Array.from({ length: 8 }, (_, name) => client(name));
    await eventually("the clients to be at it", async () => started.length > 100);
    program.child.kill("SIGTERM");
    await Promise.all(clients);
    for (const poll of await Promise.all(polls))
      expect(poll).toEqual({ status: 200, connection: "close", text: '{"jobs":[]}' });
    expect(await awaited).toMatchObject({ status: 504, connection: "close" });
    await page.text();
    expect(await program.ended).toBe(0);
    expect(program.stderr()).toBe("");
    agent.destroy();
    const rows = await rowsOf<{ key: string }>(connection, "select key from millrace.process_instance order by key");
    const answered = rows.filter(({ key }) => started.includes(key));
    expect(answered).toHaveLength(started.length);
    // Whoever was not answered has not been heard: only the one who waited for the end is there beside them.
    expect(rows).toHaveLength(started.length + 1);
  });

  test("says at once that it is not ready, and serves on for as long as it is told", async () => {
    const { program, server } = await run("--drain-delay", "600000");
    expect(await ask(server, "GET", "/health/ready")).toEqual({ status: "ready" });
    program.child.kill("SIGTERM");
    await eventually(
      "the server not to be ready",
      async () => (await send(server, "GET", "/health/ready")).status === 503,
    );
    expect((await send(server, "GET", "/health/ready")).body).toMatchObject({
      code: "NOT_READY",
      detail: "The server is stopping",
    });
    expect(await ask(server, "GET", "/health/live")).toEqual({ status: "live" });
    const agent = new Agent({ keepAlive: true });
    const reply = await post(agent, server.address, "/v2/process-instances", newTour("late"));
    expect(reply).toMatchObject({ status: 200, connection: "close" });
    agent.destroy();
    program.child.kill("SIGINT");
    expect(await program.ended).toBe(1);
  });

  test("gives up on what does not end in time, and says what that was", async () => {
    const { program, connection, server } = await run("--drain-timeout", "500");
    const key = await startInstance(server, "tour", { orderId: "S-1" });
    const other = new pg.Client(connection);
    await other.connect();
    await other.query("begin");
    await other.query("select from millrace.process_instance where key = $1 for update", [key]);
    const agent = new Agent();
    const stuck = post(agent, server.address, `/v2/process-instances/${key}/cancellation`, {});
    const isBlocked = async () => {
      const text = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      return (await rowsOf(connection, text)).length > 0;
    };
    await eventually("the command to wait", isBlocked);
    program.child.kill("SIGTERM");
    await expect(stuck).rejects.toThrow();
    expect(await program.ended).toBe(1);
    expect(program.stdout()).toContain(
      "Stopped after 500 ms before all was done: 1 requests without an answer, 0 commands that wait, 1 batches under way",
    );
    await other.end();
  });
});
