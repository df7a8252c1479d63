import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type Program, start } from "../api/program.ts";
import type { Wire } from "./wire.ts";

/** Between two tries to start a server whose database is away, in milliseconds. */
const againMs = 300;

/** One server of the program that people start, in a process of its own, behind a proxy to its database. */
export class Server {
  readonly name: string;
  readonly wire: Wire;
  /** What it logged of trouble, and how it ended when nobody had asked. */
  readonly troubles: string[] = [];
  readonly #port: number;
  readonly #logFile: string;
  #program: Program | null = null;
  #address: string | null = null;
  #isWanted = false;
  #running: Promise<void> = Promise.resolve();

  constructor({ name, port, logFile }: { name: string; port: number; logFile: string }, wire: Wire) {
    this.name = name;
    this.#port = port;
    this.#logFile = logFile;
    this.wire = wire;
  }

  /** Where it answers, or did last; null before its first start. */
  get address(): string | null {
    return this.#address;
  }

  /** Resolves when it is ready; tries again while its database is away. */
  async start(): Promise<void> {
    this.#isWanted = true;
    for (;;) {
      const database = `postgresql://millrace@127.0.0.1:${this.wire.port}/millrace`;
      const program = start(["--port", String(this.#port), "--database", database]);
      this.#program = program;
      this.#running = this.#watch(program);
      try {
        this.#address = await program.ready;
        return;
      } catch {
        if (!this.#isWanted) return;
        await pause(againMs);
      }
    }
  }

  /** Ends it: SIGKILL as a crash does, SIGTERM as an operator does. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.#isWanted = false;
    this.#program?.child.kill(signal);
    await this.#running;
  }

  /** Holds it still, or lets it go on, as an overloaded machine does. */
  hold(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#program?.child.kill(signal);
  }

  endNow(): void {
    this.#program?.child.kill("SIGKILL");
    this.wire.close();
  }

  async #watch(program: Program): Promise<void> {
    let wasReady = false;
    program.ready.then(
      () => {
        wasReady = true;
      },
      () => {},
    );
    const code = await program.ended;
    appendFileSync(this.#logFile, `${program.stdout()}${program.stderr()}ended with ${code}\n`);
    this.troubles.push(...troublesIn(`${program.stdout()}\n${wasReady ? program.stderr() : ""}`));
    if (wasReady && this.#isWanted && this.#program === program)
      this.troubles.push(`ended by itself with ${code}: ${program.stderr().slice(-2_000)}`);
  }
}

/** What a server logs while its database is away or refuses for now is no trouble. */
const expected =
  /Connection terminated|ECONN|EPIPE|timeout exceeded when trying to connect|terminating connection|not queryable|starting up|not yet accepting connections|unexpected postmaster exit|shutting down|recovery mode|database does not answer|database refused for now|server is stopping|read-only transaction|No space left|cannot be reached|canceling statement|Cannot use a pool after/;

/** Errors with their stacks, those that were expected left out. */
function troublesIn(text: string): string[] {
  return text
    .split(/\n(?=\S)/)
    .filter((part) => /error|defect|exception/i.test(part) && !expected.test(part))
    .map((part) => part.trim());
}
