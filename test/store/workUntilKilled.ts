import { Refused } from "../../server/store/failures.ts";
import { Store } from "../../server/store/store.ts";
import { crashInstances, crashModels } from "./crashModel.ts";
import { layout } from "./layout.ts";

/**
 * A process that starts instances of a model and works their jobs on a database, until it is killed. Its arguments are
 * the connection and the name of the model.
 *
 * Writes `started KEY` and `completed KEY`, a line each, after the answer that it is committed.
 */
const [connection, model] = process.argv.slice(2);
if (connection === undefined || (model !== "timers" && model !== "calls"))
  throw new Error(`Expected a connection and timers or calls as arguments, got ${process.argv.slice(2)}`);
const say = (line: string) => process.stdout.write(`${line}\n`);

const store = await Store.open({ layout, connection: JSON.parse(connection), log: console.error });
const files = crashModels[model].map((content, n) => ({ name: `${model}-${n}.bpmn`, content }));
const { processes } = await store.deploy(files);
const definitionKey = processes[0]?.processDefinitionKey ?? "";
await Promise.all([...Array.from({ length: 4 }, () => startMany(crashInstances / 4)), work("left"), work("right")]);

async function startMany(count: number): Promise<void> {
  const start = { definitionKey, tags: [], businessId: null, startCorrelationKey: null };
  for (let n = 0; n < count; n += 1) {
    const command = { type: "startInstance" as const, variables: { n }, startElementIds: null };
    const { processInstanceKey } = await store.startInstance(start, command, "tester");
    say(`started ${processInstanceKey}`);
  }
}

async function work(worker: string): Promise<never> {
  const { signal } = new AbortController();
  const asked = { type: "work", worker, lockMs: 300, jobsMax: 10, variableNames: null, waitMs: 1_000, signal };
  for (;;)
    for (const { key } of await store.activateJobs(asked)) {
      const command = { type: "completeJob" as const, jobKey: key, variables: { worker } };
      // Another worker may have had it, when this one was slower than its lock.
      await store.executeFor(key, command, worker).then(
        () => say(`completed ${key}`),
        (error: unknown) => {
          if (!(error instanceof Refused)) throw error;
        },
      );
    }
}
