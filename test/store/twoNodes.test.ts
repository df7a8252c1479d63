import { describe, expect, test } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import { bpmnProcess, catchEvent, definitions, endEvent, path, serviceTask, startEvent, timer } from "./diagrams.ts";
import { expectIntact, journalsOf } from "./journalChecks.ts";
import { at, complete, countOf, deployed, jobsOf, openStores, rowsOf, start, stateOf } from "./openStores.ts";

const nodes = openStores(2);

const oneTask = (id: string) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}.task`),
      endEvent("end"),
      path("begin", `${id}.task`, "end"),
    ),
  );

const startMany = async (definitionKey: string | undefined, count: number) => {
  const started = await Promise.all(Array.from({ length: count }, (_, n) => start(at(nodes.stores, n), definitionKey)));
  return started.map(({ processInstanceKey }) => processInstanceKey);
};

describe("two nodes on one database", () => {
  test("commands that both give to the same instances are all carried out, one after the other", async () => {
    const { counted } = await deployed(nodes.store, oneTask("counted"));
    const keys = await startMany(counted, 20);
    const commands = 30;
    await Promise.all(
      Array.from({ length: commands }, (_, n) =>
        keys.map((key) => {
          const variables = { [`v${n}`]: n, last: n };
          const command: Command = { type: "setVariables", elementKey: key, variables, isLocal: true };
          return at(nodes.stores, n).execute(key, command, `node-${n % 2}`);
        }),
      ).flat(),
    );

    await expectIntact(nodes.store, keys);
    for (const [key, entries] of await journalsOf(nodes.store, keys)) {
      expect(entries).toHaveLength(1 + commands);
      const last = entries.at(-1)?.command;
      const [variable] = await rowsOf<{ value: string }>(
        nodes.store,
        "select value from millrace.variable where process_instance_key = $1 and name = 'last'",
        key,
      );
      expect(last).toMatchObject({ variables: { last: Number(variable?.value) } });
    }
    // No node took a state for current that the other one had changed: every variable was made once.
    expect(await countOf(nodes.store, "millrace.variable where process_instance_key = any($1)", keys)).toBe(
      keys.length * (commands + 1),
    );
  });

  test("of two completions of one job, one counts", async () => {
    const { disputed } = await deployed(nodes.store, oneTask("disputed"));
    const keys = await startMany(disputed, 100);
    const jobs = await jobsOf(nodes.store, "disputed.task");
    const outcomes = await Promise.all(
      jobs.map((job) => Promise.allSettled(nodes.stores.map((store, node) => complete(store, job, { node })))),
    );
    for (const pair of outcomes) {
      expect(pair.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(pair.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "JOB_NOT_FOUND" } });
    }
    for (const entries of (await journalsOf(nodes.store, keys)).values()) expect(entries).toHaveLength(2);
  });

  test("a timer that both nodes try to fire, and somebody cancels, happens at most once", async () => {
    const model = bpmnProcess(
      "raced",
      startEvent("begin"),
      catchEvent("pause", timer("timeDuration", "PT1H")),
      endEvent("end"),
      path("begin", "pause", "end"),
    );
    const { raced } = await deployed(nodes.store, definitions(model));
    const keys = await startMany(raced, 60);
    const waits = await rowsOf<{ key: string; instance: string }>(
      nodes.store,
      "select key, process_instance_key as instance from millrace.subscription where process_instance_key = any($1)",
      keys,
    );
    await Promise.all(
      waits.map(({ key, instance }, n) => {
        const fire: Command = { type: "triggerTimer", subscriptionKey: key };
        const cancel: Command = { type: "cancelInstance" };
        const [first, second] = [at(nodes.stores, n), at(nodes.stores, n + 1)];
        return Promise.allSettled([
          first.execute(instance, fire, "timer"),
          second.execute(instance, n % 3 === 0 ? cancel : fire, "timer"),
          second.execute(instance, fire, "timer"),
        ]);
      }),
    );
    for (const [key, entries] of await journalsOf(nodes.store, keys)) {
      expect(entries).toHaveLength(2);
      const last = entries.at(-1)?.command.type;
      expect(await stateOf(nodes.store, key)).toBe(last === "cancelInstance" ? "TERMINATED" : "COMPLETED");
    }
    expect(await countOf(nodes.store, "pgboss.job where data->>'processInstanceKey' = any($1)", keys)).toBe(0);
  });
});
