import { rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryData } from "../postgres/temporary.ts";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { tour } from "./models.ts";
import { killAll, type Program, start } from "./program.ts";
import { ask, deploy, startInstance } from "./server.ts";

const data = temporaryData("millrace-program-");

afterAll(() => {
  killAll();
  rmSync(data, { recursive: true, force: true });
});

/** A connection string of a new database on another Postgres, through its socket. */
async function databaseUrl(): Promise<string> {
  const { host, port, user, database } = await freshDatabase();
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}

/** It says what is wrong, to people, and gives up. */
async function refuses(program: Program, says: string): Promise<void> {
  expect(await program.ended).toBe(1);
  expect(program.stderr()).toContain(says);
  expect(program.stderr()).not.toMatch(/^ +at /m);
}

describe("a start that cannot go on", () => {
  test.each<[string, string[], Record<string, string>, string]>([
    [
      "a port that is no number",
      ["--port", "http"],
      {},
      'Expected --port to be a whole number from 0 to 65535, got "http"',
    ],
    ["a port that does not exist", ["--port", "70000"], {}, 'got "70000"'],
    ["a port from the environment", [], { PORT: "-1" }, 'got "-1"'],
    ["an unknown option", ["--colour", "red"], {}, "Unknown option '--colour'"],
    ["an option without its value", ["--data"], {}, "--data"],
    ["a word too many", ["serve"], {}, "'serve'"],
    ["a limit that is too small", ["--body-limit", "1"], {}, "Expected --body-limit"],
    ["an address that others reach", [], { MILLRACE_HOST: "0.0.0.0" }, "loopback"],
    [
      "a database that does not answer",
      ["--database", "postgresql://nobody@127.0.0.1:1/none"],
      {},
      "The database cannot be reached",
    ],
    ["a database that is none", ["--database", "nonsense"], {}, "The database cannot be reached"],
  ])("%s", async (_, args, env, says) => {
    await refuses(start(args, env), says);
  });

  test("a port that is taken, with the next one as a remedy", async () => {
    const taken = createServer();
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    taken.listen(0, "127.0.0.1", resolve);
    await listening;
    const { port } = taken.address() as AddressInfo;
    await refuses(start(["--port", String(port), "--database", await databaseUrl()]), `Port ${port} is taken`);
    taken.close();
  });

  test("no start at all, when help is asked for", async () => {
    const program = start(["--help"]);
    expect(await program.ended).toBe(0);
    for (const option of ["--port", "--data", "--database", "--samples"]) expect(program.stdout()).toContain(option);
  });
});

/** As much of a server of this process as the calls need. */
const serverAt = (address: string) => ({ address }) as Parameters<typeof ask>[0];

async function startOn(args: readonly string[]): Promise<{ program: Program; server: ReturnType<typeof serverAt> }> {
  const program = start(["--port", "0", ...args]);
  return { program, server: serverAt(await program.ready) };
}

const stateOf = async (server: ReturnType<typeof serverAt>, key: string) =>
  (await ask(server, "GET", `/v2/process-instances/${key}`)).state;

describe("a server with its own Postgres", () => {
  test("stops when asked, though pages and workers listen, and finds its data afterwards", async () => {
    const first = await startOn(["--data", data]);
    await deploy(first.server, tour);
    const key = await startInstance(first.server, "tour", { orderId: "P-1" });
    const page = await fetch(`${first.server.address}/api/events`);
    const worker = ask(first.server, "POST", "/v2/jobs/activation", {
      type: "none",
      worker: "w",
      timeout: 1_000,
      maxJobsToActivate: 1,
      requestTimeout: 600_000,
    });
    await page.body?.getReader().read();
    const asks = async () => (await ask(first.server, "GET", "/api/overview")).workers.includes("w");
    await eventually("the worker to ask for jobs", asks);
    first.program.child.kill("SIGTERM");
    expect(await first.program.ended).toBe(0);
    expect(await worker).toEqual({ jobs: [] });
    expect(first.program.stderr()).toBe("");

    const second = await startOn(["--data", data]);
    expect(await stateOf(second.server, key)).toBe("ACTIVE");
    second.program.child.kill("SIGKILL");
    expect(await second.program.ended).toBe(null);

    const [third, fourth] = await Promise.all([startOn(["--data", data]), startOn(["--data", data])]);
    await ask(third.server, "POST", `/v2/process-instances/${key}/cancellation`);
    expect(await stateOf(fourth.server, key)).toBe("TERMINATED");
    third.program.child.kill("SIGINT");
    expect(await third.program.ended).toBe(0);
    const after = await startInstance(fourth.server, "tour", { orderId: "P-2" });
    expect(await stateOf(fourth.server, after)).toBe("ACTIVE");
    fourth.program.child.kill("SIGINT");
    expect(await fourth.program.ended).toBe(0);
    expect(fourth.program.stderr()).toBe("");
  });
});

describe("a server on another Postgres", () => {
  test("keeps everything there, deploys the samples once, and shows its pages", async () => {
    const database = await databaseUrl();
    for (const isFirst of [true, false]) {
      const { program, server } = await startOn(["--database", database, "--samples", "--environment", "proving"]);
      expect(program.stdout().includes("Deployed")).toBe(isFirst);
      expect(await ask(server, "GET", "/api/overview")).toMatchObject({ environment: "proving", processes: 7 });
      const page = await fetch(server.address, { headers: { accept: "text/html" } });
      expect(await page.text()).toContain("<!doctype html>");
      program.child.kill("SIGTERM");
      expect(await program.ended).toBe(0);
    }
  });
});
