import { describe, expect, test } from "vitest";
import { expressionsOfFileMax } from "../../engine/bounds.ts";
import type { FindingCode } from "../../engine/model/finding.ts";
import { parseModel } from "../../engine/model/parse.ts";
import {
  boundary,
  bpmn,
  error,
  extension,
  job,
  mapped,
  message,
  messageRef,
  node,
  type Part,
  terminate,
  timer,
  work,
} from "../bpmnText.ts";

const hour = timer("timeDuration", "PT1H");
const script = extension('<zeebe:script expression="=1" resultVariable="r" />');
const linked = extension('<zeebe:linkedResources><zeebe:linkedResource linkName="l" /></zeebe:linkedResources>');
const reference = (id: string): Partial<ReturnType<typeof node>> => ({
  inside: [`<bpmn:eventDefinitionRef>${id}</bpmn:eventDefinitionRef>`],
  roots: [`<bpmn:terminateEventDefinition id="${id}" />`],
});
const behindGateway = (...events: Part[]): Part[] => [
  node("eventBasedGateway", "g"),
  node("intermediateCatchEvent", "c", hour),
  "g -> c",
  ...events,
];

/** What would be left out, or decided by the order of the file, is refused: [what, model, code, element, message]. */
const refused: [string, Part[], FindingCode, string, string][] = [
  [
    "an error end event with a job",
    [node("endEvent", "e", work("x"), error("E"))],
    "TRIGGER_MISPLACED",
    "e",
    'Expected a message or no trigger at end event "e", which has a zeebe:taskDefinition, got an error.',
  ],
  [
    "a terminate end event with a job",
    [node("endEvent", "e", work("x"), terminate)],
    "TRIGGER_MISPLACED",
    "e",
    'Expected a message or no trigger at end event "e", which has a zeebe:taskDefinition, got a terminate.',
  ],
  [
    "an end event with a job and two triggers",
    [node("endEvent", "e", work("x"), message("m"), terminate)],
    "TRIGGER_MISPLACED",
    "e",
    'Expected a message or no trigger at end event "e", which has a zeebe:taskDefinition, got several triggers.',
  ],
  [
    "a condition behind a parallel gateway",
    [node("parallelGateway", "g"), node("task", "a"), node("task", "b"), "g -> a if =false", "g -> b"],
    "ELEMENT_NOT_EXECUTED",
    "g-to-a",
    'Flow "g-to-a" out of parallel gateway "g" has a condition, which is not asked there. Remove it.',
  ],
  [
    "a condition behind an event-based gateway",
    behindGateway(node("intermediateCatchEvent", "d", hour), "g -> d if =false"),
    "ELEMENT_NOT_EXECUTED",
    "g-to-d",
    'Flow "g-to-d" out of event based gateway "g" has a condition, which is not asked there. Remove it.',
  ],
  [
    "input mappings behind an event-based gateway",
    behindGateway(node("receiveTask", "r", messageRef("m", '="k"'), mapped({ inputs: { x: "=n" } })), "g -> r"),
    "GATEWAY_INVALID",
    "r",
    'Expected no input mapping at "r" behind gateway "g", which waits in its place. Use output mappings.',
  ],
  [
    "two flows to one event behind an event-based gateway",
    behindGateway("g -> c"),
    "GATEWAY_INVALID",
    "g",
    'Expected one flow from gateway "g" to "c", got several.',
  ],
  [
    "linked resources",
    [job("serviceTask", "t", linked)],
    "ELEMENT_NOT_EXECUTED",
    "t",
    'service task "t" has zeebe:linkedResources, which is not executed. Let the worker know its resources.',
  ],
  [
    "a script that is a job as well",
    [node("scriptTask", "t", script, work("x"))],
    "ELEMENT_NOT_EXECUTED",
    "t",
    'Script task "t" has both a zeebe:script and a zeebe:taskDefinition; only one is executed. Remove the other.',
  ],
  [
    "two boundary events for one error",
    [job("serviceTask", "t"), boundary("a", "t", error("E")), boundary("b", "t", error("E"))],
    "BOUNDARY_INVALID",
    "b",
    'Expected one boundary event on "t" for error "E", got "a" and "b".',
  ],
  [
    "two boundary events for every error",
    [job("serviceTask", "t"), boundary("a", "t", error()), boundary("b", "t", error())],
    "BOUNDARY_INVALID",
    "b",
    'Expected one boundary event on "t" for every error, got "a" and "b".',
  ],
];

describe("refuses", () => {
  test.each(refused)("%s", async (_, parts, code, elementId, text) => {
    const { processes, findings } = await parseModel(bpmn("p", parts));
    expect(findings.map((finding) => [finding.code, finding.elementId, finding.message])).toEqual([
      [code, elementId, text],
    ]);
    expect(processes).toEqual([]);
  });
});

test.each<[string, Part[]]>([
  ["a message end event with a job", [node("endEvent", "e", work("x"), message("m"))]],
  ["an end event with a job", [node("endEvent", "e", work("x"))]],
  ["a trigger that is defined elsewhere", [node("endEvent", "e", reference("all"))]],
  [
    "an error and every other one",
    [
      job("serviceTask", "t"),
      boundary("a", "t", error("E")),
      boundary("b", "t", error()),
      boundary("c", "t", error("F")),
    ],
  ],
  ["a receive task behind a gateway", behindGateway(node("receiveTask", "r", messageRef("m", '="k"')), "g -> r")],
])("executes %s", async (_, parts) => {
  const { findings } = await parseModel(bpmn("p", parts));
  expect(findings).toEqual([]);
});

describe("the expressions of a file", () => {
  const scripts = (count: number, expression: string) =>
    Array.from({ length: count }, (_, n) =>
      node("scriptTask", `t${n}`, extension(`<zeebe:script expression="${expression}" resultVariable="r" />`)),
    );
  const full = `=[1${", 1".repeat(1_200)}]`;
  const codesOf = async (parts: Part[]) => (await parseModel(bpmn("p", parts))).findings.map(({ code }) => code);

  test("may be long", async () =>
    expect(await codesOf(scripts(Math.floor(expressionsOfFileMax / full.length), full))).toEqual([]));

  test("are bounded together, and read no further", async () =>
    expect(await codesOf(scripts(100, full))).toContain("XML_TOO_LARGE"));

  test("count ten times when they are faulty", async () => {
    const codes = await codesOf(scripts(100, `${full} +`));
    expect(codes.filter((code) => code === "EXPRESSION_INVALID")).toHaveLength(6);
    expect(codes.filter((code) => code === "XML_TOO_LARGE")).toHaveLength(1);
  });
});
