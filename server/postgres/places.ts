import { createHash } from "node:crypto";
import { chownSync, existsSync, fchownSync, lstatSync, mkdirSync, openSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Account } from "./account.ts";
import { PostgresStartError } from "./error.ts";

/** What lies where in a data directory. All paths are absolute. */
export interface Places {
  readonly dataDirectory: string;
  /** Postgres' own directory (PGDATA), and normally that of its socket. */
  readonly cluster: string;
  /** One claim per running start; the last one to go stops the postmaster. */
  readonly users: string;
  /** Held while somebody starts or stops the postmaster. */
  readonly lock: string;
  /** What Postgres says before its own log is open, and what the watchdog has to say; emptied at each start. */
  readonly startLog: string;
}

export const placesOf = (dataDirectory: string): Places => ({
  dataDirectory,
  cluster: join(dataDirectory, "cluster"),
  users: join(dataDirectory, "users"),
  lock: join(dataDirectory, "lock"),
  startLog: join(dataDirectory, "postgres-start.log"),
});

/** Makes the data directory and what it needs beside the cluster, owned by `account`. Fails with the file system's errors. */
export function makePlaces(asked: string, account: Account): Places {
  makeOwned(resolve(asked), account);
  // One name for one directory, however it was asked for: locks, sockets and command lines compare it.
  const places = placesOf(realpathSync(asked));
  if (existsSync(join(places.dataDirectory, "PG_VERSION"))) {
    throw new PostgresStartError(
      `Expected a data directory of Millrace at ${places.dataDirectory}, found the bare cluster of another Postgres: name another directory, or serve that one yourself and set DATABASE_URL.`,
    );
  }
  makeOwned(places.users, account);
  makeOwned(places.lock, account);
  return places;
}

function makeOwned(directory: string, account: Account): void {
  const isNew = makeDirectory(directory);
  if (isNew && account.isSwitched) chownSync(directory, account.uid, account.gid);
}

/** True when it was not there. Missing parents are made too; unlike `recursive` it says what the file system said. */
function makeDirectory(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && statSync(directory).isDirectory()) return false;
    if (code !== "ENOENT" || dirname(directory) === directory) throw error;
  }
  makeDirectory(dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
  return true;
}

/** Opens the start log, "w" to empty it or "a" to append; whoever opens it first, it belongs to `account`. */
export function openStartLog(places: Places, account: Account, flag: "w" | "a"): number {
  const file = openSync(places.startLog, flag, 0o600);
  if (account.isSwitched) fchownSync(file, account.uid, account.gid);
  return file;
}

/** In bytes. The kernel's limit is 107 on Linux and 103 on macOS; the smaller one holds on both. */
const socketPathMax = 103;

/** The only port; it is part of the socket's name and nothing listens on TCP. */
export const port = 5432;

export const socketIn = (directory: string) => join(directory, `.s.PGSQL.${port}`);

/** The cluster's own directory, or a short one of mode 0700 under the temporary directory when that path is too long for a socket. */
export function socketDirectoryFor(cluster: string, account: Account): string {
  if (Buffer.byteLength(socketIn(cluster)) <= socketPathMax) return cluster;
  const name = `millrace-${createHash("sha256").update(cluster).digest("hex").slice(0, 16)}`;
  const directory = [tmpdir(), "/tmp"]
    .map((parent) => join(parent, name))
    .find((path) => Buffer.byteLength(socketIn(path)) <= socketPathMax);
  if (directory === undefined) {
    throw new PostgresStartError(
      `Expected a socket path of at most ${socketPathMax} bytes, got ${socketIn(cluster)}: name a data directory with a shorter path, or set TMPDIR to one.`,
    );
  }
  makeOwned(directory, account);
  const found = lstatSync(directory);
  if (found.isDirectory() && found.uid === account.uid && (found.mode & 0o077) === 0) return directory;
  // Anybody may make directories there; whoever owns this one could answer in Postgres' place.
  throw new PostgresStartError(
    `Expected ${directory} to be a directory of ${account.name} with mode 0700, found one of uid ${found.uid} with mode 0${(found.mode & 0o777).toString(8)}: remove it, or name a data directory with a shorter path.`,
  );
}
