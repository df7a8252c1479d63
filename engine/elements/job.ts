import { lookedUpLengthMax, retriesMax } from "../bounds.ts";
import type { FlowNode, JobDefinition } from "../model/model.ts";
import type { Reader } from "../model/reader.ts";
import { describe } from "../model/reader.ts";
import { elementsOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import type { Step } from "../step.ts";
import type { JobKind } from "../vocabulary.ts";
import { type Failure, fail, type NodeParts, type Outcome, wait } from "./behaviour.ts";

/** What a worker is told: `zeebe:taskDefinition` and `zeebe:taskHeaders`. */
export function readJob(element: XmlElement, reader: Reader): JobDefinition | null {
  const definition = extensionOf(element, "zeebe:taskDefinition");
  const type = reader.expression(element, textOf(definition, "type"), "job type");
  const retries = reader.expression(element, textOf(definition, "retries") ?? "3", "retries");
  if (!type && (!definition || textOf(definition, "type") === undefined))
    reader.error(
      "JOB_TYPE_MISSING",
      element,
      `Expected a job type at ${describe(element)}, got none. Set zeebe:taskDefinition type.`,
    );
  return type && retries ? { type, retries, headers: readHeaders(element) } : null;
}

export const readJobTask = (element: XmlElement, reader: Reader): NodeParts => ({ job: readJob(element, reader) });

/** `zeebe:taskHeaders`: fixed texts for the worker. */
export function readHeaders(element: XmlElement): Record<string, string> {
  const headers = elementsOf(extensionOf(element, "zeebe:taskHeaders"), "values");
  return Object.fromEntries(
    headers.flatMap((header) => {
      const key = textOf(header, "key");
      return key === undefined ? [] : [[key, textOf(header, "value") ?? ""]];
    }),
  );
}

/** Waits for a worker. */
export function enterJob(node: FlowNode, elementKey: string, step: Step): Outcome {
  if (!node.job) return fail("EXTRACT_VALUE_ERROR", `"${node.id}" has no job definition`);
  const failure = step.createJob(elementKey, node.job, "BPMN_ELEMENT");
  return failure ? { kind: "fail", failure } : wait;
}

/** Creates a job for the element; fails when its type or its retries are no usable values. */
export function createJob(step: Step, elementKey: string, job: JobDefinition, kind: JobKind): Failure | null {
  const type = step.evaluate(elementKey, job.type);
  if (!type.ok) return failure(type.message);
  if (typeof type.value !== "string" || type.value === "" || type.value.length > lookedUpLengthMax) {
    const expected = `a text of 1 to ${lookedUpLengthMax} characters as job type`;
    return failure(step.expected(expected, elementKey, job.type, type.value));
  }
  const retries = step.evaluate(elementKey, job.retries);
  if (!retries.ok) return failure(retries.message);
  const count = Number(retries.value);
  if (retries.value === null || !Number.isInteger(count) || count < 1 || count > retriesMax) {
    const expected = `a whole number of retries from 1 to ${retriesMax}`;
    return failure(step.expected(expected, elementKey, job.retries, retries.value));
  }
  const { elementId } = step.element(elementKey);
  const scopeKeys = step.scopesOf(elementKey);
  const what = { jobType: type.value, retries: count, headers: job.headers, kind };
  step.emit({ type: "jobCreated", jobKey: step.newKey(), elementKey, elementId, ...what, scopeKeys });
  return null;
}

const failure = (message: string): Failure => ({ code: "EXTRACT_VALUE_ERROR", message });
