import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Memory as a file system, on Linux. */
const memory = "/dev/shm";

/** Twice what a run fills. */
const bytesMin = 6 * 1024 ** 3;

/**
 * A new directory for the data of a test's Postgres: in memory where there is much of it free, else on the disk.
 *
 * Each new database is some 1,200 files; on a disk, finding places for them takes longer than most tests.
 */
export const temporaryData = (prefix: string): string => mkdtempSync(join(hasRoom() ? memory : tmpdir(), prefix));

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > bytesMin;
  } catch {
    return false;
  }
}
