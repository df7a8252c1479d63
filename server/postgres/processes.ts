import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const hasProc = existsSync("/proc/self/stat");

/**
 * Names one run of one process: "4711-883201-5f2c01aa" is pid, start time in clock ticks since boot, and boot id.
 *
 * A pid alone is soon given to another process, in containers at once. Null when no such process runs.
 */
export function stampOf(pid: number): string | null {
  const start = hasProc ? startOnLinux(pid) : startByPs(pid);
  return start === null ? null : `${pid}-${start}`;
}

/** Whether the process that was stamped so still runs. */
export const isRunning = (stamp: string) => stampOf(Number.parseInt(stamp, 10)) === stamp;

/** Whether any process has this pid; one that has ended but was not reaped by its parent counts as gone. */
export const isPidInUse = (pid: number) => stampOf(pid) !== null;

/** The arguments a process was started with, joined by spaces; empty when it is gone. Readable across users, unlike its directory. */
export function commandLine(pid: number): string {
  try {
    if (hasProc) return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return ps(pid, "command=");
  } catch {
    return "";
  }
}

function startOnLinux(pid: number): string | null {
  try {
    // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startTicks] = [fields[0], fields[19]];
    return state === "Z" || state === "X" || startTicks === undefined ? null : `${startTicks}-${bootId()}`;
  } catch {
    return null;
  }
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
}

function startByPs(pid: number): string | null {
  try {
    const state = ps(pid, "stat=");
    return state.startsWith("Z") ? null : ps(pid, "lstart=").replaceAll(/[^0-9A-Za-z]/g, "");
  } catch {
    return null;
  }
}

const ps = (pid: number, column: string) =>
  execFileSync("ps", ["-ww", "-o", column, "-p", String(pid)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
