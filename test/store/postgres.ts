import { rmSync } from "node:fs";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../../server/postgres/start.ts";
import { temporaryData } from "../postgres/temporary.ts";
import { makeTemplates } from "./templates.ts";

/** Several files run at once, and some of them run three servers. */
const connectionsMax = 300;

/** One real Postgres for all tests of a run, as Millrace itself starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = temporaryData("millrace-test-");
  const start = () => startPostgres({ dataDirectory, log: () => {} });
  const first = await start();
  const client = new pg.Client(first.connection);
  await client.connect();
  await client.query(`alter system set max_connections = ${connectionsMax}`);
  await client.end();
  await first.stop();
  const postgres = await start();
  await makeTemplates(postgres.connection);
  project.provide("postgres", postgres.connection);
  return async () => {
    await postgres.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
}

declare module "vitest" {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; database: string };
  }
}
