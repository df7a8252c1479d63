import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensurePages } from "../console/pages.ts";
import { createApp } from "./app.ts";
import { type Options, readOptions, StartError, usage } from "./options.ts";
import { PostgresStartError, startPostgres } from "./postgres/start.ts";
import type { App } from "./routes/context.ts";
import { deploySamples } from "./samples.ts";
import { DatabaseError } from "./store/database.ts";
import { Reads } from "./store/reads.ts";
import { Store } from "./store/store.ts";

const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const log = (line: string) => console.log(line);

/** What has been started, in the order in which it is stopped again. */
const started: (() => Promise<void>)[] = [];

let isStopping = false;

await main().catch(fail);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env, projectRoot);
  if (options === "help") return log(usage);
  process.once("SIGINT", () => void stop("Stopping …"));
  process.once("SIGTERM", () => void stop("Stopping …"));
  const [connection, pages] = await Promise.all([connect(options), ensurePages(log)]);
  const store = await Store.open({ connection, log });
  started.unshift(() => store.close());
  const reads = new Reads(store);
  const { environment, bodyLimit, origins, isClockControllable } = options;
  const app = await createApp({
    store,
    reads,
    environment,
    version,
    pages,
    bodyLimit,
    origins,
    isClockControllable,
    log,
  });
  started.unshift(() => app.close());
  const address = await listen(app, options);
  if (options.isWithSamples) await deploySamples(store, reads, log);
  log(`Millrace ${version} is ready.

  Console    ${address}
  Modeler    ${address}/modeler
  API        ${address}/v2   (browse it at ${address}/docs)
  Workers    npm run worker   works the samples' jobs, in a second terminal

Ctrl-C stops it.`);
}

async function connect({ database, data }: Options) {
  if (database !== null) return { connectionString: database };
  const postgres = await startPostgres({ dataDirectory: data, log });
  started.unshift(() => postgres.stop());
  log(postgres.describe);
  return postgres.connection;
}

async function listen(app: App, { host, port }: Options): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${port} is taken by another program. Choose one: npm start -- --port ${port + 1}`);
    if (code === "EACCES")
      throw new StartError(`Port ${port} needs more rights. Choose one above 1023: npm start -- --port 8080`);
    throw error;
  }
}

async function fail(error: unknown): Promise<void> {
  const isForPeople = [StartError, PostgresStartError, DatabaseError].some((type) => error instanceof type);
  console.error(isForPeople ? (error as Error).message : error);
  process.exitCode = 1;
  await stop(null);
}

/** A second Ctrl-C does not wait. */
async function stop(line: string | null): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  if (line) log(line);
  process.once("SIGINT", () => process.exit(1));
  for (const end of started) await end().catch((error: unknown) => console.error(error));
  process.exit();
}
