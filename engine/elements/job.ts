import { jobPriorityMax, lookedUpLengthMax, retriesMax } from "../bounds.ts";
import type { Expression } from "../feel/expression.ts";
import type { FlowNode, JobDefinition } from "../model/model.ts";
import type { Reader } from "../model/reader.ts";
import { describe } from "../model/reader.ts";
import { elementsOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";
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
  const priority = readJobPriority(element, reader);
  return type && retries ? { type, retries, priority, headers: readHeaders(element) } : null;
}

/** `zeebe:jobPriorityDefinition` of an element, or of the process for all of its elements without one. */
export function readJobPriority(element: XmlElement, reader: Reader): Expression | null {
  const text = textOf(extensionOf(element, "zeebe:jobPriorityDefinition"), "priority");
  const priority = reader.expression(element, text, "job priority");
  if (priority === null || priority.fixed === null || isJobPriority(numberOf(priority.fixed))) return priority;
  const expected = `Expected ${usablePriority} at ${describe(element)}`;
  reader.error(
    "JOB_PRIORITY_INVALID",
    element,
    `${expected}, got "${priority.fixed}". Write a number, or FEEL with "=".`,
  );
  return null;
}

const usablePriority = `a whole number from ${-jobPriorityMax - 1} to ${jobPriorityMax} as job priority`;

const isJobPriority = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= -jobPriorityMax - 1 && value <= jobPriorityMax;

/** As retries, a number may come as text. */
const numberOf = (value: unknown): unknown =>
  typeof value === "string" && value.trim() !== "" ? Number(value) : value;

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

/** Creates a job for the element; fails when its type, retries or priority are no usable values. */
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
  const priority = priorityOf(step, elementKey, job, kind);
  if (!priority.ok) return failure(priority.message);
  const { elementId } = step.element(elementKey);
  const scopeKeys = step.scopesOf(elementKey);
  const what = { jobType: type.value, retries: count, headers: job.headers, kind, priority: priority.value };
  step.emit({ type: "jobCreated", jobKey: step.newKey(), elementKey, elementId, ...what, scopeKeys });
  return null;
}

/** Its own, else the process's; that one is not meant for listeners, which have none of their own either. */
function priorityOf(step: Step, elementKey: string, job: JobDefinition, kind: JobKind): Result<number> {
  const isListener = kind === "EXECUTION_LISTENER" || kind === "TASK_LISTENER";
  const expression = job.priority ?? (isListener ? null : step.model.jobPriority);
  if (expression === null) return ok(0);
  const evaluated = step.evaluate(elementKey, expression);
  if (!evaluated.ok) return evaluated;
  const priority = numberOf(evaluated.value);
  if (isJobPriority(priority)) return ok(priority);
  return failed(step.expected(usablePriority, elementKey, expression, evaluated.value));
}

const failure = (message: string): Failure => ({ code: "EXTRACT_VALUE_ERROR", message });
