import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { ensurePages } from "../console/pages.ts";
import { createApp } from "./app.ts";
import { Drain } from "./drain.ts";
import { type Options, StartError } from "./options.ts";
import { PostgresStartError, startPostgres } from "./postgres/start.ts";
import type { App } from "./routes/context.ts";
import { deploySamples } from "./samples.ts";
import { DatabaseError } from "./store/database.ts";
import { type Log, logError } from "./store/log.ts";
import { Reads } from "./store/reads.ts";
import { Store } from "./store/store.ts";
import { openLog } from "./telemetry/log.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { both } from "./telemetry/observers.ts";
import { openTracing } from "./telemetry/traces.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** What has been started, in the order in which it is stopped again. */
const started: (() => Promise<void>)[] = [];

const drain = new Drain();

/** What is left to be done, in a sentence; for a server that has to stop before it is. */
let left = () => "it was still starting";

/** Until it is known how to tell. */
let log: Log = (message) => console.log(message);

/** Where it is told why there is no start. */
let complain: Log = (message, { stack = "" } = {}) => console.error(`${message}${stack && `\n${stack}`}`);

let isStopping = false;

/** Runs the server until it is stopped; says so and gives up when it cannot start. */
export const serve = (options: Options): Promise<void> => run(options).catch(fail);

async function run(options: Options): Promise<void> {
  log = await openLog(options.log);
  if (options.log.form === "json") complain = (message) => log(message, { level: "error" });
  // Node's own words hold everything that an error has, the values of a statement as well.
  process.on("uncaughtException", (error) => {
    logError(log, "that nobody caught", error);
    process.exit(1);
  });
  const { drainTimeoutMs, drainDelayMs } = options;
  // Whoever presses Ctrl-C waits for it; nobody sends a person new work.
  process.once("SIGINT", () => void stop({ drainTimeoutMs, drainDelayMs: 0 }));
  process.on("SIGTERM", () => {
    if (!isStopping) void stop({ drainTimeoutMs, drainDelayMs });
  });
  const [connection, pages] = await Promise.all([connect(options), ensurePages(log)]);
  const metrics = new Metrics();
  const tracing = await openTracing(process.env, version, log);
  if (tracing) started.unshift(() => tracing.close());
  const observer = tracing ? both(metrics.observer, tracing.observer) : metrics.observer;
  const store = await Store.open({ connection, backend: options.backend, log, observer });
  started.unshift(() => store.close());
  left = () => leftIn(store);
  const reads = new Reads(store);
  const { environment, bodyLimit, origins, isClockControllable } = options;
  const context = { store, reads, environment, version, isClockControllable };
  const isLoggingRequests = options.log.level === "debug";
  const watching = { log, metrics, tracing, isLoggingRequests };
  const app = await createApp({ ...context, ...watching, pages, bodyLimit, origins, drain });
  started.unshift(() => app.close());
  const address = await listen(app, options);
  if (options.isWithSamples) await deploySamples(store, reads, log);
  sayReady(options, address);
}

function sayReady({ log: { form } }: Options, address: string): void {
  if (form === "json") return log(`Millrace ${version} is ready at ${address}`);
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
  if (isForPeople) complain((error as Error).message);
  else logError(complain, "at the start", error);
  process.exitCode = 1;
  if (!isStopping) await stopAll();
  process.exit();
}

/** A second Ctrl-C does not wait. */
async function stop({ drainDelayMs, drainTimeoutMs }: Pick<Options, "drainDelayMs" | "drainTimeoutMs">): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  process.once("SIGINT", () => process.exit(1));
  drain.begin();
  log("Stopping …");
  await setTimeout(drainDelayMs);
  const isDone = await Promise.race([stopAll().then(() => true), setTimeout(drainTimeoutMs, false)]);
  if (!isDone) {
    log(`Stopped after ${drainTimeoutMs} ms before all was done: ${left()}`, { level: "error" });
    process.exitCode = 1;
  }
  process.exit();
}

async function stopAll(): Promise<void> {
  for (const end of started) await end().catch((error: unknown) => logError(log, "while stopping", error));
}

function leftIn(store: Store): string {
  const { waiting, runningBatches } = store.readings();
  const orders = waiting.live.orders + waiting.background.orders;
  return `${drain.requests} requests without an answer, ${orders} commands that wait, ${runningBatches} batches under way`;
}
