import { describe, expect, test } from "vitest";
import {
  bpmnProcess,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  serviceTask,
  startEvent,
} from "./diagrams.ts";
import { at, countOf, deployed, jobsOf, openStores, rowsOf, start } from "./openStores.ts";

const nodes = openStores(2);

const work = (id: string, task: string) =>
  bpmnProcess(
    id,
    startEvent(`${id}.begin`),
    serviceTask(task),
    endEvent(`${id}.end`),
    path(`${id}.begin`, task, `${id}.end`),
  );

const file = (content: string, name = "model.bpmn") => ({ name, content });

const versions = (processId: string) =>
  rowsOf<{ version: number; key: string }>(
    nodes.store,
    "select version, key from millrace.process_definition where process_id = $1 order by version",
    processId,
  );

describe("versions", () => {
  test("a changed file becomes the next version, an identical one stays the version it is", async () => {
    const first = definitions(work("changed", "changed-1"));
    const second = definitions(work("changed", "changed-2"));
    const deploy = async (content: string) => at((await nodes.store.deploy([file(content)])).processes, 0);

    const one = await deploy(first);
    const again = await deploy(first);
    const two = await deploy(second);
    const back = await deploy(first);

    expect([one, again, two, back].map(({ version, isNew }) => ({ version, isNew }))).toEqual([
      { version: 1, isNew: true },
      { version: 1, isNew: false },
      { version: 2, isNew: true },
      { version: 3, isNew: true },
    ]);
    expect(again.processDefinitionKey).toBe(one.processDefinitionKey);
    expect((await versions("changed")).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test("an instance stays on the version that it was started with", async () => {
    const before = await deployed(nodes.store, definitions(work("stays", "stays-1")));
    const after = await deployed(nodes.store, definitions(work("stays", "stays-2")));
    const old = await start(nodes.store, before.stays);
    const young = await start(nodes.store, after.stays);
    expect((await jobsOf(nodes.store, "stays-1")).map((job) => job.processInstanceKey)).toEqual([
      old.processInstanceKey,
    ]);
    expect((await jobsOf(nodes.store, "stays-2")).map((job) => job.processInstanceKey)).toEqual([
      young.processInstanceKey,
    ]);
  });

  test("every process of a file has a version of its own", async () => {
    await nodes.store.deploy([file(definitions(work("second-of-file", "other")))]);
    const both = definitions(work("first-of-file", "one"), work("second-of-file", "two"));
    const { processes } = await nodes.store.deploy([file(both)]);
    expect(processes.map(({ processId, version }) => `${processId} ${version}`)).toEqual([
      "first-of-file 1",
      "second-of-file 2",
    ]);
  });

  test("a deployment with one faulty file deploys nothing", async () => {
    const sound = file(definitions(work("sound", "sound-work")), "sound.bpmn");
    const faulty = file(
      definitions(bpmnProcess("faulty", startEvent("begin"), path("begin", "nowhere"))),
      "faulty.bpmn",
    );
    await expect(nodes.store.deploy([sound, faulty])).rejects.toMatchObject({ code: "DEPLOYMENT_REFUSED" });
    await expect(nodes.store.deploy([sound, file("text", "notes.txt")])).rejects.toMatchObject({
      code: "RESOURCE_UNKNOWN",
    });
    await expect(nodes.store.deploy([sound, { ...sound, name: "copy.bpmn" }])).rejects.toMatchObject({
      code: "DEPLOYMENT_REFUSED",
    });
    expect(await countOf(nodes.store, "millrace.process_definition where process_id in ('sound', 'faulty')")).toBe(0);
  });

  test("a message that would start a process at two events is refused", async () => {
    const xml = definitions(
      message("order", "order placed"),
      message("again", "order placed"),
      bpmnProcess(
        "ambiguous",
        startEvent("left", messageTrigger("order")),
        startEvent("right", messageTrigger("again")),
        endEvent("done"),
        path("left", "done"),
        path("right", "done"),
      ),
    );
    await expect(nodes.store.deploy([file(xml)])).rejects.toThrow(
      'Expected message "order placed" to start process "ambiguous" at one event, got "left" and "right"',
    );
    expect(await versions("ambiguous")).toEqual([]);
  });

  test("the same file deployed on two nodes at once is one version; different ones count without gaps", async () => {
    const same = definitions(work("at-once", "at-once-0"));
    await Promise.all(Array.from({ length: 6 }, (_, n) => at(nodes.stores, n).deploy([file(same)])));
    expect((await versions("at-once")).map(({ version }) => version)).toEqual([1]);
    const different = (n: number) => definitions(work("at-once", `at-once-${n + 1}`));
    await Promise.all(Array.from({ length: 6 }, (_, n) => at(nodes.stores, n).deploy([file(different(n))])));
    expect((await versions("at-once")).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
