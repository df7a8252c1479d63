import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PostgresStartError } from "./error.ts";
import { isRunning, stampOf } from "./processes.ts";
import { until } from "./until.ts";

/**
 * A claim is an empty file named after the process that holds it; it is void as soon as that process has ended.
 *
 * No name is ever used twice, so a dead process' claim is removed without the race that a shared lock file has
 * (two processes find it stale, the slower one removes the faster one's new lock).
 */
export function newClaim(): string {
  const stamp = stampOf(process.pid);
  if (stamp === null)
    throw new PostgresStartError(
      `Expected to find this process (pid ${process.pid}) running, got none: is /proc mounted?`,
    );
  return `${stamp}+${randomBytes(4).toString("hex")}`;
}

export const makeClaim = (directory: string, claim: string) => writeFileSync(join(directory, claim), "");

export const dropClaim = (directory: string, claim: string) => rmSync(join(directory, claim), { force: true });

/** Claims of others that still run, in no order; removes those of processes that ended. */
export function otherClaims(directory: string, own: string): readonly string[] {
  return readdirSync(directory).filter((claim) => {
    if (claim === own) return false;
    if (isRunning(stampIn(claim))) return true;
    dropClaim(directory, claim);
    return false;
  });
}

/** The stamp of the process that made a claim. */
export const stampIn = (claim: string) => claim.slice(0, claim.lastIndexOf("+"));

/** Who holds a lock may be waiting for a long crash recovery, see `readyWaitMsMax`; a little more than that. */
const lockWaitMsMax = 16 * 60_000;

/**
 * Runs `work` while no other process is inside `withLock` of this directory, killed ones excepted.
 *
 * Every contender puts its claim down before it looks for others, so of two at least one sees the other and two are never
 * inside. Whoever sees a claim that sorts before its own withdraws and tries again; so one of them always gets in.
 */
export async function withLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const claim = newClaim();
  const isMine = () => {
    makeClaim(directory, claim);
    const others = otherClaims(directory, claim);
    if (others.some((other) => other < claim)) dropClaim(directory, claim);
    return others.length === 0;
  };
  try {
    if (await until(isMine, lockWaitMsMax)) return await work();
    const holders = otherClaims(directory, claim).map((other) => Number.parseInt(other, 10));
    throw new PostgresStartError(
      `Expected to get the lock ${directory} within ${lockWaitMsMax / 60_000} minutes, but process ${holders.join(", ")} keeps it: stop that process and start again.`,
    );
  } finally {
    dropClaim(directory, claim);
  }
}
