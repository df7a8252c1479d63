import { createCamundaClient } from "@camunda8/orchestration-cluster-api";
import { type Program, start } from "../api/program.ts";

/** Told to stop, a server serves on for so long while it says that it is not ready; in milliseconds. */
const drainDelayMs = 300;

/** One server of the program that people start, in a process of its own; any number of them share a database. */
export class Node {
  readonly #database: string;
  #program: Program;
  #address: string;

  static async start(database: string): Promise<Node> {
    const program = startOn(database);
    return new Node(database, program, await program.ready);
  }

  private constructor(database: string, program: Program, address: string) {
    this.#database = database;
    this.#program = program;
    this.#address = address;
  }

  /** Where it answers; another one after each start. */
  get address(): string {
    return this.#address;
  }

  /** Ends it as an operator does. Answers its exit code and what it complained about. */
  async stop(): Promise<{ code: number | null; stderr: string }> {
    const { child, ended, stderr } = this.#program;
    child.kill("SIGTERM");
    return { code: await ended, stderr: stderr() };
  }

  /** Ends it as a crash does. */
  async crash(): Promise<void> {
    this.#program.child.kill("SIGKILL");
    await this.#program.ended;
  }

  /** Starts it again after it has ended. */
  async restart(): Promise<void> {
    this.#program = startOn(this.#database);
    this.#address = await this.#program.ready;
  }

  /** The official client, which knows this server only. */
  client() {
    return clientOf(this.#address);
  }
}

/** The official client with its own retries, as people configure it: with nothing but an address. */
export const clientOf = (address: string) =>
  createCamundaClient({ config: { CAMUNDA_REST_ADDRESS: address }, log: { level: "silent" } });

const startOn = (database: string) =>
  start(["--port", "0", "--database", database, "--drain-delay", String(drainDelayMs)]);

/** A connection string for the program, through the socket of a Postgres that was started here. */
export const urlOf = ({ host, port, user, database }: { host: string; port: number; user: string; database: string }) =>
  `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
