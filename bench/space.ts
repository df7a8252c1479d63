import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Options } from "./options.ts";

/** Bytes of an ended instance of the bench's process with its indexes, as measured. */
const bytesPerInstance = 3_300;

/** Bytes of an open user task with everything around it. */
const bytesPerTask = 2_500;

/** Bytes for write-ahead log and everything else. */
const othersBytes = 4e9;

/** Fails with a sentence when the temporary directory has no room for what will be filled: a full disk ends others' work too. */
export async function requireSpace({ names, scale }: Options): Promise<void> {
  const history = names.includes("manyEnded") ? scale.history * bytesPerInstance : 0;
  const tasks = names.includes("inbox") ? scale.tasks * bytesPerTask : 0;
  const { bavail, bsize } = await statfs(tmpdir());
  const needed = history + tasks + othersBytes;
  if (bavail * bsize >= needed) return;
  throw new Error(
    `Expected ${gigabytes(needed)} free in ${tmpdir()}, found ${gigabytes(bavail * bsize)}. Fewer instances (--history), or another directory (TMPDIR), need less.`,
  );
}

const gigabytes = (bytes: number): string => `${Math.ceil(bytes / 1e9)} GB`;
