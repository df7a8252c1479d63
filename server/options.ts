import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Backend, backends } from "./store/backend.ts";
import { type LogOptions, logForms, logLevels } from "./telemetry/log.ts";

export interface Options {
  readonly port: number;
  readonly host: string;
  /** Directory of the embedded Postgres; used when there is no database. */
  readonly data: string;
  /** Connection string of a Postgres; null starts the embedded one. */
  readonly database: string | null;
  /** The kind of Postgres that it is. */
  readonly backend: Backend;
  readonly isWithSamples: boolean;
  /** The name that people see in the console. */
  readonly environment: string;
  /** Bytes of a request's body. */
  readonly bodyLimit: number;
  /** Origins under which a proxy shows Millrace. */
  readonly origins: readonly string[];
  /** Calls may pin the time of all nodes; meant for tests. */
  readonly isClockControllable: boolean;
  readonly log: LogOptions;
  /** Milliseconds in which a server that was told to stop still takes what comes, so that a balancer notices. */
  readonly drainDelayMs: number;
  /** Milliseconds in which everything that was accepted must be done, after that delay. */
  readonly drainTimeoutMs: number;
}

/** A start that cannot go on, in a sentence for the person who tries. */
export class StartError extends Error {}

export const usage = `Usage: npm start -- [options]        (npm run serve is the same without samples)

  --port <number>      Port of the API and the console; PORT; 8080
  --data <folder>      Folder of the embedded Postgres; MILLRACE_DATA; .millrace in the project
  --database <url>     A Postgres of your own (15 or newer); DATABASE_URL
  --backend <kind>     postgres, citus or yugabytedb; MILLRACE_BACKEND; postgres
  --environment <name> Name shown in the console; MILLRACE_ENVIRONMENT; local
  --body-limit <bytes> Largest request body; 4194304
  --origin <urls>      Origins under which a proxy shows Millrace, with commas; MILLRACE_ORIGIN; none
  --controllable-clock Let calls set the time of all servers; MILLRACE_CONTROLLABLE_CLOCK; for tests only
  --log <form>         json or text; MILLRACE_LOG; text on a terminal, else json
                       MILLRACE_LOG_LEVEL: debug, info, warn or error; info
  --drain-delay <ms>   Told to stop, serve on for so long while not ready; MILLRACE_DRAIN_DELAY; 0
  --drain-timeout <ms> Then finish within so long; MILLRACE_DRAIN_TIMEOUT; 30000
  --samples            Deploy the sample processes on an empty database
  --help               This text
`;

const bodyLimitDefault = 4 * 1024 * 1024;

/** Milliseconds; nobody waits longer for a server to stop. */
const drainMsMax = 3_600_000;

/** Options from the command line, else from the environment, else their defaults. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv, projectRoot: string): Options | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const data = values.data ?? env.MILLRACE_DATA;
  return {
    port: numberIn("--port", values.port ?? env.PORT ?? "8080", 0, 65_535),
    host: hostIn(env.MILLRACE_HOST ?? "127.0.0.1"),
    data: data === undefined ? resolve(projectRoot, ".millrace") : resolve(data.replace(/^~(?=\/|$)/, homedir())),
    database: values.database ?? env.DATABASE_URL ?? null,
    backend: oneOf("--backend", values.backend ?? env.MILLRACE_BACKEND ?? "postgres", backends),
    isWithSamples: values.samples ?? false,
    environment: values.environment ?? env.MILLRACE_ENVIRONMENT ?? "local",
    bodyLimit: numberIn("--body-limit", values["body-limit"] ?? String(bodyLimitDefault), 1_024, 2 ** 30),
    origins: originsIn(values.origin ?? env.MILLRACE_ORIGIN ?? ""),
    log: {
      form: oneOf("--log", values.log ?? env.MILLRACE_LOG ?? (process.stdout.isTTY ? "text" : "json"), logForms),
      level: oneOf("MILLRACE_LOG_LEVEL", env.MILLRACE_LOG_LEVEL ?? "info", logLevels),
    },
    ...drainIn(values, env),
    isClockControllable:
      values["controllable-clock"] ?? isSet("MILLRACE_CONTROLLABLE_CLOCK", env.MILLRACE_CONTROLLABLE_CLOCK ?? ""),
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: text,
        data: text,
        database: text,
        backend: text,
        environment: text,
        "body-limit": text,
        origin: text,
        log: text,
        "drain-delay": text,
        "drain-timeout": text,
        "controllable-clock": flag,
        samples: flag,
        help: { ...flag, short: "h" },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most && text.trim() !== "") return number;
  throw new StartError(`Expected ${name} to be a whole number from ${least} to ${most}, got "${text}".`);
}

function drainIn(values: ReturnType<typeof parse>, env: NodeJS.ProcessEnv) {
  const delay = values["drain-delay"] ?? env.MILLRACE_DRAIN_DELAY ?? "0";
  const timeout = values["drain-timeout"] ?? env.MILLRACE_DRAIN_TIMEOUT ?? "30000";
  return {
    drainDelayMs: numberIn("--drain-delay", delay, 0, drainMsMax),
    drainTimeoutMs: numberIn("--drain-timeout", timeout, 1, drainMsMax),
  };
}

function oneOf<T extends string>(name: string, text: string, among: readonly T[]): T {
  const found = among.find((one) => one === text);
  if (found !== undefined) return found;
  throw new StartError(`Expected ${name} to be ${among.join(" or ")}, got "${text}".`);
}

function isSet(name: string, text: string): boolean {
  if (["", "0", "false"].includes(text)) return false;
  if (["1", "true"].includes(text)) return true;
  throw new StartError(`Expected ${name} to be true or false, got "${text}".`);
}

/** Everybody who reaches the address may do everything, as long as there is no authentication. */
function hostIn(host: string): string {
  if (["127.0.0.1", "::1", "localhost"].includes(host)) return host;
  throw new StartError(
    `Expected MILLRACE_HOST to be a loopback address, got "${host}": Millrace has no authentication yet. Put a proxy with authentication before it.`,
  );
}

function originsIn(text: string): string[] {
  return text.split(",").flatMap((part) => {
    const given = part.trim();
    if (given === "") return [];
    const { origin } = URL.parse(given) ?? {};
    if (origin === undefined || origin === "null")
      throw new StartError(`Expected --origin to be addresses such as https://millrace.example.org, got "${given}".`);
    return [origin];
  });
}
