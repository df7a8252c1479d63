import type { Overview } from "../../server/contract.ts";
import { processes } from "../api/millrace.ts";

/** Where the bare address leads: to the first steps until something has run, then to the processes. */
export async function homePath({ processes: count, runningInstances }: Overview): Promise<string> {
  if (runningInstances > 0) return "/processes";
  if (count === 0) return "/start";
  const versions = (await processes()).flatMap((process) => process.versions);
  return versions.some(({ completed }) => completed > 0) ? "/processes" : "/start";
}
