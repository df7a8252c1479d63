import { rmSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { type RunningPostgres, startPostgres } from "../../server/postgres/start.ts";
import { temporaryData } from "../postgres/temporary.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { expectIntact } from "./journalChecks.ts";
import { complete, countOf, deployed, jobsOf, Nodes, start } from "./openStores.ts";

/** A Postgres of the test's own, which it may stop. */
async function ownPostgres(): Promise<{ connection: RunningPostgres["connection"]; restart: () => Promise<void> }> {
  const dataDirectory = temporaryData("millrace-restart-");
  const launch = () => startPostgres({ dataDirectory, log: () => {} });
  let running = await launch();
  onTestFinished(async () => {
    await running.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });
  const restart = async () => {
    await running.stop();
    running = await launch();
  };
  return { connection: running.connection, restart };
}

test("a restart of Postgres under load is seen by nobody who gave a command", async () => {
  const { connection, restart } = await ownPostgres();
  const nodes = new Nodes();
  nodes.connection = connection;
  const store = await nodes.open();
  const oneTask = bpmnProcess(
    "load",
    startEvent("begin"),
    serviceTask("work"),
    endEvent("end"),
    path("begin", "work", "end"),
  );
  const { load } = await deployed(store, definitions(oneTask));

  let isOver = false;
  const started: string[] = [];
  const client = async () => {
    while (!isOver) {
      const { processInstanceKey } = await start(store, load);
      await store.execute(
        processInstanceKey,
        { type: "setVariables", elementKey: processInstanceKey, variables: { seen: true }, isLocal: true },
        "tester",
      );
      started.push(processInstanceKey);
    }
  };
  const clients = Array.from({ length: 40 }, client);
  const more = async (count: number) => {
    const goal = started.length + count;
    while (started.length < goal) await new Promise(setImmediate);
  };
  await more(200);
  await restart();
  await more(200);
  isOver = true;
  await Promise.all(clients);

  expect(await countOf(store, "millrace.process_instance")).toBe(started.length);
  expect(await countOf(store, "millrace.process_instance where revision = 2")).toBe(started.length);
  await expectIntact(store, started);
  const jobs = await jobsOf(store, "work", { jobsMax: 50 });
  await Promise.all(jobs.map((job) => complete(store, job)));
  await store.close();
  expect(nodes.logged.filter((line) => /defect/i.test(line))).toEqual([]);
});
