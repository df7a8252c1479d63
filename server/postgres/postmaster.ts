import { readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { PostgresStartError } from "./error.ts";
import { socketIn } from "./places.ts";
import { commandLine, isPidInUse } from "./processes.ts";
import { until } from "./until.ts";

/** Who serves a cluster, as read from its `postmaster.pid` and checked against the running processes. */
export type Postmaster =
  | { readonly kind: "none" }
  /** Ours, in whatever phase. */
  | { readonly kind: "live"; readonly pid: number; readonly socketDirectory: string; readonly status: string }
  /** Serves the cluster, but was not started by Millrace, or not on this machine or in this container. */
  | { readonly kind: "foreign"; readonly pid: number }
  /** Its postmaster has ended without removing the file. */
  | { readonly kind: "stale"; readonly pid: number };

/**
 * An argument of every postmaster we start, by which it is recognized.
 *
 * The name is a setting that Postgres accepts and ignores; the command line of a process is readable where its working
 * directory is not, as for root in a container without CAP_SYS_PTRACE.
 */
export const markOf = (cluster: string) => `millrace.cluster=${cluster}`;

/** Lines of postmaster.pid: pid, data directory, start time, port, socket directory, address, shared memory, status. */
export function readPidFile(cluster: string): { pid: number; socketDirectory: string; status: string } | null {
  try {
    const lines = readFileSync(pidFile(cluster), "utf8").split("\n");
    // A server in single-user mode writes its pid negated.
    const pid = Math.abs(Number.parseInt(lines[0] ?? "", 10)) || 0;
    return { pid, socketDirectory: resolve(cluster, lines[4]?.trim() ?? "."), status: lines[7]?.trim() ?? "" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

const pidFile = (cluster: string) => join(cluster, "postmaster.pid");

/** Reads who serves the cluster. Only under the lock is the answer still true when it arrives. */
export async function findPostmaster(cluster: string): Promise<Postmaster> {
  const found = readPidFile(cluster);
  if (found === null) return { kind: "none" };
  const command = found.pid > 0 ? commandLine(found.pid) : "";
  if (isPidInUse(found.pid) && command.includes(markOf(cluster))) return { kind: "live", ...found };
  const isByHand = /(^|\/)postgres\s/.test(command) && command.includes(cluster);
  const serves = isByHand || (await answers(socketIn(found.socketDirectory)));
  return { kind: serves ? "foreign" : "stale", pid: found.pid };
}

function answers(socket: string): Promise<boolean> {
  return new Promise((settle) => {
    const connection = connect(socket);
    const done = (isAnswered: boolean) => {
      connection.destroy();
      settle(isAnswered);
    };
    connection.once("connect", () => done(true));
    connection.once("error", () => done(false));
  });
}

/** Removes what a dead postmaster left and a new one would stumble over. Call it under the lock and only when `findPostmaster` said "stale". */
export function clearStale(cluster: string, socketDirectory: string, pid: number): void {
  // A socket's lock file names the same pid; Postgres believes it if that pid runs again, as another program.
  rmSync(`${socketIn(socketDirectory)}.lock`, { force: true });
  rmSync(socketIn(socketDirectory), { force: true });
  // A file without a pid, cut short by a full disk, would block the start and holds no key.
  if (pid === 0) rmSync(pidFile(cluster), { force: true });
  if (pid === 0 || !isPidInUse(pid)) return;
  // Postgres ignores the pid of its own parent, but still reads the shared memory key below it, by which it finds
  // server processes that outlived their postmaster. Removing the file would lose that protection.
  const rest = readFileSync(pidFile(cluster), "utf8").split("\n").slice(1);
  writeFileSync(pidFile(cluster), [process.pid, ...rest].join("\n"));
}

/** A fast shutdown writes a checkpoint; past this bound the server is told to stop at once and recovers at its next start. */
const fastShutdownMsMax = 60_000;
const immediateShutdownMsMax = 10_000;

/** Stops the cluster's postmaster if it is ours, with a fast shutdown: transactions roll back, the cluster is left clean. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const found = await findPostmaster(cluster);
  if (found.kind !== "live") return;
  const isGone = () => !isPidInUse(found.pid);
  process.kill(found.pid, "SIGINT");
  if (!(await until(isGone, fastShutdownMsMax))) process.kill(found.pid, "SIGQUIT");
  if (!(await until(isGone, immediateShutdownMsMax))) {
    throw new PostgresStartError(
      `Expected Postgres (process ${found.pid}) to stop, but it still runs: look into ${cluster}/log.`,
    );
  }
  if (found.socketDirectory !== cluster) removeIfEmpty(found.socketDirectory);
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Somebody keeps something in it, or it is gone; either way it is not ours to mend.
  }
}
