import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync } from "node:fs";
import type { Socket } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Account } from "./account.ts";
import { plainEnvironment } from "./binaries.ts";
import { leave } from "./leave.ts";
import { openStartLog, type Places } from "./places.ts";

/** Our hold on the postmaster, kept by a process that outlives us. */
export interface Watch {
  /** Lets go; resolves when the postmaster has stopped or others go on using it. */
  end(): Promise<void>;
}

/** Small heap: it waits all its life and reads a few files at the end. */
const thrift = ["--max-old-space-size=32", "--max-semi-space-size=1"];

/** Starts the watchdog for a claim. It neither keeps our event loop alive nor shares our signals. */
export function startWatch(places: Places, account: Account, claim: string, log: (line: string) => void): Watch {
  const script = fileURLToPath(new URL(`./watchdog${extname(import.meta.url)}`, import.meta.url));
  const output = openStartLog(places, account, "a");
  const watchdog = spawn(process.execPath, [...thrift, script, places.dataDirectory, claim], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", output],
    env: plainEnvironment,
  });
  closeSync(output);
  watchdog.unref();
  (watchdog.stdin as Socket | null)?.unref();
  let isEnding = false;
  const ended = once(watchdog, "exit").catch(() => undefined);
  void ended.then(() => {
    if (!isEnding)
      log("the watchdog of Postgres ended early; if Millrace is killed now, Postgres runs on until the next start");
  });
  const end = async () => {
    isEnding = true;
    await endOf(watchdog, ended);
    // Nothing is left to do here unless the watchdog was killed.
    await leave(places, claim);
  };
  let ending: Promise<void> | null = null;
  return { end: () => (ending ??= end()) };
}

async function endOf(watchdog: ChildProcess, ended: Promise<unknown>): Promise<void> {
  watchdog.stdin?.on("error", () => {});
  watchdog.stdin?.end();
  watchdog.ref();
  await ended;
}
