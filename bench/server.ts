import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../server/postgres/start.ts";

/** What the figures depend on. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  /** Processes that wanted a core during the last minute before the run; others' work, mostly. */
  readonly loadBefore: number;
  readonly node: string;
  readonly postgres: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The one Postgres of a run, as Millrace itself starts it, in a temporary directory. */
export interface BenchServer {
  readonly machine: Machine;
  /** A new, empty database. */
  database(name: string): Promise<{ host: string; port: number; user: string; database: string }>;
  /** Writes out what earlier rounds have left, so that no round pays for another. */
  checkpoint(): Promise<void>;
  /** Stops it and removes its directory. */
  stop(): Promise<void>;
}

const settingNames = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size"];

export async function startServer(): Promise<BenchServer> {
  const loadBefore = loadavg()[0] ?? 0;
  const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const postgres = await startPostgres({ dataDirectory: directory, log: () => {} }).catch((error: unknown) => {
    remove();
    throw error;
  });
  const { connection } = postgres;
  const pool = new pg.Pool({ ...connection, max: 1 });
  pool.on("error", () => {});
  return {
    machine: await machineOf(pool, loadBefore),
    async database(name) {
      await pool.query(`create database ${pg.escapeIdentifier(name)}`);
      return { ...connection, database: name };
    },
    async checkpoint() {
      await pool.query("checkpoint");
    },
    async stop() {
      await pool.end();
      await postgres.stop();
      remove();
    },
  };
}

async function machineOf(pool: pg.Pool, loadBefore: number): Promise<Machine> {
  const { rows } = await pool.query<{ name: string; value: string }>(
    "select name, current_setting(name) as value from unnest($1::text[]) as name",
    [["server_version", ...settingNames]],
  );
  const { server_version: postgres = "unknown", ...settings } = Object.fromEntries(
    rows.map(({ name, value }) => [name, value]),
  );
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore,
    node: process.versions.node,
    postgres,
    settings,
  };
}
