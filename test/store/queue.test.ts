import { expect, test } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import { bpmnProcess, catchEvent, definitions, endEvent, path, signal, signalTrigger, startEvent } from "./diagrams.ts";
import { allEnded, countOf, deployed, openStores, start } from "./openStores.ts";

const nodes = openStores(1);

const nobody = "4194304";

const set = (text: string): Command => ({
  type: "setVariables",
  elementKey: nobody,
  variables: { text },
  isLocal: true,
});

const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) => {
  const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "done"));
  return Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]));
};

test("more than may wait is refused at once, by number", async () => {
  const orders = Array.from({ length: 20_003 }, () => nodes.store.execute(nobody, set(""), "tester"));
  const outcomes = await Promise.allSettled(orders);
  expect(codesOf(outcomes)).toEqual({ ELEMENT_NOT_FOUND: 20_000, RESOURCE_EXHAUSTED: 3 });
});

test("and by bytes", async () => {
  const large = "x".repeat(25 * 2 ** 20);
  const orders = Array.from({ length: 4 }, () => nodes.store.execute(nobody, set(large), "tester"));
  const outcomes = await Promise.allSettled([...orders, nodes.store.execute(nobody, set(""), "tester")]);
  expect(codesOf(outcomes)).toEqual({ ELEMENT_NOT_FOUND: 3, RESOURCE_EXHAUSTED: 2 });
});

test("a signal to very many instances holds up nobody who gives a command", async () => {
  const { flooded } = await deployed(
    nodes.store,
    definitions(
      signal("flood", "flood"),
      bpmnProcess(
        "flooded",
        startEvent("begin"),
        catchEvent("wait", signalTrigger("flood")),
        endEvent("end"),
        path("begin", "wait", "end"),
      ),
    ),
  );
  const started = await Promise.all(Array.from({ length: 1_500 }, () => start(nodes.store, flooded)));
  await nodes.store.broadcastSignal({ name: "flood", variables: {} });
  await start(nodes.store, flooded);
  const active = await countOf(nodes.store, "millrace.process_instance where state = 'ACTIVE'");
  expect(active).toBeGreaterThan(500);
  await allEnded(
    nodes.store,
    started.map(({ processInstanceKey }) => processInstanceKey),
  );
});
