import { describe, expect, test } from "vitest";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { callDepthMax } from "../../server/store/calls.ts";
import {
  association,
  boundaryEvent,
  bpmnProcess,
  callActivity,
  compensationHandler,
  compensationTrigger,
  definitions,
  endEvent,
  error,
  errorTrigger,
  path,
  repeated,
  serviceTask,
  startEvent,
  throwEvent,
} from "./diagrams.ts";
import { expectIntact, journalsOf } from "./journalChecks.ts";
import {
  allEnded,
  at,
  complete,
  countOf,
  deployed,
  jobsOf,
  openStores,
  rowsOf,
  start,
  stateOf,
  walkOf,
} from "./openStores.ts";
import { Replays } from "./stateChecks.ts";

const nodes = openStores(2);

const settled = () => Promise.all(nodes.stores.map((store) => store.settled()));

const worker = (id: string) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}.work`),
      endEvent("end"),
      path("begin", `${id}.work`, "end"),
    ),
  );

const calling = (id: string, called: string, how = "") =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      callActivity("call", called, how),
      endEvent("end"),
      path("begin", "call", "end"),
    ),
  );

interface Called {
  key: string;
  state: string;
  version: number;
  rootKey: string;
  depth: number;
}

const calledBy = (parentKey: string) =>
  rowsOf<Called>(
    nodes.store,
    `select key, state, version, root_key as "rootKey", call_depth as depth from millrace.process_instance
     where parent_key = $1 order by key`,
    parentKey,
  );

const incidentsOf = (key: string) =>
  rowsOf<{ key: string; code: string; message: string }>(
    nodes.store,
    "select key, code, message from millrace.incident where process_instance_key = $1 and state = 'ACTIVE'",
    key,
  );

describe("a call", () => {
  test("runs the process as an instance of its own, whose variables come back", async () => {
    const { caller } = await deployed(nodes.store, worker("called"), calling("caller", "called"));
    const replays = new Replays();
    const { processInstanceKey: parent } = await start(nodes.store, caller, { amount: 2 });
    await settled();
    const child = at(await calledBy(parent), 0);
    expect(child).toMatchObject({ state: "ACTIVE", rootKey: parent, depth: 1 });
    await replays.expectRows(nodes.store, [parent, child.key], "while the called process runs");

    const [job] = await jobsOf(at(nodes.stores, 1), "called.work");
    expect(job).toMatchObject({
      processInstanceKey: child.key,
      rootProcessInstanceKey: parent,
      variables: { amount: 2 },
    });
    await complete(at(nodes.stores, 1), { key: job?.key ?? "" }, { total: 4 });
    await settled();
    expect(await stateOf(nodes.store, parent)).toBe("COMPLETED");
    expect(
      await countOf(nodes.store, "millrace.variable where process_instance_key = $1 and name = 'total'", parent),
    ).toBe(1);
    await replays.expectRows(nodes.store, [parent, child.key], "at the end");
    await expectIntact(nodes.store, [parent, child.key]);
  });

  test("that finds no process is an incident; resolved, it calls again", async () => {
    const { early } = await deployed(nodes.store, calling("early", "late"));
    const { processInstanceKey: parent } = await start(nodes.store, early);
    await settled();
    const incident = at(await incidentsOf(parent), 0);
    expect(incident).toMatchObject({
      code: "CALLED_ELEMENT_ERROR",
      message: expect.stringContaining('Expected a deployed process "late", called at "call"; found none'),
    });
    await deployed(nodes.store, worker("late"));
    const resolve: Command = { type: "resolveIncident", incidentKey: incident.key };
    await nodes.store.execute(parent, resolve, "tester");
    await settled();
    await complete(nodes.store, at(await jobsOf(nodes.store, "late.work"), 0));
    await settled();
    expect(await stateOf(nodes.store, parent)).toBe("COMPLETED");
  });

  test("of a process that only its trigger starts is an incident that says so", async () => {
    const triggered = bpmnProcess(
      "triggered",
      startEvent(
        "at-noon",
        "<bpmn:timerEventDefinition><bpmn:timeDate>2999-01-01T12:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition>",
      ),
      endEvent("end"),
      path("at-noon", "end"),
    );
    const { hopeful } = await deployed(nodes.store, definitions(triggered), calling("hopeful", "triggered"));
    const { processInstanceKey: parent } = await start(nodes.store, hopeful);
    await settled();
    expect(await incidentsOf(parent)).toMatchObject([
      { message: expect.stringContaining('Process "triggered" has no none start event') },
    ]);
    expect(await calledBy(parent)).toEqual([]);
  });

  test("finds the process of its own deployment, of a version tag, or the newest", async () => {
    const tagged = (tag: string) =>
      worker("bound").replace(
        '<bpmn:startEvent id="begin">',
        `<bpmn:extensionElements><zeebe:versionTag value="${tag}" /></bpmn:extensionElements><bpmn:startEvent id="begin">`,
      );
    const both = [
      tagged("one"),
      calling("of-deployment", "bound", 'bindingType="deployment"'),
      calling("of-tag", "bound", 'bindingType="versionTag" versionTag="one"'),
      calling("of-lost-tag", "bound", 'bindingType="versionTag" versionTag="three"'),
      calling("newest", "bound"),
    ];
    const keys = await deployed(nodes.store, ...both);
    await deployed(nodes.store, tagged("two"));
    const versions: Record<string, number | undefined> = {};
    for (const id of ["of-deployment", "of-tag", "newest"]) {
      const { processInstanceKey } = await start(nodes.store, keys[id]);
      await settled();
      versions[id] = (await calledBy(processInstanceKey))[0]?.version;
    }
    expect(versions).toEqual({ "of-deployment": 1, "of-tag": 1, newest: 2 });
    const { processInstanceKey: lost } = await start(nodes.store, keys["of-lost-tag"]);
    await settled();
    expect(at(await incidentsOf(lost), 0).message).toContain('with the tag "three"');
  });

  test("keeps to its deployment when only the called process has changed", async () => {
    const caller = { name: "caller.bpmn", content: calling("keeps", "kept", 'bindingType="deployment"') };
    const called = (task: string) => ({
      name: "called.bpmn",
      content: definitions(
        bpmnProcess("kept", startEvent("begin"), serviceTask(task), endEvent("end"), path("begin", task, "end")),
      ),
    });
    await nodes.store.deploy([caller, called("kept.one")]);
    const { processes } = await nodes.store.deploy([caller, called("kept.two")]);
    const keeps = processes.find(({ processId }) => processId === "keeps");
    const { processInstanceKey } = await start(nodes.store, keeps?.processDefinitionKey);
    await settled();
    expect(await calledBy(processInstanceKey)).toMatchObject([{ version: 2 }]);
  });

  test("of itself without end stops at the bound", async () => {
    const endless = definitions(
      bpmnProcess(
        "endless",
        startEvent("begin"),
        serviceTask("ready"),
        callActivity("call", "=self"),
        path("begin", "ready", "call"),
      ),
    );
    const { endless: definitionKey } = await deployed(nodes.store, endless);
    const { processInstanceKey: root } = await start(nodes.store, definitionKey, { self: "endless" });
    const levels = 5;
    // As if it had been called that often already.
    const deep = "update millrace.process_instance set call_depth = $2 where key = $1";
    await nodes.store.pool.query(deep, [root, callDepthMax - levels]);
    for (let level = 0; level <= levels; level++) {
      await complete(nodes.store, at(await jobsOf(nodes.store, "ready"), 0));
      await settled();
    }
    const called = await rowsOf<{ key: string; depth: number }>(
      nodes.store,
      "select key, call_depth as depth from millrace.process_instance where root_key = $1 order by call_depth",
      root,
    );
    expect(called.map(({ depth }) => depth - callDepthMax)).toEqual([-5, -4, -3, -2, -1, 0]);
    const deepest = called.at(-1)?.key ?? "";
    expect(at(await incidentsOf(deepest), 0).message).toContain(`at most ${callDepthMax} processes`);

    await nodes.store.execute(root, { type: "cancelInstance" }, "tester");
    await settled();
    const left = "millrace.process_instance where root_key = $1 and state <> 'TERMINATED'";
    expect(await countOf(nodes.store, left, root)).toBe(0);
  });

  test("is undone by the version that did it", async () => {
    const booking = (job: string) =>
      definitions(
        bpmnProcess(
          "booking",
          startEvent("begin"),
          serviceTask("book"),
          boundaryEvent("undo", "book", compensationTrigger()),
          compensationHandler(serviceTask(job)),
          association("undo", job),
          endEvent("end"),
          path("begin", "book", "end"),
        ),
      );
    const trip = definitions(
      bpmnProcess(
        "trip",
        startEvent("begin"),
        callActivity("call", "booking"),
        serviceTask("decide"),
        throwEvent("off", compensationTrigger()),
        endEvent("end"),
        path("begin", "call", "decide", "off", "end"),
      ),
    );
    const { trip: definitionKey } = await deployed(nodes.store, booking("first-refund"), trip);
    const { processInstanceKey: root } = await start(nodes.store, definitionKey);
    await settled();
    await complete(nodes.store, at(await jobsOf(nodes.store, "book"), 0));
    await settled();
    await deployed(nodes.store, booking("second-refund"));
    const replays = new Replays();
    await replays.expectRows(nodes.store, [root], "with something to undo");
    await complete(at(nodes.stores, 1), at(await jobsOf(nodes.store, "decide"), 0));
    await settled();
    const undoing = at(await calledBy(root), 1);
    expect(undoing).toMatchObject({ version: 1, state: "ACTIVE" });
    await replays.expectRows(nodes.store, [root, undoing.key], "while it is undone");
    await complete(nodes.store, at(await jobsOf(nodes.store, "first-refund"), 0));
    await settled();
    expect(await stateOf(nodes.store, root)).toBe("COMPLETED");
    expect(await countOf(nodes.store, "millrace.compensation")).toBe(0);
  });
});

describe("what is called ends with its caller", () => {
  test("and nobody else cancels it", async () => {
    const { owner } = await deployed(nodes.store, worker("owned"), calling("owner", "owned"));
    const { processInstanceKey: parent } = await start(nodes.store, owner);
    await settled();
    const child = at(await calledBy(parent), 0);
    await expect(nodes.store.execute(child.key, { type: "cancelInstance" }, "tester")).rejects.toMatchObject({
      code: "INSTANCE_CALLED",
    });
    await nodes.store.execute(parent, { type: "cancelInstance" }, "tester");
    await settled();
    expect(await stateOf(nodes.store, child.key)).toBe("TERMINATED");
    expect(await jobsOf(nodes.store, "owned.work")).toEqual([]);
  });

  test("or comes first: completions and cancellations that meet leave nothing behind", async () => {
    const { racing } = await deployed(nodes.store, worker("raced"), calling("racing", "raced"));
    const parents = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => (await start(at(nodes.stores, n), racing)).processInstanceKey),
    );
    const early = parents.filter((_, n) => n % 3 === 0);
    const cancel = (key: string, n: number) => at(nodes.stores, n).execute(key, { type: "cancelInstance" }, "tester");
    await Promise.allSettled(early.map(cancel));
    await settled();
    const jobs = await jobsOf(nodes.store, "raced.work");
    await Promise.allSettled([
      ...jobs.map((job, n) => complete(at(nodes.stores, n), job)),
      ...parents.filter((_, n) => n % 3 === 1).map(cancel),
    ]);
    await allEnded(nodes.store, parents);
    await settled();
    const children = await rowsOf<Called & { parentKey: string }>(
      nodes.store,
      `select key, state, parent_key as "parentKey" from millrace.process_instance where parent_key = any($1)`,
      parents,
    );
    expect(children.filter(({ state }) => state === "ACTIVE")).toEqual([]);
    expect(new Set(children.map(({ parentKey }) => parentKey)).size).toBe(children.length);
    for (const { key, state, parentKey } of children)
      if ((await stateOf(nodes.store, parentKey)) === "COMPLETED") expect(state, key).toBe("COMPLETED");
    await expectIntact(nodes.store, [...parents, ...children.map(({ key }) => key)]);
    expect(await countOf(nodes.store, "millrace.outbox")).toBe(0);
  });
});

test("an error goes through the calls to whoever catches it, and ends what it passes", async () => {
  const failing = bpmnProcess(
    "failing",
    startEvent("begin"),
    endEvent("failed", errorTrigger("fault")),
    path("begin", "failed"),
  );
  const catching = bpmnProcess(
    "catching",
    startEvent("begin"),
    callActivity("call", "between"),
    boundaryEvent("caught", "call", errorTrigger("fault")),
    endEvent("mended"),
    path("begin", "call"),
    path("caught", "mended"),
  );
  const { catching: key } = await deployed(
    nodes.store,
    definitions(error("fault", "FAULT"), failing),
    calling("between", "failing"),
    definitions(error("fault", "FAULT"), catching),
  );
  const { processInstanceKey: root } = await start(nodes.store, key);
  await settled();
  expect(await walkOf(nodes.store, root)).toBe(
    "+catching +begin -begin +call xcall +caught -caught +mended -mended -catching",
  );
  const called = await rowsOf<{ state: string }>(
    nodes.store,
    "select state from millrace.process_instance where root_key = $1 and key <> $1",
    root,
  );
  expect(called).toEqual([{ state: "TERMINATED" }, { state: "TERMINATED" }]);
});

test("a worker's error that the caller catches stays what its job ended with", async () => {
  const careful = bpmnProcess(
    "careful",
    startEvent("begin"),
    callActivity("call", "throwing"),
    boundaryEvent("caught", "call", errorTrigger("fault")),
    endEvent("mended"),
    path("begin", "call"),
    path("caught", "mended"),
  );
  const { careful: key } = await deployed(
    nodes.store,
    worker("throwing"),
    definitions(error("fault", "FAULT"), careful),
  );
  const { processInstanceKey: root } = await start(nodes.store, key);
  await settled();
  const [job] = await jobsOf(nodes.store, "throwing.work");
  const thrown = {
    type: "throwJobError",
    jobKey: job?.key ?? "",
    errorCode: "FAULT",
    message: "",
    variables: {},
  } as const;
  await nodes.store.executeFor(thrown.jobKey, thrown, "worker");
  await settled();
  await allEnded(nodes.store, [root]);
  const jobs = await rowsOf(nodes.store, "select state from millrace.job where key = $1", thrown.jobKey);
  expect(jobs).toEqual([{ state: "ERROR_THROWN" }]);
});

test("an error that nobody catches is an incident where it was thrown", async () => {
  const { uncaught } = await deployed(
    nodes.store,
    definitions(
      error("fault", "LOST"),
      bpmnProcess("losing", startEvent("begin"), endEvent("lost", errorTrigger("fault")), path("begin", "lost")),
    ),
    calling("uncaught", "losing"),
  );
  const { processInstanceKey: root } = await start(nodes.store, uncaught);
  await settled();
  const child = at(await calledBy(root), 0);
  expect(await incidentsOf(child.key)).toMatchObject([{ code: "UNHANDLED_ERROR_EVENT" }]);
  expect(await stateOf(nodes.store, root)).toBe("ACTIVE");
});

test("hundreds of calls at once all come back", async () => {
  const attributes = 'inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=result"';
  const crowd = bpmnProcess(
    "crowd",
    startEvent("begin"),
    repeated(callActivity("each", "one-of-many"), attributes),
    endEvent("end"),
    path("begin", "each", "end"),
  );
  const { crowd: key } = await deployed(nodes.store, worker("one-of-many"), definitions(crowd));
  const items = Array.from({ length: 300 }, (_, n) => n);
  const { processInstanceKey } = await start(nodes.store, key, { items });
  await settled();
  const jobs = await jobsOf(nodes.store, "one-of-many.work");
  expect(jobs).toHaveLength(items.length);
  await Promise.all(
    jobs.map((job, n) => complete(at(nodes.stores, n), job, { result: Number(job.variables.item) * 2 })),
  );
  await allEnded(nodes.store, [processInstanceKey]);
  const entries = (await journalsOf(nodes.store, [processInstanceKey])).get(processInstanceKey) ?? [];
  const results = entries
    .flatMap(({ events }): readonly Event[] => events)
    .findLast((event) => event.type === "variableSet" && event.name === "results");
  expect(results).toMatchObject({ value: items.map((item) => item * 2) });
});
