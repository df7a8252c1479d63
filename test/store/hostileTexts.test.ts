import { expect, test } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  serviceTask,
  startEvent,
} from "./diagrams.ts";
import { expectIntact } from "./journalChecks.ts";
import { at, complete, deployed, jobsOf, openStores, rowsOf, start, stateOf } from "./openStores.ts";

const nodes = openStores(1);

/** Characters that Postgres, JSON or SQL treat in their own way; a text column cannot hold the first one. */
const hostile = "\u0000 \ud800 ' \" \\ {} $1 %s \r\n \u2028 é 😀";

/** As a text column holds it. */
const kept = hostile.replace("\u0000", "\ufffd").replace("\ud800", "\ufffd");

test("whatever a worker writes is kept, as far as a text column can hold it", async () => {
  const xml = definitions(
    bpmnProcess(
      "texts",
      startEvent("begin"),
      serviceTask("texts.task"),
      endEvent("end"),
      path("begin", "texts.task", "end"),
    ),
  );
  const { texts } = await deployed(nodes.store, xml);
  const start1 = {
    definitionKey: texts ?? "",
    tags: [hostile, "plain"],
    businessId: hostile,
    startCorrelationKey: null,
  };
  const command = { type: "startInstance", variables: { [hostile]: hostile }, startElementIds: null } as const;
  const { processInstanceKey } = await nodes.store.startInstance(start1, command, hostile);
  const [job] = await jobsOf(nodes.store, "texts.task", { worker: "tester" });
  const jobKey = job?.key ?? "";
  expect(job?.tags).toEqual([kept, "plain"]);
  expect(Object.values(job?.variables ?? {})).toEqual([hostile]);
  const fail: Command = { type: "failJob", jobKey, retries: 1, message: hostile, retryDelayMs: 0, variables: {} };
  await nodes.store.executeFor(jobKey, fail, hostile);
  const [row] = await rowsOf<{ message: string }>(
    nodes.store,
    "select error_message as message from millrace.job where key = $1",
    jobKey,
  );
  expect(row?.message).toBe(kept);
  await complete(nodes.store, { key: jobKey });
  expect(await stateOf(nodes.store, processInstanceKey)).toBe("COMPLETED");
  expect(nodes.logged).toEqual([]);
});

test("a message finds its wait by any text", async () => {
  const xml = definitions(
    message("odd.message", "odd", "=order"),
    bpmnProcess(
      "odd",
      startEvent("begin"),
      catchEvent("wait", messageTrigger("odd.message")),
      endEvent("end"),
      path("begin", "wait", "end"),
    ),
  );
  const { odd } = await deployed(nodes.store, xml);
  const publication = { name: "odd", correlationKey: hostile, variables: { [hostile]: hostile }, messageId: hostile };
  const waits = await start(nodes.store, odd, { order: hostile });
  await nodes.store.publish({ ...publication, timeToLiveMs: 0 });
  await nodes.store.publish({ ...publication, timeToLiveMs: 60_000 });
  const comes = await start(nodes.store, odd, { order: hostile });
  await nodes.store.settled();
  expect(await stateOf(nodes.store, waits.processInstanceKey)).toBe("COMPLETED");
  expect(await stateOf(nodes.store, comes.processInstanceKey)).toBe("COMPLETED");
  expect(nodes.logged).toEqual([]);
});

test("the journal of such texts is intact", async () => {
  const rows = await rowsOf<{ key: string }>(nodes.store, "select key from millrace.process_instance");
  await expectIntact(
    nodes.store,
    rows.map(({ key }) => key),
  );
  expect(at(rows, 0).key).toMatch(/^\d+$/);
});
