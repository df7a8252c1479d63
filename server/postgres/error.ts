/**
 * The embedded Postgres could not be made ready; the message is for the person who starts Millrace.
 *
 * It says what was expected, what came and what to do, with the end of Postgres' own log where that helps.
 */
export class PostgresStartError extends Error {
  override name = "PostgresStartError";
}

/** Offered wherever the embedded server cannot work at all. */
export const useAnotherServer = "set DATABASE_URL to a Postgres server of your own";

/** The error as a sentence about `dataDirectory`: a `PostgresStartError` as it is, an errno explained, anything else named. */
export function explain(error: unknown, dataDirectory: string): PostgresStartError {
  if (error instanceof PostgresStartError) return error;
  const { code, path, message, syscall } = error as NodeJS.ErrnoException;
  const where = path ?? dataDirectory;
  const came = code ?? message ?? String(error);
  const said = syscall?.endsWith("chown") ? notGiven(where, came) : sentence(code, where, came);
  return new PostgresStartError(`${said} (data directory ${dataDirectory}).`, { cause: error });
}

/** Root in a container may lack the capability to give files away. */
const notGiven = (where: string, came: string) =>
  `Expected to be allowed to give ${where} to an ordinary user, because Postgres refuses to run as root, got ${came}: start Millrace as an ordinary user, or ${useAnotherServer}`;

function sentence(code: string | undefined, where: string, came: string): string {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return `Expected to be allowed to read and write ${where}, got ${came}: give this user (uid ${process.getuid?.()}) the directory, start as its owner, or name another one`;
    case "EROFS":
      return `Expected ${where} on a file system that can be written, got ${came} (read-only): name a data directory elsewhere`;
    case "ENOSPC":
    case "EDQUOT":
      return `Expected free disk space for ${where}, got ${came} (no space left): free some, or name a data directory elsewhere`;
    case "ENOENT":
      return `Expected to be able to make ${where}, got ${came} (it, or what a link there points to, cannot be made): name a data directory elsewhere`;
    case "ENOTDIR":
    case "EEXIST":
      return `Expected ${where} to be a directory or not to exist yet, got ${came} (a file is in the way): name another data directory`;
    default:
      return `Expected to start the embedded Postgres, got ${came} at ${where}: mend that, or ${useAnotherServer}`;
  }
}

/** Ends of logs in which Postgres itself names a full disk. */
export const saysDiskFull = (log: string) => /No space left on device|Disk quota exceeded/.test(log);
