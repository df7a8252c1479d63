import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { expect, test } from "vitest";
import {
  boundaryEvent,
  bpmnProcess,
  definitions,
  endEvent,
  message,
  messageTrigger,
  parallelGateway,
  path,
  serviceTask,
  startEvent,
  userTask,
} from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { complete, countOf, jobsOf, Nodes, rowsOf, stateOf } from "./openStores.ts";
import { loadedStates } from "./stateChecks.ts";

const xml = definitions(
  message("message", "called off", "=order"),
  bpmnProcess(
    "old",
    startEvent("begin"),
    parallelGateway("split"),
    serviceTask("old.work"),
    boundaryEvent("called-off", "old.work", messageTrigger("message")),
    userTask("approve"),
    parallelGateway("join"),
    endEvent("end"),
    path("begin", "split", "old.work", "join", "end"),
    path("split", "approve", "join"),
    endEvent("off"),
    path("called-off", "off"),
  ),
);

/** The migrations up to the one with this tag, in a directory of their own. */
function migrationsUntil(tag: string): string {
  const directory = mkdtempSync(join(tmpdir(), "millrace-migrations-"));
  cpSync("migrations", directory, { recursive: true });
  const path = join(directory, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: { tag: string }[] };
  const last = journal.entries.findIndex((entry) => entry.tag === tag);
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  return directory;
}

const instance = String(2n ** 22n);
const inner = (count: number) => String(2n ** 22n + BigInt(count));

/** An instance that waits at a job, before the migration to which the columns are added that these rows lack. */
const rows = [
  `insert into millrace.process_definition values (7, 'old', 1, null, null, 'old.bpmn', $1, 'x', 6, now(), true)`,
  `insert into millrace.process_instance values
     (${instance}, 7, 'old', 1, 'ACTIVE', now(), null, 0, 1, 20, '\\x00', '{}', null, null)`,
  `insert into millrace.element_instance values
     (${instance}, ${instance}, 'old', 'PROCESS', null, 'ACTIVE', now(), null),
     (${instance}, ${inner(5)}, 'old.work', 'SERVICE_TASK', ${instance}, 'ACTIVE', now(), null),
     (${instance}, ${inner(8)}, 'approve', 'USER_TASK', ${instance}, 'COMPLETED', now(), now())`,
  `insert into millrace.job values
     (${instance}, ${inner(6)}, ${inner(5)}, 'old.work', 'old.work', 'CREATED', 3, '{}', '{${inner(5)},${instance}}',
      now(), null, null, null, null, now(), now(), null)`,
  `insert into millrace.subscription values
     (${instance}, ${inner(7)}, ${inner(5)}, 'called-off', 'message', 'called off', 'o', null, null, null, 'OPEN', now(), null)`,
  `insert into millrace.user_task values
     (${instance}, ${inner(9)}, ${inner(8)}, 'approve', null, 'COMPLETED', null, '{}', '{}', null, null, 50, null, '{}', now(), now())`,
  `insert into millrace.token values (${instance}, ${instance}, 'approve-to-join', 1)`,
  `insert into millrace.variable values (${instance}, ${inner(1)}, ${instance}, 'order', '"o"', now())`,
  `insert into millrace.message values
     (${inner(21)}, 'later', 'o', null, '{}', now(), 'infinity'),
     (${inner(22)}, 'earlier', 'o', null, '{}', now() - interval '1 hour', 'infinity')`,
  "select nextval('millrace.key_sequence')",
];

test("instances of the first version go on", async () => {
  const nodes = new Nodes();
  nodes.connection = await freshDatabase();
  const folder = migrationsUntil("0000_begin");
  const pool = new pg.Pool(nodes.connection);
  await migrate(drizzle(pool), { migrationsFolder: folder, migrationsSchema: "millrace_migrations" });
  rmSync(folder, { recursive: true });
  for (const text of rows) await pool.query(text, text.includes("$1") ? [xml] : []);
  await pool.end();

  const store = await nodes.open();
  const state = (await loadedStates(store, [instance])).get(instance);
  expect(state?.callerKey).toBeNull();
  expect(state?.elements.get(inner(5))).toMatchObject({
    type: "SERVICE_TASK",
    loopIndex: null,
    progress: null,
    loop: null,
  });
  expect([...(state?.jobs.values() ?? [])]).toMatchObject([{ kind: "BPMN_ELEMENT" }]);
  expect([...(state?.subscriptions.values() ?? [])]).toMatchObject([{ triggerIndex: 0 }]);
  expect(await rowsOf(store, `select root_key as "rootKey" from millrace.process_instance`)).toEqual([
    { rootKey: instance },
  ]);

  const published = { correlationKey: "o", timeToLiveMs: 60_000, messageId: null, variables: {} };
  await store.publish({ name: "latest", ...published });
  const messages = await rowsOf<{ name: string }>(store, "select name from millrace.message order by position");
  expect(messages.map(({ name }) => name)).toEqual(["earlier", "later", "latest"]);

  const [job] = await jobsOf(store, "old.work");
  expect(job).toMatchObject({
    kind: "BPMN_ELEMENT",
    listenerEvent: null,
    rootProcessInstanceKey: instance,
    variables: { order: "o" },
  });
  await complete(store, { key: job?.key ?? "" });
  expect(await stateOf(store, instance)).toBe("COMPLETED");
  expect(await countOf(store, "millrace.token")).toBe(0);
  await store.close();
  expect(nodes.logged).toEqual([]);
});
