import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = ["../../cli/run.js", "../../server/main.ts"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** The program as people start it, in a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Where it answers; rejects with what it wrote when it ends before it is ready. */
  readonly ready: Promise<string>;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

const started = new Set<ChildProcess>();

export function start(args: readonly string[], env: Record<string, string> = {}): Program {
  const { DATABASE_URL: _, PORT: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [...main, ...args], {
    env: { ...inherited, MILLRACE_LOG: "text", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.add(child);
  let stdout = "";
  let stderr = "";
  const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
  ready.catch(() => {});
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    const address = /is ready\.\s+Console\s+(\S+)/.exec(stdout)?.[1];
    if (address !== undefined && stdout.includes("Ctrl-C")) resolve(address);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([code]) => {
    started.delete(child);
    reject(new Error(`The program ended with ${code}:\n${stdout}\n${stderr}`));
    return code as number | null;
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ready, ended };
}

/** Ends what a failed test has left. */
export function killAll(): void {
  for (const child of started) child.kill("SIGKILL");
}
