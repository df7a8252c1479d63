import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startPostgres } from "../../server/postgres/start.ts";
import { eventually } from "./until.ts";
import { freshDirectory, newUser, postmasterPid, query } from "./user.ts";

const timeoutMs = 90_000;
const log = () => {};

const pidOf = async (dataDirectory: string) => {
  const pid = await postmasterPid(dataDirectory);
  if (pid === null) throw new Error(`Expected a postmaster on ${dataDirectory}, found none`);
  return pid;
};

test("the server goes when its only user is killed, and the data stays", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const user = await newUser(dataDirectory);
  await query(user.running.connection, "create table kept as select 42 as answer");
  await user.kill();
  await eventually("the server to stop", async () => (await postmasterPid(dataDirectory)) === null);
  const next = await startPostgres({ dataDirectory, log });
  expect(await query(next.connection, "select answer from kept")).toEqual([{ answer: 42 }]);
  await next.stop();
});

test("a start at the very moment of the kill works", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  for (let round = 1; round <= 5; round++) {
    const user = await newUser(dataDirectory);
    await user.kill();
    const next = await newUser(dataDirectory);
    expect(await query(next.running.connection, "select 1 as one")).toEqual([{ one: 1 }]);
    await next.leave();
  }
});

test("a server left alone by user and watchdog is adopted, then stopped with its new user", {
  timeout: timeoutMs,
}, async () => {
  const dataDirectory = freshDirectory();
  const user = await newUser(dataDirectory);
  const orphan = await pidOf(dataDirectory);
  process.kill(watchdogOf(dataDirectory), "SIGKILL");
  await user.kill();
  const next = await startPostgres({ dataDirectory, log });
  expect(next.describe).toContain("adopted");
  expect(await postmasterPid(dataDirectory)).toBe(orphan);
  await next.stop();
  expect(await postmasterPid(dataDirectory)).toBeNull();
});

test("stops the server itself when the watchdog was killed, and says that it was", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const lines: string[] = [];
  const postgres = await startPostgres({ dataDirectory, log: (line) => lines.push(line) });
  process.kill(watchdogOf(dataDirectory), "SIGKILL");
  await eventually("a word about the watchdog", () =>
    lines.some((line) => line.includes("watchdog of Postgres ended early")),
  );
  await postgres.stop();
  expect(await postmasterPid(dataDirectory)).toBeNull();
});

test("starts again after the server itself was killed", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const user = await newUser(dataDirectory);
  await query(user.running.connection, "create table kept as select 42 as answer");
  process.kill(await pidOf(dataDirectory), "SIGKILL");
  const next = await startPostgres({ dataDirectory, log });
  expect(next.describe).toContain("started");
  expect(await query(next.connection, "select answer from kept")).toEqual([{ answer: 42 }]);
  await user.leave();
  expect(await query(next.connection, "select 1 as one")).toEqual([{ one: 1 }]);
  await next.stop();
});

test("a pid file does not block the start when its pid was given to another program, or when it is empty", {
  timeout: timeoutMs,
}, async () => {
  const dataDirectory = freshDirectory();
  const cluster = join(dataDirectory, "cluster");
  const user = await newUser(dataDirectory);
  const crashed = await pidOf(dataDirectory);
  const pidFile = readFileSync(join(cluster, "postmaster.pid"), "utf8");
  process.kill(crashed, "SIGKILL");
  await eventually("the server to be gone", async () => (await postmasterPid(dataDirectory)) === null);
  await user.leave();
  const reused = pidFile.replace(String(crashed), String(process.ppid));
  writeFileSync(join(cluster, "postmaster.pid"), reused);
  writeFileSync(join(cluster, ".s.PGSQL.5432.lock"), reused);
  const next = await startPostgres({ dataDirectory, log });
  expect(next.describe).toContain("started");
  await next.stop();
  // As a full disk leaves it.
  writeFileSync(join(cluster, "postmaster.pid"), "");
  await (await startPostgres({ dataDirectory, log })).stop();
});

test("leaves a cluster alone that somebody else answers for", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const cluster = join(dataDirectory, "cluster");
  await (await startPostgres({ dataDirectory, log })).stop();
  // As seen from one container when the server runs in another one that shares the volume: a socket that answers, a pid that means nothing.
  const other = createServer().listen(join(cluster, ".s.PGSQL.5432"));
  await eventually("the socket", () => existsSync(join(cluster, ".s.PGSQL.5432")));
  writeFileSync(join(cluster, "postmaster.pid"), `4194303\n${cluster}\n1700000000\n5432\n.\n\n  1 2\nready\n`);
  await expect(startPostgres({ dataDirectory, log })).rejects.toThrow(
    /found a Postgres \(process 4194303\) that was started by other means/,
  );
  await new Promise((closed) => other.close(closed));
});

test("a process killed while it makes the cluster leaves no half of one", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const started = newUser(dataDirectory).catch(() => null);
  const unfinished = () =>
    (existsSync(dataDirectory) ? readdirSync(dataDirectory) : []).filter((name) => name.startsWith("cluster."));
  await eventually("initdb to begin", () => unfinished().length === 1);
  const [claim] = readdirSync(join(dataDirectory, "users"));
  process.kill(Number.parseInt(claim ?? "", 10), "SIGKILL");
  await started;
  expect(existsSync(join(dataDirectory, "cluster"))).toBe(false);
  const next = await startPostgres({ dataDirectory, log });
  expect(await query(next.connection, "select 1 as one")).toEqual([{ one: 1 }]);
  await next.stop();
  await eventually("what the killed one left to be removed", async () => {
    await (await startPostgres({ dataDirectory, log })).stop();
    return unfinished().length === 0;
  });
});

/** Pid of the one watchdog on a data directory. */
function watchdogOf(dataDirectory: string): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const isWatchdog = (pid: string) => {
    const command = commandOf(pid);
    return command.includes("watchdog.ts") && command.includes(dataDirectory);
  };
  const [pid, ...more] = pids.filter(isWatchdog);
  if (pid === undefined || more.length > 0)
    throw new Error(`Expected one watchdog on ${dataDirectory}, found ${pid ? more.length + 1 : 0}`);
  return Number(pid);
}

/** The command line of a process; empty when it has ended meanwhile. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
