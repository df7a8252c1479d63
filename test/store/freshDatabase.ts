import pg from "pg";
import { inject } from "vitest";

let count = 0;

/** A connection to a new, empty database that nobody else uses. */
export async function freshDatabase(): Promise<{ host: string; port: number; user: string; database: string }> {
  const server = inject("postgres");
  count += 1;
  const database = `test_${process.pid}_${process.env.VITEST_WORKER_ID ?? "0"}_${count}`;
  const client = new pg.Client(server);
  await client.connect();
  await client.query(`drop database if exists ${database}`);
  await client.query(`create database ${database}`);
  await client.end();
  return { ...server, database };
}
