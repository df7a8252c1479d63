import { readFileSync } from "node:fs";
import bpmn from "bpmn-moddle/resources/bpmn/json/bpmn.json" with { type: "json" };
import { beforeAll, describe, expect, test } from "vitest";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json" with { type: "json" };
import { refusedAt } from "../../engine/constructs/coverage.ts";
import { constructsOf } from "../../engine/constructs/recognise.ts";
import { constructs } from "../../engine/constructs/table.ts";
import { executedElements } from "../../engine/elements/registry.ts";
import { readXml } from "../../engine/model/readXml.ts";
import { executedTriggers } from "../../engine/triggers/registry.ts";
import { constructsIn, elementsIn } from "../constructs/held.ts";
import { probes } from "../constructs/probes.ts";
import { coverageFiles } from "../coverage.ts";

const ids = constructs.map(({ id }) => id);
const known = new Set(ids);

describe("the table is about all of BPMN", () => {
  test("each row has an id of its own and a small model of its own", async () => {
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(Object.keys(probes).sort()).toEqual([...ids].sort());
    const unseen = ids.map(async (id) => ((await constructsIn(probes[id] ?? "")).has(id) ? [] : [id]));
    expect((await Promise.all(unseen)).flat()).toEqual([]);
  });

  test("whatever is recognised has a row", async () => {
    const seen = await Promise.all(Object.values(probes).map(constructsIn));
    expect(seen.flatMap((one) => [...one]).filter((id) => !known.has(id))).toEqual([]);
  });

  /** Concrete types of the standard's own schema that descend from one of these. */
  const typesOf = (...ancestors: string[]) => {
    const descends = (name: string): boolean =>
      ancestors.includes(name) || (typeOf(name)?.superClass ?? []).some((parent) => descends(parent));
    const typeOf = (name: string) => bpmn.types.find((type) => type.name === name);
    return bpmn.types.filter((type) => !type.isAbstract && descends(type.name)).map(({ name }) => name);
  };
  const rowTypes = new Set(constructs.map(({ bpmn: type }) => type.replace("bpmn:", "")));

  test("every flow element, artifact and loop of the standard's schema has a row", () => {
    const types = typesOf("FlowElement", "Artifact", "LoopCharacteristics", "LoopDataInput");
    expect(types.filter((type) => !rowTypes.has(type))).toEqual([]);
  });

  test("every event definition of the standard's schema has a row", () => {
    const kinds = typesOf("EventDefinition").map((type) => type.replace("EventDefinition", "").toLowerCase());
    const trigger = (kind: string) => (kind === "compensate" ? "compensation" : kind);
    expect(kinds.filter((kind) => !ids.some((id) => id.split(".").includes(trigger(kind))))).toEqual([]);
  });

  test("every extension element of the zeebe dialect has a row, or is part of one", () => {
    const inner =
      /^(ZeebeServiceTask|InputOutputParameter|Input|Output|Header|LinkedResource|Property|ExecutionListener|TaskListener)$/;
    const types = zeebe.types.filter((type) => !("isAbstract" in type) && !inner.test(type.name));
    expect(
      types.filter(({ name }) => !constructs.some((row) => sameName(row.bpmn, name))).map(({ name }) => name),
    ).toEqual([]);
  });
  const sameName = (row: string, name: string) => row.toLowerCase() === `zeebe:${name}`.toLowerCase();

  test("the registries hold nothing that has no row", () => {
    const elements = executedElements().flatMap(({ bpmn: type }) => type ?? []);
    expect(elements.filter((type) => !rowTypes.has(type.replace("bpmn:", "")))).toEqual([]);
    expect(executedTriggers().filter((kind) => !ids.some((id) => id.split(".").includes(kind)))).toEqual([]);
  });
});

describe("the table is fresh", () => {
  let files: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    files = await coverageFiles();
  }, 60_000);

  test.each(["engine/constructs/verdicts.json", "engine/constructs/scenarios.json", "docs/coverage.md"])(
    "%s is; write it with node test/coverage.ts",
    (path) => expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")).toBe(files[path]),
  );

  test("everything that is executed has a scenario", () => {
    const verdicts: Record<string, string> = JSON.parse(files["engine/constructs/verdicts.json"] ?? "");
    const scenarios: Record<string, unknown[]> = JSON.parse(files["engine/constructs/scenarios.json"] ?? "");
    expect(ids.filter((id) => verdicts[id] === "executed" && scenarios[id]?.length === 0)).toEqual([]);
  });

  test("everything that is refused has something to do instead", () => {
    const verdicts: Record<string, string> = JSON.parse(files["engine/constructs/verdicts.json"] ?? "");
    expect(constructs.filter(({ id, instead }) => verdicts[id] === "refused" && !instead)).toEqual([]);
  });
});

test("what would be refused is known by the element alone", async () => {
  const refused = async (xml: string | undefined) => {
    const read = await readXml(xml ?? "");
    if (!read.ok) throw new Error(read.message);
    return [...elementsIn(read.value.definitions)].flatMap((element) => refusedAt(element).map(({ id }) => id));
  };
  expect(await refused(probes["scriptTask.otherLanguage"])).toEqual(["scriptTask.otherLanguage"]);
  expect(await refused(probes["boundaryEvent.timer.duration"])).toEqual([]);
});

test("elements that are no construct show none", () => {
  expect(constructsOf({ $type: "bpmn:Message", id: "m" })).toEqual([]);
  expect(constructsOf({ $type: "label" })).toEqual([]);
  expect(constructsOf({ $type: "vendor:Event" })).toEqual([]);
});
