import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { PoolConfig } from "pg";
import { PostgresStartError, startPostgres } from "../server/postgres/start.ts";
import { isLostConnection, openPool } from "../server/store/database.ts";
import { type Broken, type Progress, type Verification, verifyJournal } from "../server/store/verify.ts";

const usage = `Usage: millrace verify [options]        (npm run verify -- [options])

Reads the journal and checks that nothing in it was changed, left out or added: of every process instance the revisions,
each row's hash over itself and the row before, and the last ones against the instance. Reads only, also while servers
run. Prints a line for each instance whose journal is broken.

  --database <url>   The database; DATABASE_URL
  --data <folder>    Folder of an embedded Postgres; MILLRACE_DATA; .millrace in the project
  --from <key>       The first key of a process instance to look at
  --to <key>         The last one
  --process <id>     Only instances of this process
  --replay           Replays the events as well, and compares what they give with the rows of the instance
  --help             This text

Exit code: 0 when everything is intact, 1 when something is broken, 2 when it could not be read.
`;

/** The largest key: 63 bits. */
const keyMax = 2n ** 63n - 1n;

/** Postgres' code of a table that does not exist. */
const noTable = "42P01";

/** Milliseconds between two lines about how far it is. */
const progressEveryMs = 2_000;

/** A verification that cannot be carried out, in a sentence for the person who tries. */
class VerifyError extends Error {}

interface Options extends Verification {
  readonly database: string | null;
  readonly data: string;
  readonly isHelp: boolean;
}

process.exitCode = await verify(process.argv.slice(2));

/** The exit code. */
async function verify(args: readonly string[]): Promise<0 | 1 | 2> {
  let seen: Progress | null = null;
  try {
    const options = read(args);
    if (options.isHelp) {
      console.log(usage);
      return 0;
    }
    const total = await withDatabase(options, (connection) =>
      verifyIn(connection, options, (progress) => {
        seen = progress;
      }),
    );
    const what = `${total.instances} process instances with ${total.rows} journal rows`;
    console.log(total.broken === 0 ? `Intact: ${what}.` : `Broken: ${total.broken} of ${what}.`);
    return total.broken === 0 ? 0 : 1;
  } catch (error) {
    console.error(sentenceOf(error, seen) ?? error);
    return 2;
  }
}

async function withDatabase<T>({ database, data }: Options, work: (connection: PoolConfig) => Promise<T>): Promise<T> {
  if (database !== null) return work({ connectionString: database });
  if (!existsSync(join(data, "cluster")))
    throw new VerifyError(`Expected a data folder of Millrace, got ${data}, which has no database.`);
  const postgres = await startPostgres({ dataDirectory: data, log: () => {} });
  try {
    return await work(postgres.connection);
  } finally {
    await postgres.stop();
  }
}

async function verifyIn(
  connection: PoolConfig,
  asked: Verification,
  onProgress: (progress: Progress) => void,
): Promise<Progress> {
  const pool = openPool({ ...connection, max: 1, application_name: "millrace verify" });
  let toldMs = Date.now();
  try {
    return await verifyJournal(pool, asked, {
      onBroken: (broken) => console.log(lineOf(broken)),
      onProgress: (progress) => {
        onProgress(progress);
        if (Date.now() - toldMs < progressEveryMs) return;
        toldMs = Date.now();
        const { instances, rows, upToKey } = progress;
        console.error(`${instances} process instances, ${rows} journal rows, up to key ${upToKey}`);
      },
    });
  } finally {
    await pool.end();
  }
}

function lineOf({ processInstanceKey, revision, expected, came }: Broken): string {
  const where = revision === null ? processInstanceKey : `${processInstanceKey} revision ${revision}`;
  return `${where}: expected ${expected}, got ${came}`;
}

function read(args: readonly string[]): Options {
  try {
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        database: text,
        data: text,
        from: text,
        to: text,
        process: text,
        replay: flag,
        help: { ...flag, short: "h" },
      },
    });
    const root = fileURLToPath(new URL("..", import.meta.url));
    const data = values.data ?? process.env.MILLRACE_DATA ?? join(root, ".millrace");
    return {
      // A folder that is named is meant, whatever the environment says.
      database: values.database ?? (values.data === undefined ? (process.env.DATABASE_URL ?? null) : null),
      data: resolve(data.replace(/^~(?=\/|$)/, homedir())),
      fromKey: keyIn("--from", values.from ?? "0"),
      toKey: keyIn("--to", values.to ?? String(keyMax)),
      processId: values.process ?? null,
      isReplayed: values.replay ?? false,
      isHelp: values.help ?? false,
    };
  } catch (error) {
    throw new VerifyError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function keyIn(name: string, text: string): bigint {
  if (/^\d{1,19}$/.test(text) && BigInt(text) <= keyMax) return BigInt(text);
  throw new Error(`Expected ${name} to be the key of a process instance, got "${text}"`);
}

/** Null for a defect, which is told with its stack. */
function sentenceOf(error: unknown, seen: Progress | null): string | null {
  if (error instanceof VerifyError || error instanceof PostgresStartError) return error.message;
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === noTable) return "The database holds no tables of Millrace. Check --database or --data.";
  if (typeof code !== "string" && !isLostConnection(error)) return null;
  const goOn = seen ? ` Go on with --from ${seen.upToKey + 1n}.` : "";
  return `The database cannot be read: ${message || code}.${goOn}`;
}
