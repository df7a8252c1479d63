import { until } from "../../server/postgres/until.ts";

/** More than any step takes on a busy machine; reached only when a test fails. */
const boundMs = 30_000;

/** Waits for a condition that another process brings about; fails naming it. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await until(holds, boundMs))) throw new Error(`Expected ${what} within ${boundMs} ms, it did not happen`);
}
