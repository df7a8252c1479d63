import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { newClaim, stampIn } from "./claims.ts";
import { isRunning } from "./processes.ts";

/**
 * Makes the directory `target` in one step: `fill` works in a sibling, which then takes the name.
 *
 * So `target` is complete or not there, even if we are killed meanwhile; of two processes that do this at once the first
 * one's directory stays. An empty directory of that name counts as not there.
 */
export async function makeDirectoryOnce(target: string, fill: (directory: string) => Promise<void>): Promise<void> {
  const sibling = `${target}.${newClaim()}`;
  try {
    await mkdir(sibling, { mode: 0o700 });
    await fill(sibling);
    await rename(sibling, target);
  } catch (error) {
    if (!isTaken(error, target)) throw error;
  } finally {
    await rm(sibling, { recursive: true, force: true });
  }
}

/** Only the rename reports the target as its destination; an EEXIST of `fill` is a failure. */
function isTaken(error: unknown, target: string): boolean {
  const { code, syscall, dest } = error as NodeJS.ErrnoException & { dest?: string };
  return syscall === "rename" && dest === target && (code === "ENOTEMPTY" || code === "EEXIST");
}

/**
 * Removes what processes left that were killed while they made `target`.
 *
 * A program they had started may still write there for a moment; what then cannot be removed waits for the next time.
 */
export async function removeAbandoned(target: string): Promise<void> {
  const prefix = `${basename(target)}.`;
  const siblings = await readdir(dirname(target));
  const isAbandoned = (name: string) => name.startsWith(prefix) && !isRunning(stampIn(name.slice(prefix.length)));
  const removed = siblings
    .filter(isAbandoned)
    .map((name) => rm(join(dirname(target), name), { recursive: true, force: true }));
  await Promise.allSettled(removed);
}
