import { lookedUpLengthMax, retriesMax } from "../bounds.ts";
import type { FlowNode, JobDefinition } from "../model/model.ts";
import type { Reader } from "../model/reader.ts";
import { describe } from "../model/reader.ts";
import { elementsOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import type { Step } from "../step.ts";
import { fail, type NodeParts, type Outcome, wait } from "./behaviour.ts";

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

export function enterJob(node: FlowNode, elementKey: string, step: Step): Outcome {
  return node.job
    ? jobOf(node.job, elementKey, step)
    : fail("EXTRACT_VALUE_ERROR", `"${node.id}" has no job definition`);
}

/** Creates the job and waits for a worker. */
export function jobOf(job: JobDefinition, elementKey: string, step: Step): Outcome {
  const type = step.evaluate(elementKey, job.type);
  if (!type.ok) return fail("EXTRACT_VALUE_ERROR", type.message);
  if (typeof type.value !== "string" || type.value === "" || type.value.length > lookedUpLengthMax) {
    const expected = `a text of 1 to ${lookedUpLengthMax} characters as job type`;
    return fail("EXTRACT_VALUE_ERROR", step.expected(expected, elementKey, job.type, type.value));
  }
  const retries = step.evaluate(elementKey, job.retries);
  if (!retries.ok) return fail("EXTRACT_VALUE_ERROR", retries.message);
  const count = Number(retries.value);
  if (retries.value === null || !Number.isInteger(count) || count < 1 || count > retriesMax)
    return fail(
      "EXTRACT_VALUE_ERROR",
      step.expected(`a whole number of retries from 1 to ${retriesMax}`, elementKey, job.retries, retries.value),
    );
  step.createJob(elementKey, { type: type.value, retries: count, headers: job.headers });
  return wait;
}
