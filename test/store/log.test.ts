import { expect, test } from "vitest";
import { type About, aboutOrder, logError } from "../../server/store/log.ts";
import { Store } from "../../server/store/store.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { layout } from "./layout.ts";
import { complete, deployed, jobsOf, openStores, start } from "./openStores.ts";

const nodes = openStores(1);

/** What {@link logError} writes of an error, as one text. */
function told(error: unknown): string {
  const lines: string[] = [];
  logError((message, about) => lines.push(JSON.stringify({ message, ...about })), "in a test", error);
  return lines.join();
}

const secret = "s3cret-4711";

test.each<[string, () => unknown]>([
  [
    "drizzle's, which holds the statement's values",
    () => {
      const error = new Error(`Failed query: insert … params: ${secret}`);
      error.cause = new Error("relation does not exist");
      return error;
    },
  ],
  [
    "the JSON parser's",
    () => {
      try {
        return JSON.parse(`{"card": ${secret}}`);
      } catch (error) {
        return error;
      }
    },
  ],
])("an error is told without what it quotes: %s", (_, make) => {
  const text = told(make());
  expect(text).not.toContain(secret);
  expect(text).toContain("Error in a test: ");
});

test.each([
  ["select $1::bigint", [secret]],
  ["select cast($1 as text)::json", [`{"card": ${secret}}`]],
  ["select $1::varchar(3)::timestamptz, $2::date", [secret, secret]],
])("what Postgres says is told without the value: %s", async (text, values) => {
  const error = await nodes.store.pool.query(text, values).catch((failed: unknown) => failed);
  expect(told(error)).not.toContain(secret);
  expect(told(error)).toMatch(/\(22\w\w\w\)/);
});

test("a defect is told with the keys of what it was about", async () => {
  const { work = "" } = await deployed(
    nodes.store,
    definitions(
      bpmnProcess("work", startEvent("begin"), serviceTask("ship"), endEvent("end"), path("begin", "ship", "end")),
    ),
  );
  const { processInstanceKey } = await start(nodes.store, work);
  const [job] = await jobsOf(nodes.store, "ship");
  if (!job) throw new Error("Expected a job, got none");
  await nodes.store.pool.query("delete from millrace.element_instance where key = $1", [job.elementKey]);
  const lines: [string, About | undefined][] = [];
  const fresh = await Store.open({
    layout,
    connection: nodes.connection,
    log: (...line) => lines.push(line as [string, About]),
  });
  await complete(fresh, job, { card: secret }).catch(() => {});
  await fresh.close();
  expect(lines).toEqual([
    [
      expect.stringContaining("Error in completeJob: Error: Defect"),
      {
        level: "error",
        processInstanceKey,
        jobKey: job.key,
        commandType: "completeJob",
        stack: expect.stringContaining(" at "),
      },
    ],
  ]);
  expect(JSON.stringify(lines)).not.toContain(secret);
});

test("an order names what it is about", () => {
  const command = { type: "triggerTimer", subscriptionKey: "7" } as const;
  expect(aboutOrder({ processInstanceKey: "1", actor: "timer", command, outboxId: 3 })).toEqual({
    processInstanceKey: "1",
    commandType: "triggerTimer",
    subscriptionKey: "7",
    outboxId: "3",
  });
});

test("an error that only looks like one, as pg-boss tells its own, is told by its message", () => {
  expect(told({ message: "the queue does not answer", queue: "timer" })).toContain("the queue does not answer");
});
