import { describe, expect, test } from "vitest";
import {
  boundaryEvent,
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  serviceTask,
  startEvent,
  timer,
} from "../store/diagrams.ts";
import { strictClient } from "./client.ts";
import { ask, at, deploy, openServers, send, startInstance, startServer } from "./server.ts";

/** Two that may set the clock of both, on one database. */
const servers = openServers(2, { isClockControllable: true });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Noon of a day long before the tests run. */
const noon = Date.parse("2001-02-03T12:00:00Z");

const pin = (timestamp: number, index = 0) => ask(at(servers, index), "PUT", "/v2/clock", { timestamp });

const journalOf = async (key: string): Promise<{ at: string; events: { type: string; elementId: string }[] }[]> =>
  (await ask(at(servers, 0), "GET", `/api/process-instances/${key}/journal`)).items.reverse();

/** What has been completed, in its order, with the time of the journal. */
const completed = async (key: string) =>
  (await journalOf(key)).flatMap((row) =>
    row.events.flatMap(({ type, elementId }) => (type === "elementCompleted" ? [`${row.at} ${elementId}`] : [])),
  );

const stateOf = async (key: string) => (await ask(at(servers, 0), "GET", `/v2/process-instances/${key}`)).state;

const searched = (path: string, filter: object) => ask(at(servers, 0), "POST", `/v2/${path}/search`, { filter });

const activate = async (type: string, more: object = {}) =>
  (
    await ask(at(servers, 0), "POST", "/v2/jobs/activation", {
      type,
      worker: "tester",
      timeout: 10 * minuteMs,
      maxJobsToActivate: 10,
      requestTimeout: -1,
      ...more,
    })
  ).jobs as { jobKey: string; deadline: number; variables: Record<string, unknown> }[];

const pausing = (id: string, trigger: string) =>
  definitions(bpmnProcess(id, startEvent("begin"), catchEvent("pause", trigger), path("begin", "pause")));

describe("the official client", () => {
  test("pins the clock, and lets it run again", async () => {
    const client = strictClient(at(servers, 0).address);
    await client.pinClock({ timestamp: noon });
    expect(at(servers, 0).store.nowMs()).toBe(noon);
    await client.resetClock();
    expect(at(servers, 0).store.nowMs()).toBeGreaterThan(noon + 20 * 365 * 24 * hourMs);
  });

  test("gets 204 without a body", async () => {
    expect(await send(at(servers, 0), "PUT", "/v2/clock", { timestamp: noon })).toMatchObject({
      status: 204,
      body: "",
    });
    expect(await send(at(servers, 0), "POST", "/v2/clock/reset")).toMatchObject({ status: 204, body: "" });
  });
});

