import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contestant, Open } from "../contestant.ts";
import { cyclesPerSecond } from "../cycle.ts";
import { HttpClient } from "../httpClient.ts";
import { httpCycle } from "../httpCycle.ts";
import { oneTask } from "../oneTask.ts";
import { startProgram } from "../serverProgram.ts";

const instancesInFlight = 200;

/** After so long an idle server has put away what its start has left (`cli/lean.js`). */
const settledMs = 4_000;

/** How often the memory is looked at under load. */
const lookedAtMs = 100;

/**
 * The whole program on its own embedded Postgres and a data directory that it has used before: how soon it answers, and
 * the memory of its process, idle and while instances are started and ended over HTTP.
 */
export const open: Open = async (): Promise<Contestant> => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  // A bench that is stopped has no time to close its contestants.
  process.once("exit", remove);
  const first = await startProgram(directory);
  await deploy(first.address);
  await first.stop();
  return {
    async round(ms) {
      const program = await startProgram(directory);
      await new Promise((resolve) => setTimeout(resolve, settledMs));
      const idleMb = await program.megabytes();
      const client = new HttpClient(program.address);
      let loadedMb = 0;
      const looking = setInterval(async () => {
        loadedMb = Math.max(loadedMb, await program.megabytes());
      }, lookedAtMs);
      await cyclesPerSecond(httpCycle(client), instancesInFlight, ms);
      clearInterval(looking);
      await client.close();
      await program.stop();
      return { startMs: program.startMs, idleMb, loadedMb };
    },
    async close() {
      remove();
    },
  };
};

async function deploy(address: string): Promise<void> {
  const form = new FormData();
  form.append("resources", new Blob([oneTask.xml], { type: "text/xml" }), oneTask.resourceName);
  const answer = await fetch(`${address}/v2/deployments`, { method: "POST", body: form });
  if (!answer.ok) throw new Error(`Expected the model to be deployed, got ${answer.status}: ${await answer.text()}`);
}
