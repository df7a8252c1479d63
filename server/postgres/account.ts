import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { PostgresStartError, useAnotherServer } from "./error.ts";

/** The operating system user that Postgres runs as and that owns its files. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  /** We are root, whom Postgres refuses, so its programs are started as this user. */
  readonly isSwitched: boolean;
}

/** Asked for in this order when we are root and the directory's owner gives no hint. */
const servants = ["millrace", "postgres", "nobody"];

/**
 * The user for the cluster in this directory, which need not exist: ourselves, or, when we are root, its owner or that of its
 * nearest parent (so that `sudo` leaves nothing behind that the ordinary user cannot open), else the first of `servants`.
 */
export function chooseAccount(cluster: string): Account {
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()];
  if (uid === undefined || gid === undefined || process.platform === "win32") {
    throw new PostgresStartError(
      `Expected a system where Postgres can be reached by unix socket, got ${process.platform}: ${useAnotherServer}.`,
    );
  }
  const users = knownUsers();
  const named = (id: number) => users.find((user) => user.uid === id)?.name;
  if (uid !== 0) return { uid, gid, name: named(uid) ?? `uid ${uid}`, isSwitched: false };
  const owner = ownerOf(cluster);
  // initdb asks for its user's name; a cluster that is made already serves without.
  const name = named(owner.uid) ?? (existsSync(cluster) ? `uid ${owner.uid}` : undefined);
  if (owner.uid !== 0 && name !== undefined) return { ...owner, name, isSwitched: true };
  const servant = servants
    .map((wanted) => users.find((user) => user.name === wanted))
    .find((user) => user !== undefined);
  if (servant && servant.uid !== 0) return { ...servant, isSwitched: true };
  throw new PostgresStartError(
    `Expected one of the users ${servants.join(", ")} in /etc/passwd, because Postgres refuses to run as root, got none: add one, start Millrace as an ordinary user, or ${useAnotherServer}.`,
  );
}

function ownerOf(path: string): { uid: number; gid: number } {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? { uid: stat.uid, gid: stat.gid } : ownerOf(dirname(path));
}

/** Users of /etc/passwd; accounts from a directory service are not looked up. */
function knownUsers(): readonly { name: string; uid: number; gid: number }[] {
  const lines = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
