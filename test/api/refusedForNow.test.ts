import { expect, test } from "vitest";
import { eventually } from "../postgres/until.ts";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  path,
  startEvent,
  timer,
  waitingForMessage,
} from "../store/diagrams.ts";
import { whileRefused } from "../store/refusedRows.ts";
import { ask, at, deploy, openServers, send, startInstance } from "./server.ts";

const servers = openServers();

/** Runs work while every insertion into a table is refused with the code of a full disk. */
const whileFull = <T>(table: string, work: () => Promise<T>): Promise<T> =>
  whileRefused(at(servers, 0).store.pool, table, work, { code: "53100" });

const stateOf = async (key: string) => (await ask(at(servers, 0), "GET", `/v2/process-instances/${key}`)).state;

test("a message that cannot be written for now may be published again", async () => {
  const message = { name: "none", correlationKey: "1", timeToLive: 60_000 };
  const publish = () => send(at(servers, 0), "POST", "/v2/messages/publication", message);
  const { status, body } = await whileFull("millrace.message", publish);
  expect({ status, ...body }).toMatchObject({ status: 503, title: "RESOURCE_EXHAUSTED", code: "RESOURCE_EXHAUSTED" });
  expect((await publish()).status).toBe(200);
});

test("a message that is on its way to its wait is not to be correlated again", async () => {
  await deploy(at(servers, 0), waitingForMessage("held-up", "released"));
  const key = await startInstance(at(servers, 0), "held-up", { order: "o" });
  const correlate = () =>
    send(at(servers, 0), "POST", "/v2/messages/correlation", { name: "released", correlationKey: "o" });
  const { status, body } = await whileFull("millrace.journal", correlate);
  // Clients repeat by themselves what is answered RESOURCE_EXHAUSTED.
  expect({ status, code: body.code }).toEqual({ status: 503, code: "STORE_UNAVAILABLE" });
  expect(body.detail).toContain("The message is published");
  await eventually("the message to arrive", async () => (await stateOf(key)) === "COMPLETED");
});

test("an instance whose end cannot be looked up is not to be started again", async () => {
  const { store } = at(servers, 0);
  await deploy(
    at(servers, 0),
    definitions(
      bpmnProcess(
        "pausing",
        startEvent("begin"),
        catchEvent("pause", timer("timeDuration", "PT1H")),
        endEvent("end"),
        path("begin", "pause", "end"),
      ),
    ),
  );
  const create = { processDefinitionId: "pausing", awaitCompletion: true, requestTimeout: 60_000, businessId: "once" };
  const waiting = send(at(servers, 0), "POST", "/v2/process-instances", create);
  const filter = { businessId: "once" };
  const found = () => ask(at(servers, 0), "POST", "/v2/process-instances/search", { filter });
  await eventually("the instance to be started", async () => (await found()).items.length === 1);
  const [{ processInstanceKey: key }] = (await found()).items;
  const holder = await store.pool.connect();
  await holder.query("begin");
  await holder.query("lock table millrace.process_instance in access exclusive mode");
  store.hub.emit({ instances: [key], jobTypes: [], definitions: false });
  const looks = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  await eventually("somebody to look", async () => (await holder.query(looks)).rowCount === 1);
  await holder.query(`select pg_cancel_backend(pid) from (${looks}) as l`);
  const { status, body } = await waiting;
  await holder.query("rollback");
  holder.release();
  expect({ status, code: body.code }).toEqual({ status: 503, code: "STORE_UNAVAILABLE" });
  expect(await stateOf(key)).toBe("ACTIVE");
});
