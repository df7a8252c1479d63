import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

/** How often the program is asked whether it answers. */
const askedEveryMs = 10;

/** A start includes an embedded Postgres, and at the first time everything that later ones find ready. */
const startMsMax = 120_000;

/** The program `npm run serve`, as a person starts it. */
export interface ServerProgram {
  readonly address: string;
  /** From the start of the process to its first answer of the API. */
  readonly startMs: number;
  /** Megabytes of memory that the process holds now (RSS); its Postgres is another process. */
  megabytes(): Promise<number>;
  stop(): Promise<void>;
}

export async function startProgram(dataDirectory: string): Promise<ServerProgram> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const fromMs = performance.now();
  const program = ["cli/run.js", "server/main.ts", "--port", String(port), "--data", dataDirectory];
  const child = spawn(process.execPath, [...process.execArgv, ...program], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  // Of a contestant that is stopped, nothing stays behind.
  const end = () => child.kill("SIGTERM");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  while (!(await answers(address))) {
    if (child.exitCode !== null)
      throw new Error(`The server ended with exit code ${child.exitCode} before it answered`);
    if (performance.now() - fromMs > startMsMax) throw new Error(`Expected the server to answer in ${startMsMax} ms`);
    await new Promise((resolve) => setTimeout(resolve, askedEveryMs));
  }
  const startMs = performance.now() - fromMs;
  return { address, startMs, megabytes: () => megabytesOf(child), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

const answers = (address: string): Promise<boolean> =>
  fetch(`${address}/v2/topology`).then(
    (response) => response.ok,
    () => false,
  );

async function megabytesOf({ pid }: ChildProcess): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) / 1024;
}

/** A port that nobody listens at; somebody else may take it meanwhile, and the start then says so. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("Expected a server of TCP to have a port");
  return address.port;
}
