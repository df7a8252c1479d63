import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { plainEnvironment } from "./binaries.ts";
import { nameFor } from "./cluster.ts";
import { PostgresStartError, saysDiskFull } from "./error.ts";
import { openStartLog, type Places, port, socketDirectoryFor } from "./places.ts";
import { markOf, readPidFile } from "./postmaster.ts";
import type { Site } from "./site.ts";
import { until } from "./until.ts";

/** A crash recovery reads up to max_wal_size (1 GB) of log, minutes on a slow disk. */
export const readyWaitMsMax = 15 * 60_000;
const reminderMs = 10_000;

/** Processes of a killed postmaster notice its death and end at once; until then a new one refuses to start. */
const leftoversMsMax = 10_000;
const leftoversText = "pre-existing shared memory block";

/** Starts a postmaster that outlives us and answers its pid once it takes connections. Call it under the lock, when none runs. */
export async function launchPostmaster(site: Site): Promise<number> {
  let pid: number | null = null;
  const hasStarted = async () => {
    const child = spawnPostmaster(site);
    pid = await readyOrNull(site, child);
    return pid !== null || !lastWords(site.places).includes(leftoversText);
  };
  await until(hasStarted, leftoversMsMax);
  if (pid === null) throw new PostgresStartError(failure(site.places));
  return pid;
}

function spawnPostmaster({ places, binaries, account }: Site): ChildProcess {
  const directory = nameFor(places.cluster, account);
  const socketDirectory = socketDirectoryFor(places.cluster, account);
  const set = {
    listen_addresses: "",
    port,
    // A list, in which a quoted entry may hold commas and blanks.
    unix_socket_directories: socketDirectory === places.cluster ? "." : `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
  };
  const options = Object.entries(set).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openStartLog(places, account, "w");
  try {
    return spawn(
      join(binaries.directory, "bin", "postgres"),
      ["-D", directory, ...options, "-c", markOf(places.cluster)],
      {
        cwd: places.cluster,
        // Its own process group, or Ctrl-C in a terminal would stop it under our feet.
        detached: true,
        stdio: ["ignore", output, output],
        env: plainEnvironment,
        ...(account.isSwitched ? { uid: account.uid, gid: account.gid } : {}),
      },
    );
  } finally {
    closeSync(output);
  }
}

/** Null when it ended instead of becoming ready. */
async function readyOrNull({ places, log }: Site, child: ChildProcess): Promise<number | null> {
  let hasEnded = false;
  child.once("error", () => {
    hasEnded = true;
  });
  child.once("exit", () => {
    hasEnded = true;
  });
  child.unref();
  const reminder = setInterval(() => log("Postgres is still starting; after a crash it first recovers"), reminderMs);
  try {
    await until(() => hasEnded || isReady(places.cluster, child.pid), readyWaitMsMax);
    return !hasEnded && isReady(places.cluster, child.pid) && child.pid !== undefined ? child.pid : null;
  } finally {
    clearInterval(reminder);
  }
}

/** Whether the postmaster `pid` says that it takes connections. */
export function isReady(cluster: string, pid: number | undefined): boolean {
  const found = readPidFile(cluster);
  return found !== null && found.pid === pid && found.status === "ready";
}

function failure(places: Places): string {
  const words = lastWords(places);
  const advice = saysDiskFull(words) ? "the disk is full: free some space" : "mend what it names, or set DATABASE_URL";
  return `Expected Postgres to take connections on ${places.cluster}, but it did not; ${advice}. Its last words:\n${words || "(none)"}`;
}

/** Lines of a log that help to see why a start failed. */
const lastWordsMax = 12;

/** The end of what Postgres wrote in this start: to the start log, and to its own newest log once it has opened that. */
export function lastWords(places: Places): string {
  const first = readFileSync(places.startLog, "utf8");
  const directory = join(places.cluster, "log");
  const hasMoved = first.includes("redirecting log output") && existsSync(directory);
  const logs = hasMoved ? readdirSync(directory).map((name) => join(directory, name)) : [];
  const changedMs = (path: string) => statSync(path).mtimeMs;
  const newest = logs.sort((a, b) => changedMs(b) - changedMs(a))[0];
  const moved = newest ? readFileSync(newest, "utf8") : "";
  const lines = `${first}\n${moved.slice(Math.max(0, moved.lastIndexOf("starting PostgreSQL")))}`.split("\n");
  const isTelling = (line: string) => line !== "" && !/redirecting log output|Future log output/.test(line);
  return lines.filter(isTelling).slice(-lastWordsMax).join("\n");
}
