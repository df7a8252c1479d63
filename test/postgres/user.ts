import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { onTestFinished } from "vitest";
import { findPostmaster, stopPostmaster } from "../../server/postgres/postmaster.ts";
import type { RunningPostgres } from "../../server/postgres/start.ts";
import { temporaryData } from "./temporary.ts";

export const isRoot = process.getuid?.() === 0;

/** The ordinary user of the tests that root runs: nobody. */
export const nobody = 65534;

/** A data directory that does not exist yet, in a directory of its own; gone after the test, with the server on it. */
export function freshDirectory(options: { owner?: number; below?: string } = {}): string {
  const parent =
    options.below === undefined ? temporaryData("millrace-test-") : mkdtempSync(join(options.below, "millrace-test-"));
  if (options.owner !== undefined) {
    chownSync(parent, options.owner, options.owner);
    chmodSync(parent, 0o700);
  }
  const dataDirectory = join(parent, "data");
  onTestFinished(async () => {
    // Nothing runs any more, unless the test failed.
    if (existsSync(join(dataDirectory, "cluster"))) await stopPostmaster(join(dataDirectory, "cluster"));
    rmSync(parent, { recursive: true, force: true });
  });
  return dataDirectory;
}

/** Pid of the living postmaster on a data directory, null when there is none. */
export async function postmasterPid(dataDirectory: string): Promise<number | null> {
  const found = await findPostmaster(join(dataDirectory, "cluster"));
  return found.kind === "live" ? found.pid : null;
}

/** Another process that uses a data directory. */
export interface User {
  readonly running: Pick<RunningPostgres, "connection" | "describe">;
  /** Ends it as Millrace ends; resolves when it has. */
  leave(): Promise<void>;
  /** Ends it by SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

type Answer = { running?: User["running"]; failure?: { name: string; message: string } };

/** Starts a process that uses the directory, as `uid` if given. It is killed after the test if it still runs. */
export async function newUser(
  dataDirectory: string,
  options: { uid?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<User> {
  const { answer, child, ended } = await ask(dataDirectory, options);
  if (!answer.running) throw new Error(`Expected a running Postgres, got ${JSON.stringify(answer)}`);
  const end = async (how: () => void) => {
    how();
    await ended;
  };
  return {
    running: answer.running,
    leave: () => end(() => child.stdin?.end()),
    kill: () => end(() => child.kill("SIGKILL")),
  };
}

/** What a start that must fail says. */
export async function failureOf(dataDirectory: string, options: { uid?: number; env?: NodeJS.ProcessEnv } = {}) {
  const { answer } = await ask(dataDirectory, options);
  if (!answer.failure) throw new Error(`Expected the start to fail, got ${JSON.stringify(answer)}`);
  return answer.failure;
}

async function ask(dataDirectory: string, options: { uid?: number; env?: NodeJS.ProcessEnv }) {
  const child = spawnFixture(dataDirectory, options);
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  if (!child.stdout) throw new Error("Expected the fixture to have an output");
  const lines = createInterface(child.stdout);
  const first = await Promise.race([once(lines, "line"), ended.then(() => null)]);
  if (first === null) throw new Error("Expected the fixture to write a line, it ended without one");
  return { answer: JSON.parse(first[0]) as Answer, child, ended };
}

function spawnFixture(dataDirectory: string, { uid, env }: { uid?: number; env?: NodeJS.ProcessEnv }): ChildProcess {
  const fixture = fileURLToPath(new URL("./fixture.ts", import.meta.url));
  const account = uid === undefined ? {} : { uid, gid: uid };
  return spawn(process.execPath, [fixture, dataDirectory], {
    stdio: ["pipe", "pipe", "ignore"],
    env: env ?? process.env,
    ...account,
  });
}

/** Rows of one statement on a connection of its own. */
export async function query(
  connection: RunningPostgres["connection"],
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** The owner of a running process, from /proc. */
export const uidOf = (pid: number) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/^Uid:\s+(\d+)/m)?.[1]);
