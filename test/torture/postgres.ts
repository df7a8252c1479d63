import { existsSync, rmSync } from "node:fs";
import pg from "pg";
import { chooseAccount } from "../../server/postgres/account.ts";
import { prepareBinaries } from "../../server/postgres/binaries.ts";
import { ensureCluster, superuser } from "../../server/postgres/cluster.ts";
import { launchPostmaster } from "../../server/postgres/launch.ts";
import { makePlaces, placesOf, port, socketDirectoryFor, socketIn } from "../../server/postgres/places.ts";
import { clearStale, findPostmaster } from "../../server/postgres/postmaster.ts";
import { isPidInUse } from "../../server/postgres/processes.ts";
import type { Site } from "../../server/postgres/site.ts";
import { until } from "../../server/postgres/until.ts";

const database = "millrace";

/** A Postgres that may be killed and started again, on the same directory and socket. */
export class Postgres {
  readonly #site: Site;
  readonly #socketDirectory: string;
  #pid: number;

  /** Makes a cluster in a directory, and the empty database. */
  static async make(directory: string, log: (line: string) => void): Promise<Postgres> {
    const account = chooseAccount(placesOf(directory).cluster);
    const places = makePlaces(directory, account);
    const binaries = await prepareBinaries(account, places.dataDirectory, log);
    const site = { places, account, binaries, log };
    await ensureCluster(site);
    const postgres = new Postgres(site, await launchPostmaster(site));
    const admin = new pg.Client({ ...postgres.connection, database: "postgres" });
    await admin.connect();
    await admin.query(`create database ${database}`);
    await admin.end();
    return postgres;
  }

  private constructor(site: Site, pid: number) {
    this.#site = site;
    this.#pid = pid;
    this.#socketDirectory = socketDirectoryFor(site.places.cluster, site.account);
  }

  get pid(): number {
    return this.#pid;
  }

  /** Not through the proxies; writes even while everybody else is refused to. */
  get connection() {
    const options = "-c default_transaction_read_only=off";
    return { host: this.#socketDirectory, port, user: superuser, database, options };
  }

  get socket(): string {
    return socketIn(this.#socketDirectory);
  }

  /** Ends the postmaster by a signal and waits until it has gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    process.kill(this.#pid, signal);
    if (!(await until(() => !isPidInUse(this.#pid), 60_000)))
      throw new Error(`Expected postmaster ${this.#pid} to end by ${signal}, it still runs`);
  }

  /** Starts it again; it recovers what was committed. */
  async start(): Promise<void> {
    const { cluster } = this.#site.places;
    const found = await findPostmaster(cluster);
    if (found.kind === "stale") clearStale(cluster, this.#socketDirectory, found.pid);
    this.#pid = await launchPostmaster(this.#site);
  }

  /** Runs a statement as the administrator; answers its rows. */
  async administer<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(this.connection);
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** Also what is left of it, should the program be ended in the middle. */
  endNow(): void {
    if (isPidInUse(this.#pid)) process.kill(this.#pid, "SIGQUIT");
  }

  remove(): void {
    const { dataDirectory, cluster } = this.#site.places;
    rmSync(dataDirectory, { recursive: true, force: true });
    if (this.#socketDirectory !== cluster && existsSync(this.#socketDirectory))
      rmSync(this.#socketDirectory, { recursive: true, force: true });
  }
}
