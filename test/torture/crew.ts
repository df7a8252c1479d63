import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Ledger, Told } from "./ledger.ts";
import type { Random } from "./random.ts";

const runner = fileURLToPath(new URL("../../cli/run.js", import.meta.url));
const program = fileURLToPath(new URL("work.ts", import.meta.url));

/** What a worker process is told as its argument, in JSON. */
export interface Instructions {
  readonly name: string;
  readonly seed: number;
  readonly addresses: readonly string[];
  /** Whether it fails, is slow and forgets at random, or does its work as it should. */
  readonly isMoody: boolean;
}

/** Worker processes, which may be killed with jobs in hand and are then replaced by new ones. */
export class Crew {
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #addresses: () => readonly string[];
  readonly #onFailure: (line: string) => void;
  #members: ChildProcess[] = [];
  #hired = 0;
  isMoody = true;

  constructor(ledger: Ledger, random: Random, addresses: () => readonly string[], onFailure: (line: string) => void) {
    this.#ledger = ledger;
    this.#random = random;
    this.#addresses = addresses;
    this.#onFailure = onFailure;
  }

  hire(count: number): void {
    for (let n = 0; n < count; n += 1) this.#hireOne();
  }

  /** Any of them; null when there is none. */
  anyone(): ChildProcess | null {
    return this.#members.length === 0 ? null : this.#random.of(this.#members);
  }

  async kill(member: ChildProcess): Promise<void> {
    this.#members = this.#members.filter((one) => one !== member);
    if (member.exitCode !== null || member.signalCode !== null) return;
    member.kill("SIGKILL");
    await once(member, "close");
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#members.map((member) => this.kill(member)));
  }

  endNow(): void {
    for (const member of this.#members) member.kill("SIGKILL");
  }

  #hireOne(): void {
    this.#hired += 1;
    const seed = this.#random.between(1, 2 ** 31 - 1);
    const name = `w${this.#hired}`;
    const instructions: Instructions = { name, seed, addresses: this.#addresses(), isMoody: this.isMoody };
    const member = spawn(process.execPath, [runner, program, JSON.stringify(instructions)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: member.stdout }).on("line", (line) => this.#hear(line));
    member.on("exit", (code) => {
      if (code !== null) this.#onFailure(`worker ${name} ended by itself with ${code}`);
    });
    this.#members.push(member);
  }

  /** The last line of one that was killed may be cut: it was sent after the others, and its request after it. */
  #hear(line: string): void {
    try {
      this.#ledger.tell(JSON.parse(line) as Told);
    } catch {
      if (line.endsWith("}")) this.#onFailure(`a worker said ${line}`);
    }
  }
}
