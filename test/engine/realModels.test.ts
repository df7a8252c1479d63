import { beforeAll, describe, expect, test } from "vitest";
import { refusedAt } from "../../engine/constructs/coverage.ts";
import { constructsOf } from "../../engine/constructs/recognise.ts";
import { constructs } from "../../engine/constructs/table.ts";
import { executedElements } from "../../engine/elements/registry.ts";
import type { XmlElement } from "../../engine/model/xml.ts";
import { elementsIn } from "../constructs/held.ts";
import { absent, bpmnFilesIn } from "./realModels/files.ts";
import { type Looked, lookAt } from "./realModels/looked.ts";

/** Models that nobody here made: from public Camunda 8 repositories, from vendors of modellers, from a simulator. */

if (absent !== null) console.warn(absent);

describe.skipIf(absent !== null).each(["c8", "miwg", "token-simulation"] as const)("%s", (set) => {
  const looked: Looked[] = [];
  beforeAll(async () => {
    for (const file of bpmnFilesIn(set)) looked.push(await lookAt(file));
  }, 240_000);

  test("each file gets a verdict, and what is refused has a reason", () => {
    expect(looked.length).toBeGreaterThan(60);
    for (const { file, verdict: told } of looked) {
      const hasReason = told.findings.some(({ severity }) => severity === "error");
      expect({ file, verdict: told.verdict }).toEqual({ file, verdict: hasReason ? "refused" : "executed" });
      expect({ file, isRun: told.processes.length > 0 }).toEqual({ file, isRun: !hasReason });
    }
  });

  test("each finding is a sentence about an element of the file, on its line", () => {
    for (const { file, findings, lines } of looked)
      for (const { elementId, line, message } of findings) {
        expect(message, file).toMatch(/[.?]$/);
        const place = line === null ? lines.join("\n") : (lines[line - 1] ?? "");
        const isThere = elementId === null || place.includes(`"${elementId}"`) || place.includes(`'${elementId}'`);
        expect({ file, elementId, line, isThere }).toEqual({ file, elementId, line, isThere: true });
      }
  });

  test("what is called not executed is so in the coverage table", () => {
    for (const { file, findings, elements } of looked) {
      const refused = new Set(elements.filter(isRefused).map(({ id }) => id));
      const wrong = findings.filter((one) => one.code === "ELEMENT_NOT_EXECUTED" && !refused.has(one.elementId ?? ""));
      expect({ file, wrong }).toEqual({ file, wrong: [] });
    }
  });

  test("what the coverage table refuses or does not know is refused", () => {
    const known = new Set(constructs.map(({ id }) => id));
    const isUnknown = (element: XmlElement) => constructsOf(element).some((id) => !known.has(id));
    for (const { file, findings, elements } of looked) {
      const faulty = new Set(findings.flatMap(({ severity, elementId }) => (severity === "error" ? [elementId] : [])));
      // Of a file that is no valid XML, or has nameless parts, not everything is looked at.
      if (findings.some(({ code }) => /^XML_|ID_MISSING/.test(code))) continue;
      const missed = elements.filter(
        (element) => (isRefused(element) || isUnknown(element)) && !faulty.has(element.id ?? ""),
      );
      expect({ file, missed: missed.map(({ $type, id }) => `${$type} ${id}`) }).toEqual({ file, missed: [] });
    }
  });

  test("every flow node has a row in the coverage table", () => {
    for (const { file, elements } of looked) {
      const strangers = elements.filter((element) => isFlowNode(element) && constructsOf(element).length === 0);
      // An inclusive gateway with one flow in and one out neither splits nor joins.
      const rowless = strangers.filter(({ $type }) => $type !== "bpmn:InclusiveGateway");
      expect({ file, rowless: rowless.map(({ $type, id }) => `${$type} ${id}`) }).toEqual({ file, rowless: [] });
    }
  });

  test("nothing is lost when a file is read", () => {
    const standard = (all: readonly XmlElement[]) =>
      counted(all.filter(({ $type }) => /^(bpmn|bpmndi|di|dc):/.test($type)));
    for (const { file, elements, plain } of looked)
      expect({ file, counts: standard(elements) }).toEqual({ file, counts: standard(plain) });
  });

  test("every flow node that is executed is compiled, as what it is", () => {
    const names = new Map(executedElements().map(({ type, bpmn }) => [type, bpmn ?? "none"]));
    for (const { file, processes } of looked)
      for (const { element, model } of processes) {
        const compiled = [...(model?.nodes.values() ?? [])].map(({ type }) => ({ $type: names.get(type) ?? type }));
        const drawn = [...elementsIn(element)].filter(isCompiled);
        expect({ file, counts: counted(compiled) }).toEqual({ file, counts: counted(drawn) });
      }
  });
});

const isRefused = (element: XmlElement) => refusedAt(element).length > 0;

/** Events inside a multi-instance behavior are no nodes of the drawing. */
const isFlowNode = ({ $type, $parent }: XmlElement) =>
  /^bpmn:\w*(Task|Event|Gateway|SubProcess|CallActivity|Transaction)$/.test($type) &&
  $parent?.$type !== "bpmn:ComplexBehaviorDefinition";

const isCompiled = ({ id, $type }: XmlElement) =>
  id !== undefined && executedElements().some(({ bpmn }) => bpmn === $type);

function counted(elements: readonly Pick<XmlElement, "$type">[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { $type } of elements) counts[$type] = (counts[$type] ?? 0) + 1;
  return counts;
}
