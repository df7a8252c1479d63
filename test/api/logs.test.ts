import { afterAll, expect, test } from "vitest";
import { readOptions } from "../../server/options.ts";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { tour } from "./models.ts";
import { killAll, start } from "./program.ts";
import { type ask, deploy, startInstance } from "./server.ts";

afterAll(killAll);

interface Line {
  level: string;
  time: number;
  msg: string;
  requestId?: string;
}

const linesOf = (text: string): Line[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

async function databaseUrl(): Promise<string> {
  const { host, port, user, database } = await freshDatabase();
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}

test("a server that nobody sits before writes one object a line, and no variables", async () => {
  const args = ["--port", "0", "--database", await databaseUrl()];
  const program = start(args, { MILLRACE_LOG: "json", MILLRACE_LOG_LEVEL: "debug" });
  const isReady = async () => linesOf(program.stdout()).some(({ msg }) => /is ready at/.test(msg));
  await eventually("the server to be ready", isReady);
  const address = linesOf(program.stdout()).flatMap(({ msg }) => /is ready at (\S+)/.exec(msg)?.[1] ?? [])[0] ?? "";
  const server = { address } as Parameters<typeof ask>[0];
  await deploy(server, tour);
  await startInstance(server, "tour", { orderId: "secret-4711" });
  const given = await fetch(`${address}/v2/topology?token=secret-4711`, {
    headers: { "x-request-id": "from-proxy.1" },
  });
  expect(given.headers.get("x-request-id")).toBe("from-proxy.1");
  const forged = await fetch(`${address}/v2/topology`, { headers: { "x-request-id": "a b\u00e9" } });
  expect(forged.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
  const lines = linesOf(program.stdout());
  for (const { level, time, msg } of lines) {
    expect(["debug", "info"]).toContain(level);
    expect(time).toBeGreaterThan(0);
    expect(msg).not.toBe("");
  }
  expect(lines.at(-1)).toMatchObject({ level: "info", msg: "Stopping …" });
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: "debug",
      msg: expect.stringContaining("GET /v2/topology 200 in "),
      requestId: "from-proxy.1",
    }),
  );
  expect(program.stdout()).not.toContain("4711");
  expect(program.stderr()).toBe("");
});

test.each([
  [["--log", "xml"], {}, 'Expected --log to be json or text, got "xml"'],
  [[], { MILLRACE_LOG_LEVEL: "loud" }, 'Expected MILLRACE_LOG_LEVEL to be debug or info or warn or error, got "loud"'],
  [["--drain-delay", "soon"], {}, 'Expected --drain-delay to be a whole number from 0 to 3600000, got "soon"'],
  [[], { MILLRACE_DRAIN_TIMEOUT: "0" }, 'Expected --drain-timeout to be a whole number from 1 to 3600000, got "0"'],
] as [string[], Record<string, string>, string][])("%j %j is refused", (args, env, says) => {
  expect(() => readOptions(args, env, ".")).toThrow(says);
});

test("a start that cannot go on is told in the same form", async () => {
  const program = start(["--database", "postgresql://nobody@127.0.0.1:1/none"], { MILLRACE_LOG: "json" });
  expect(await program.ended).toBe(1);
  expect(linesOf(program.stdout()).at(-1)).toMatchObject({
    level: "error",
    msg: expect.stringContaining("The database cannot be reached"),
  });
  expect(program.stderr()).toBe("");
});
