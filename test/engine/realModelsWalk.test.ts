import { beforeAll, describe, expect, test } from "vitest";
import { refusedAt } from "../../engine/constructs/coverage.ts";
import type { Finding, FindingCode } from "../../engine/model/finding.ts";
import { elementOf, extensionOf, textOf, type XmlElement } from "../../engine/model/xml.ts";
import { absent } from "./realModels/files.ts";
import { reportOf } from "./realModels/report.ts";
import { elementsByIdOf, type FileWalks, walkAll } from "./realModels/walks.ts";
import { wishesOf } from "./realModels/wishes.ts";

/**
 * The Camunda 8 models of other people, each walked to an end by chance that a seed repeats. `REAL_MODELS=table` prints
 * what became of each.
 */

if (absent !== null) console.warn(absent);

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe.skipIf(absent !== null)("Camunda 8 models", () => {
  let all: readonly FileWalks[] = [];
  beforeAll(async () => {
    all = await walkAll(seeds);
    if (process.env.REAL_MODELS === "table") console.log(reportOf(all));
  }, 120_000);

  test("each is walked to an end, or stops at an incident", () => {
    expect(all).toHaveLength(75);
    const ended = ["completed", "incident"];
    for (const { file, walks } of all)
      for (const { processId, startElementId, outcome, waitsAt } of walks)
        if (!ended.includes(outcome)) expect({ file, processId, startElementId, outcome, waitsAt }).toEqual("an end");
    const completed = all.filter(({ walks }) => walks.some(({ outcome }) => outcome === "completed"));
    expect(completed.length).toBeGreaterThanOrEqual(57);
  });

  test("each incident tells the truth", () => {
    for (const { file, walks, callable } of all)
      for (const { incidents, processId } of walks)
        for (const { model, elementId, code, message } of incidents) {
          const node = model.nodes.get(elementId);
          // What is attached to an element is armed with it.
          const isConcerned = (id: string) => id === elementId || model.nodes.get(id)?.attachedTo === node;
          const sources = wishesOf(model).flatMap((wish) =>
            isConcerned(wish.elementId) ? [wish.expression.source] : [],
          );
          const missing = /there is no process (\S+)/.exec(message)?.[1];
          const isTrue =
            code === "CALLED_ELEMENT_ERROR"
              ? node?.call !== null && missing !== undefined && (missing === processId || !callable.includes(missing))
              : [elementId, ...sources].some((part) => message.includes(part));
          expect({ file, elementId, message, isTrue }).toMatchObject({ isTrue: true });
        }
  });

  test("each refusal tells the truth", async () => {
    for (const { file, refused, findings } of all) {
      if (refused === null) continue;
      const elements = await elementsByIdOf(file);
      const errors = findings.filter(({ severity }) => severity === "error");
      for (const finding of errors) {
        const element = elements.get(finding.elementId ?? "");
        const isTrue = element !== undefined && truths[finding.code]?.(element, finding);
        expect({ file, finding, isTrue }).toEqual({ file, finding, isTrue: true });
      }
    }
  });
});

/** Of the reasons for which such models may be refused: whether the element is as the finding says. */
const truths: Partial<Record<FindingCode, (element: XmlElement, finding: Finding) => boolean>> = {
  ELEMENT_NOT_EXECUTED: (element) => refusedAt(element).length > 0,
  JOB_TYPE_MISSING: (element) => textOf(extensionOf(element, "zeebe:taskDefinition"), "type") === undefined,
  CALL_ENDLESS: (element, { message }) => {
    const called = textOf(extensionOf(element, "zeebe:calledElement"), "processId");
    return called !== undefined && message.includes(`process "${called}"`);
  },
  CONDITION_MISSING: (element) => elementOf(element, "conditionExpression") === undefined,
  // FEEL of Camunda's that ours does not read: the message quotes it and says where it ended, or what does not exist.
  EXPRESSION_INVALID: (_, { message }) =>
    /, got "=.*": (unexpected .* at character \d+|function ".*" does not exist)/s.test(message),
  XML_UNKNOWN_ELEMENT: (_, { message }) => /has the unknown attribute/.test(message),
};
