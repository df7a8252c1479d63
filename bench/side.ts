import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { PoolConfig } from "pg";
import type { ContestantName, Figures, Scale } from "./contestant.ts";
import type { Answer, Request } from "./worker.ts";

/** Milliseconds; a computation that does not listen is as long as a round. */
const graceMs = 5_000;

const workerPath = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** A contestant in its own process, as the bench sees it. Every call fails when that process dies. */
export class Side {
  readonly name: ContestantName;
  readonly #child: ChildProcess;
  readonly #died: Promise<never>;

  /** Resolves when the contestant is ready for its first round. */
  readonly ready: Promise<unknown>;

  /** Starts the process. */
  constructor(name: ContestantName, connection: PoolConfig, scale: Scale) {
    this.name = name;
    this.#child = fork(workerPath, [name, JSON.stringify(connection), JSON.stringify(scale)]);
    this.#died = once(this.#child, "exit").then(([code, signal]) => {
      throw new Error(`The process of ${name} ended before its time (${signal ?? `exit code ${code}`}).`);
    });
    this.#died.catch(() => {});
    this.ready = this.#answer("ready");
  }

  async round(ms: number): Promise<Figures> {
    const answered = this.#answer("figures");
    this.#ask({ kind: "round", ms });
    return (await answered).figures;
  }

  async close(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#ask({ kind: "close" });
    await exited;
  }

  /** Ends the process, which first ends what it has begun itself; without that if it takes too long. */
  kill(): void {
    if (this.#child.connected) this.#child.disconnect();
    setTimeout(() => this.#child.kill("SIGKILL"), graceMs).unref();
  }

  #ask(request: Request): void {
    this.#child.send(request);
  }

  async #answer<K extends Answer["kind"]>(kind: K): Promise<Extract<Answer, { kind: K }>> {
    const heard = once(this.#child, "message").then(([answer]) => answer as Answer);
    const answer = await Promise.race([heard, this.#died]);
    if (answer.kind !== kind) throw new Error(`Expected "${kind}" from ${this.name}, got "${answer.kind}"`);
    return answer as Extract<Answer, { kind: K }>;
  }
}