describe("a pinned clock", () => {
  test("is that of FEEL, due dates and the journal", async () => {
    await pin(noon);
    await deploy(at(servers, 0), pausing("told", timer("timeDate", "=now() + duration(&quot;PT1H&quot;)")));
    const key = await startInstance(at(servers, 0), "told");
    const asked = await ask(at(servers, 0), "GET", `/api/process-instances/${key}/explanation`);
    expect(JSON.stringify(asked)).toContain("2001-02-03T13:00:00");
    await pin(noon + hourMs);
    expect(await stateOf(key)).toBe("COMPLETED");
    expect(await completed(key)).toEqual([
      "2001-02-03T12:00:00.000Z begin",
      "2001-02-03T13:00:00.000Z pause",
      "2001-02-03T13:00:00.000Z told",
    ]);
  });

  test("that is set forward fires what is due then in the order of its time, cycles step by step", async () => {
    await pin(noon);
    await deploy(
      at(servers, 0),
      definitions(
        bpmnProcess(
          "stepped",
          startEvent("begin"),
          serviceTask("stepped.work"),
          boundaryEvent("often", "stepped.work", timer("timeCycle", "R/PT10M"), { isInterrupting: false }),
          boundaryEvent("once", "stepped.work", timer("timeDuration", "PT25M"), { isInterrupting: false }),
          path("begin", "stepped.work"),
        ),
      ),
    );
    const key = await startInstance(at(servers, 0), "stepped");
    await pin(noon + 34 * minuteMs);
    const fired = (await completed(key)).map((line) => line.split(" ")[1]);
    expect(fired).toEqual(["begin", "often", "often", "once", "often"]);
    await pin(noon + 40 * minuteMs);
    expect(await completed(key)).toHaveLength(6);
    await ask(at(servers, 0), "POST", `/v2/process-instances/${key}/cancellation`);
  });

  test("begins instances at timer start events, and answers when they have begun", async () => {
    await pin(noon);
    await deploy(
      at(servers, 0),
      definitions(
        bpmnProcess("daily", startEvent("due", timer("timeCycle", "R3/P1D")), endEvent("end"), path("due", "end")),
      ),
    );
    const started = async () => (await searched("process-instances", { processDefinitionId: "daily" })).page.totalItems;
    await pin(noon + 47 * hourMs);
    expect(await started()).toBe(1);
    await pin(noon + 365 * 24 * hourMs);
    expect(await started()).toBe(3);
  });

  test("that is set back fires nothing twice, and what is due later once", async () => {
    await pin(noon);
    await deploy(at(servers, 0), pausing("back", timer("timeDuration", "PT1H")));
    const before = await startInstance(at(servers, 0), "back");
    await pin(noon + hourMs);
    await pin(noon - hourMs);
    const later = await startInstance(at(servers, 0), "back");
    expect([await stateOf(before), await stateOf(later)]).toEqual(["COMPLETED", "ACTIVE"]);
    await pin(noon);
    expect(await stateOf(later)).toBe("COMPLETED");
    expect(await completed(before)).toHaveLength(3);
    expect(await completed(later)).toHaveLength(3);
  });

  test("decides when a worker's lock and the delay after a failure are over", async () => {
    await pin(noon);
    await deploy(
      at(servers, 0),
      definitions(bpmnProcess("locked", startEvent("begin"), serviceTask("locked.work"), path("begin", "locked.work"))),
    );
    await startInstance(at(servers, 0), "locked");
    const [job] = await activate("locked.work");
    expect(job?.deadline).toBe(noon + 10 * minuteMs);
    expect(await activate("locked.work")).toEqual([]);
    await pin(noon + 10 * minuteMs);
    expect(await activate("locked.work")).toMatchObject([{ jobKey: job?.jobKey }]);
    const failure = { retries: 2, retryBackOff: hourMs, errorMessage: "not now" };
    await ask(at(servers, 0), "POST", `/v2/jobs/${job?.jobKey}/failure`, failure);
    // Somebody who waits hears of the new time on the other server.
    const waiting = activate("locked.work", { requestTimeout: 30_000 });
    await pin(noon + 2 * hourMs, 1);
    expect(await waiting).toMatchObject([{ jobKey: job?.jobKey }]);
  });

  test("does not make a worker wait for ever", async () => {
    await pin(noon);
    expect(await activate("nobody.has.this", { requestTimeout: 300 })).toEqual([]);
  });

  test("decides how long a message waits for its catcher", async () => {
    await pin(noon);
    await deploy(
      at(servers, 0),
      definitions(
        message("paid", "clock paid", "=order"),
        bpmnProcess(
          "buffered",
          startEvent("begin"),
          catchEvent("paid-caught", messageTrigger("paid")),
          path("begin", "paid-caught"),
        ),
      ),
    );
    const publish = (correlationKey: string) =>
      ask(at(servers, 0), "POST", "/v2/messages/publication", {
        name: "clock paid",
        correlationKey,
        timeToLive: hourMs,
      });
    await publish("1");
    await pin(noon + hourMs - 1);
    const early = await startInstance(at(servers, 0), "buffered", { order: "1" });
    await at(servers, 0).store.settled();
    expect(await stateOf(early)).toBe("COMPLETED");
    await publish("2");
    await pin(noon + 2 * hourMs);
    const late = await startInstance(at(servers, 0), "buffered", { order: "2" });
    await at(servers, 0).store.settled();
    expect(await stateOf(late)).toBe("ACTIVE");
  });

  test("holds on a server that starts later", async () => {
    await pin(noon);
    const { host, port, user, database } = at(servers, 0).store.pool.options as unknown as Parameters<
      typeof startServer
    >[0];
    const third = await startServer({ host, port, user, database });
    expect(third.store.nowMs()).toBe(noon);
    await third.close();
    await ask(at(servers, 0), "POST", "/v2/clock/reset");
    expect(third.logged).toEqual(["Time is pinned to 2001-02-03T12:00:00.000Z and stands still; POST /v2/clock/reset"]);
  });

  test("that runs again fires what is due by the wall clock", async () => {
    await pin(noon);
    await deploy(at(servers, 0), pausing("freed", timer("timeDuration", "PT1H")));
    const key = await startInstance(at(servers, 0), "freed");
    await ask(at(servers, 1), "POST", "/v2/clock/reset");
    expect(await stateOf(key)).toBe("COMPLETED");
  });
});

describe("a clock is not set", () => {
  test("by a server that was not started for it", async () => {
    const { host, port, user, database } = at(servers, 0).store.pool.options as unknown as Parameters<
      typeof startServer
    >[0];
    const real = await startServer({ host, port, user, database });
    for (const [method, path, body] of [
      ["PUT", "/v2/clock", { timestamp: noon }],
      ["PUT", "/v2/clock", {}],
      ["POST", "/v2/clock/reset", undefined],
    ] as const) {
      const { status, body: problem } = await send(real, method, path, body);
      expect(status).toBe(403);
      expect(problem).toMatchObject({ code: "CLOCK_NOT_CONTROLLABLE" });
      expect(problem.detail).toContain("--controllable-clock");
    }
    expect(real.store.nowMs()).toBeGreaterThan(noon + 20 * 365 * 24 * hourMs);
    await real.close();
  });

  test.each([
    [{}, ""],
    [{ timestamp: "noon" }, "/timestamp"],
    [{ timestamp: -1 }, "/timestamp"],
    [{ timestamp: 1.5 }, "/timestamp"],
    [{ timestamp: 1e18 }, "/timestamp"],
    [{ timestamp: noon, zone: "UTC" }, ""],
  ])("to %j", async (body, field) => {
    const { status, body: problem } = await send(at(servers, 0), "PUT", "/v2/clock", body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ code: "BODY_INVALID" });
    expect(problem.field ?? "").toContain(field);
  });
});
