import { describe, expect, test } from "vitest";
import { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import {
  bpmnProcess,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  startEvent,
  waitingForMessage,
} from "./diagrams.ts";
import { layout } from "./layout.ts";
import { countOf, deployed, openStores, rowsOf, start, stateOf } from "./openStores.ts";

const nodes = openStores(1);

const startedBy = (id: string, name: string) =>
  definitions(
    message(`${id}.message`, name),
    bpmnProcess(id, startEvent("begin", messageTrigger(`${id}.message`)), endEvent("end"), path("begin", "end")),
  );

const publication = (name: string, correlationKey: string) => ({
  name,
  correlationKey,
  variables: {},
  timeToLiveMs: 0,
  messageId: null,
});

describe("messages under pressure", () => {
  test("more messages start instances at once than there are connections, and than keys in a block", async () => {
    await deployed(nodes.store, startedBy("crowd", "come"));
    const publish = async () => {
      for (let count = 0; count < 20; count++) await nodes.store.publish(publication("come", ""));
    };
    await Promise.all(Array.from({ length: 40 }, publish));
    await eventually(
      "800 instances",
      async () => (await countOf(nodes.store, "millrace.process_instance where process_id = 'crowd'")) === 800,
    );
  });

  test("a message goes to the next who waits when the first has just ended, and the answer says so", async () => {
    const { pair = "" } = await deployed(nodes.store, waitingForMessage("pair", "paid"));
    const [first, second] = [
      await start(nodes.store, pair, { order: "p" }),
      await start(nodes.store, pair, { order: "p" }),
    ];
    const cancelled = nodes.store.execute(first.processInstanceKey, { type: "cancelInstance" }, "tester");
    const { processInstanceKeys } = await nodes.store.correlate(publication("paid", "p"));
    await cancelled;
    // Either it came to the first before its end, or to the second; never to nobody.
    const [reached = ""] = processInstanceKeys;
    expect([first.processInstanceKey, second.processInstanceKey]).toContain(reached);
    expect(await stateOf(nodes.store, reached)).toBe("COMPLETED");
  });

  test("a message is not lost when the database refuses for a while", async () => {
    const { busy = "" } = await deployed(nodes.store, waitingForMessage("busy", "called"));
    const { processInstanceKey } = await start(nodes.store, busy, { order: "b" });
    const logged: string[] = [];
    const connection = { ...nodes.connection, statement_timeout: 300 };
    const impatient = await Store.open({ layout, connection, log: (line) => logged.push(line) });
    const holder = await nodes.store.pool.connect();
    await holder.query("begin");
    await holder.query("select from millrace.process_instance where key = $1 for update", [processInstanceKey]);
    await impatient.publish(publication("called", "b"));
    await eventually("a refusal", () => logged.some((line) => line.includes("refused for now")));
    await holder.query("rollback");
    holder.release();
    await impatient.close();

    const next = await nodes.open();
    await eventually("the message", async () => (await stateOf(nodes.store, processInstanceKey)) === "COMPLETED");
    await next.close();
  });

  test("a row that was begun three times is put aside, and what it had held goes on", async () => {
    const { held = "" } = await deployed(nodes.store, waitingForMessage("held", "released"));
    const { processInstanceKey } = await start(nodes.store, held, { order: "h" });
    const [wait] = await rowsOf<{ key: string }>(
      nodes.store,
      "select key from millrace.subscription where process_instance_key = $1",
      processInstanceKey,
    );
    await nodes.store.pool.query(
      `insert into millrace.outbox (process_instance_key, actor, command, subscription_key, created_at, attempts)
       values ($1, 'message', '{"type":"cancelInstance"}', $2, now() - interval '1 hour', 3)`,
      [processInstanceKey, wait?.key],
    );
    const next = await nodes.open();
    await next.close();
    const [row] = await rowsOf<{ defect: string }>(nodes.store, "select defect from millrace.outbox");
    expect(row?.defect).toBe("It was begun 3 times and never came to an end");
    expect(nodes.logged.splice(0).join()).toContain("is put aside");

    await nodes.store.correlate(publication("released", "h"));
    expect(await stateOf(nodes.store, processInstanceKey)).toBe("COMPLETED");
  });
});
