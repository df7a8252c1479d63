import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Log } from "./store/log.ts";
import type { Reads } from "./store/reads.ts";
import type { Store } from "./store/store.ts";

const folder = fileURLToPath(new URL("../processes", import.meta.url));

/** Deploys the sample processes, and what they decide by, when nothing is deployed yet, and says so. */
export async function deploySamples(store: Store, reads: Reads, log: Log): Promise<void> {
  if ((await reads.counts()).processes > 0) return;
  const names = (await readdir(folder)).filter((name) => /\.(bpmn|dmn)$/.test(name)).sort();
  const resources = await Promise.all(
    names.map(async (name) => ({ name, content: await readFile(join(folder, name), "utf8") })),
  );
  const { processes } = await store.deploy(resources);
  log(`Deployed ${processes.length} sample processes: ${processes.map(({ processId }) => processId).join(", ")}.`);
}
