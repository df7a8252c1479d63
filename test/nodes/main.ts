import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../../server/postgres/start.ts";
import { killAll } from "../api/program.ts";
import { rollingRestart } from "./rolling.ts";
import { Node, urlOf } from "./servers.ts";

/**
 * Restarts several servers under load, as long as one likes: `node test/nodes/main.ts --nodes 3 --rounds 10
 * --customers 8 --workers 3 --think 0`. Ends with 1 when a request failed, or something was lost or done twice.
 */
const { values } = parseArgs({
  options: {
    nodes: { type: "string", default: "3" },
    rounds: { type: "string", default: "5" },
    customers: { type: "string", default: "8" },
    workers: { type: "string", default: "3" },
    think: { type: "string", default: "0" },
  },
});

const data = mkdtempSync(join(tmpdir(), "millrace-nodes-"));
const postgres = await startPostgres({ dataDirectory: data, log: console.log });
try {
  const database = urlOf(postgres.connection);
  const nodes = await Promise.all(Array.from({ length: Number(values.nodes) }, () => Node.start(database)));
  const began = performance.now();
  const { rounds, customers, workers, think } = values;
  const rolled = await rollingRestart(nodes, {
    rounds: Number(rounds),
    customers: Number(customers),
    workers: Number(workers),
    thinkMs: Number(think),
  });
  const seconds = (performance.now() - began) / 1_000;
  console.log(JSON.stringify({ ...rolled, seconds: Math.round(seconds) }, null, 2));
  const { started, completed, existing, failures, ends } = rolled;
  const isGood = failures.length === 0 && completed === started && existing === started;
  process.exitCode = isGood && ends.every(({ code }) => code === 0) ? 0 : 1;
  await Promise.all(nodes.map((node) => node.stop()));
} finally {
  killAll();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
}
