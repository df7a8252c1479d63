import { execFile } from "node:child_process";
import { chownSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./account.ts";
import { type Binaries, plainEnvironment } from "./binaries.ts";
import { makeDirectoryOnce, removeAbandoned } from "./directoryOnce.ts";
import { PostgresStartError, saysDiskFull } from "./error.ts";
import type { Places } from "./places.ts";
import type { Site } from "./site.ts";

export const superuser = "millrace";

/** Written into postgresql.conf when the cluster is made, for its operator to change. */
const settings = {
  fsync: "on",
  synchronous_commit: "on",
  shared_buffers: "128MB",
  max_connections: "100",
  // Short statements only; compiling them costs more than it saves.
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // One file per weekday, overwritten a week later.
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgres-%a.log",
  log_truncate_on_rotation: "on",
  log_rotation_age: "1d",
  log_rotation_size: "0",
  log_line_prefix: "%m [%p] ",
};

/** The cluster exists afterwards and was made by this major version, or it fails. An unfinished one is never left behind. */
export async function ensureCluster({ places, binaries, account, log }: Site): Promise<void> {
  await removeAbandoned(places.cluster);
  if (madeBy(places) === null) {
    log(`making a new Postgres ${binaries.version} cluster in ${places.cluster}`);
    await makeDirectoryOnce(places.cluster, (directory) => initdb(directory, binaries, account));
  }
  const found = madeBy(places);
  if (found === binaries.major) return;
  throw new PostgresStartError(
    found === null
      ? `Expected ${places.cluster} to be empty or a Postgres cluster, found other files in it: move them away, or name another data directory.`
      : `Expected data of Postgres ${binaries.major} in ${places.cluster}, found data of Postgres ${found}: start the Millrace that made it and carry the data over with pg_dump, or name another data directory.`,
  );
}

/** The major version that made the cluster; null when there is none. */
function madeBy(places: Places): string | null {
  try {
    return readFileSync(join(places.cluster, "PG_VERSION"), "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * How a program that runs as the account names its own working directory.
 *
 * A user we switched to may lack the right to search a parent of it, such as /root; but it can use the directory that we
 * put it into. Only Linux has a path for that.
 */
export const nameFor = (directory: string, account: Account) =>
  account.isSwitched && existsSync("/proc/self/cwd") ? "/proc/self/cwd" : directory;

async function initdb(directory: string, binaries: Binaries, account: Account): Promise<void> {
  if (account.isSwitched) chownSync(directory, account.uid, account.gid);
  // The built-in collation sorts by code point on every system and never changes; macOS has no C.UTF-8 of its own.
  const locale = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    `--locale=${process.platform === "darwin" ? "C" : "C.UTF-8"}`,
  ];
  const set = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const options = ["-D", nameFor(directory, account), "-A", "trust", "-U", superuser, ...locale, ...set];
  try {
    const { uid, gid } = account;
    await promisify(execFile)(join(binaries.directory, "bin", "initdb"), options, {
      cwd: directory,
      uid,
      gid,
      env: plainEnvironment,
    });
  } catch (error) {
    const said = ((error as { stderr?: string }).stderr || (error as Error).message).trim();
    throw new PostgresStartError(initdbFailure(said, dirname(directory), account), { cause: error });
  }
}

function initdbFailure(said: string, directory: string, account: Account): string {
  if (saysDiskFull(said)) {
    return `Expected about 50 MB of free disk space to make a Postgres cluster in ${directory}, got a full disk: free some, or name a data directory elsewhere.\n${said}`;
  }
  if (said.includes("could not look up effective user ID")) {
    return `Expected the user with ${account.name} to have a name, because initdb asks for it, got none: add it to /etc/passwd, or set DATABASE_URL.`;
  }
  return `Expected initdb to make a Postgres cluster in ${directory}, got this from it; mend that, or set DATABASE_URL.\n${said}`;
}
