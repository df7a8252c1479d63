import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { newClaim, stampIn } from "./claims.ts";
import { isRunning } from "./processes.ts";

/**
 * Makes the directory `target` in one step: `fill` works in a sibling, which then takes the name.
 *
 * So `target` is complete or not there, even if we are killed meanwhile; of two processes that do this at once the first
 * one's directory stays. An empty directory of that name counts as not there. Siblings left by killed processes are removed.
 */
export async function makeDirectoryOnce(target: string, fill: (directory: string) => Promise<void>): Promise<void> {
  await removeAbandoned(target);
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

async function removeAbandoned(target: string): Promise<void> {
  const prefix = `${basename(target)}.`;
  const siblings = await readdir(dirname(target));
  const abandoned = siblings.filter(
    (name) => name.startsWith(prefix) && !isRunning(stampIn(name.slice(prefix.length))),
  );
  for (const name of abandoned) await rm(join(dirname(target), name), { recursive: true, force: true });
}
