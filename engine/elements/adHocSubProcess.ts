import { show } from "../feel/values.ts";
import type { AdHocDefinition, FlowNode } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import type { Step } from "../step.ts";
import { cancelJob, terminateChildren } from "../termination.ts";
import { outputsOf, propagate } from "../variables.ts";
import type { AdHocActivation, JobResult } from "../vocabulary.ts";
import { type ElementBehaviour, type Failure, fail, leave, type Outcome, wait } from "./behaviour.ts";
import { readJob } from "./job.ts";

/**
 * BPMN 2.0.2 §13.3.5, with `zeebe:adHoc` as in Camunda 8. Its activities begin when they are named: by its active
 * elements, over the API, or by a worker's job. Each is an inner instance with a scope of its own, in which the flows
 * behind the activity are followed. It completes when its completion condition says so, or, without one, when nothing
 * in it is active any more.
 */
export const adHocSubProcess: ElementBehaviour = {
  type: "AD_HOC_SUB_PROCESS",
  bpmn: "bpmn:AdHocSubProcess",

  read: (element, reader) => ({
    adHoc: readAdHoc(element, reader),
    job: extensionOf(element, "zeebe:taskDefinition") ? readJob(element, reader) : null,
  }),

  check(node, element, reader) {
    for (const { id, type } of node.children)
      if (type === "START_EVENT" || type === "END_EVENT")
        reader.error(
          "AD_HOC_INVALID",
          { ...element, id },
          `Expected no start and end events in ad-hoc sub-process "${node.id}" (§10.3.5), got "${id}".`,
        );
    if (node.children.length > 0 && !node.children.some(canBegin))
      reader.error(
        "AD_HOC_INVALID",
        element,
        `Expected an activity without incoming flows in ad-hoc sub-process "${node.id}", got none: nothing in it can begin.`,
      );
  },

  enter(node, elementKey, step) {
    const { adHoc } = node;
    if (node.job) {
      const asked = askWorker(node, elementKey, step);
      if (asked.kind === "wait") open(node, elementKey, step);
      return asked;
    }
    const active = adHoc?.activeElements ? step.evaluateToJson(elementKey, adHoc.activeElements) : null;
    if (!active) {
      open(node, elementKey, step);
      return node.children.length === 0 ? leave() : wait;
    }
    if (!active.ok) return fail("EXTRACT_VALUE_ERROR", active.message);
    const ids = Array.isArray(active.value) && active.value.every((id) => typeof id === "string") ? active.value : null;
    const activation = {
      elements: (ids ?? []).map((elementId) => ({ elementId, variables: {} })),
      isCancelingRemaining: false,
    };
    const fault = ids
      ? activationFault(node, activation)
      : `Expected a list of element ids from "${adHoc?.activeElements?.source}", got ${show(active.value)}`;
    if (fault) return fail("EXTRACT_VALUE_ERROR", `${fault}, at "${node.id}"`);
    open(node, elementKey, step);
    activateIn(step, elementKey, activation);
    return wait;
  },

  collect(node, scopeKey, step, elementKey): Failure | null {
    const { loopIndex } = step.element(elementKey);
    if (!node.adHoc?.outputElement || loopIndex === null) return null;
    const value = step.evaluateToJson(elementKey, node.adHoc.outputElement);
    if (!value.ok)
      return { code: "EXTRACT_VALUE_ERROR", message: `${value.message}, in the output element of "${node.id}"` };
    step.emit({ type: "loopOutput", elementKey: scopeKey, index: loopIndex, value: value.value });
    return null;
  },

  childEnded(node, scopeKey, step) {
    const { adHoc } = node;
    // Only an event sub-process can have ended in one that has an incident of its beginning.
    if (!hasBegun(step, scopeKey)) return wait;
    const isFulfilled = fulfilled(step, scopeKey, adHoc);
    if (typeof isFulfilled === "string") return fail("CONDITION_ERROR", isFulfilled);
    // Once it is over, what is left may end: the model says so, or the worker who has cancelled what should not.
    const isOver = step.element(scopeKey).progress?.isFulfilled ?? false;
    if (isFulfilled) return complete(step, scopeKey, !isOver && (adHoc?.isCancelingRemaining ?? true));
    if (startNext(step, scopeKey)) return wait;
    if (node.job) return askWorker(node, scopeKey, step);
    if (isActive(step, scopeKey) || adHoc?.completionCondition) return wait;
    return leaveAdHoc(step, scopeKey);
  },
};

/** One activation: the activity, and what its flows lead to. */
export const adHocInnerInstance: ElementBehaviour = {
  type: "AD_HOC_SUB_PROCESS_INNER_INSTANCE",
  bpmn: null,
  enter: () => wait,
};

const canBegin = ({ incoming, type, isForCompensation }: FlowNode): boolean =>
  incoming.length === 0 && type !== "BOUNDARY_EVENT" && type !== "EVENT_SUB_PROCESS" && !isForCompensation;

/** From now on activities begin in it. */
const open = ({ adHoc }: FlowNode, elementKey: string, step: Step): void =>
  step.emit({ type: "loopBegan", elementKey, count: null, items: null, outputName: adHoc?.outputCollection ?? null });

const hasBegun = (step: Step, scopeKey: string): boolean => {
  const { loop, progress } = step.element(scopeKey);
  return loop !== null || progress?.isFulfilled === true;
};

/** Why this cannot be activated; null when it can. */
export function activationFault(node: FlowNode, { elements }: AdHocActivation): string | null {
  const seen = new Set<string>();
  for (const { elementId } of elements) {
    const child = node.children.find(({ id }) => id === elementId);
    if (!child || !canBegin(child))
      return `Expected an activity without incoming flows directly in ad-hoc sub-process "${node.id}", got "${elementId}"`;
    if (seen.has(elementId)) return `Expected each element once, got "${elementId}" several times`;
    seen.add(elementId);
  }
  return null;
}

/** Begins activities; in a sequential one, one after the other. */
export function activateIn(step: Step, scopeKey: string, { elements, isCancelingRemaining }: AdHocActivation): void {
  if (isCancelingRemaining) {
    terminateChildren(step, scopeKey, null);
    step.progress(scopeKey, { activations: undefined });
  }
  if (step.nodeOf(scopeKey).adHoc?.isSequential) {
    const { activations = [] } = step.element(scopeKey).progress ?? {};
    step.progress(scopeKey, { activations: [...activations, ...elements] });
    startNext(step, scopeKey);
    return;
  }
  for (const { elementId, variables } of elements) begin(step, scopeKey, elementId, variables);
}

/** The worker has said what to do next. */
export function adHocDecided(
  step: Step,
  scopeKey: string,
  result: (JobResult & { type: "adHocSubProcess" }) | null,
): void {
  if (result) activateIn(step, scopeKey, result);
  if (result?.isConditionFulfilled) step.progress(scopeKey, { isFulfilled: true });
  if (result?.isConditionFulfilled && !isActive(step, scopeKey))
    step.work.push({ kind: "check", elementKey: scopeKey });
}

const begin = (
  step: Step,
  scopeKey: string,
  elementId: string,
  variables: AdHocActivation["elements"][number]["variables"],
) => step.activateInner(scopeKey, variables, { elementIds: [elementId], variables: {} });

/** The next activation of a sequential one, when nothing is active. */
function startNext(step: Step, scopeKey: string): boolean {
  const [next, ...later] = step.element(scopeKey).progress?.activations ?? [];
  if (!next) return false;
  if (isActive(step, scopeKey)) return true;
  step.progress(scopeKey, { activations: later.length > 0 ? later : undefined });
  begin(step, scopeKey, next.elementId, next.variables);
  return true;
}

/** Event sub-processes beside the activations count as well. */
const isActive = (step: Step, scopeKey: string): boolean => step.element(scopeKey).children.size > 0;

/** Whether the completion condition holds; why it cannot be said. */
function fulfilled(step: Step, scopeKey: string, adHoc: AdHocDefinition | null): boolean | string {
  if (step.element(scopeKey).progress?.isFulfilled) return true;
  if (!adHoc?.completionCondition) return false;
  const value = step.evaluate(scopeKey, adHoc.completionCondition);
  if (!value.ok) return value.message;
  return typeof value.value === "boolean"
    ? value.value
    : `Expected a boolean from "${adHoc.completionCondition.source}", got ${show(value.value)}`;
}

function complete(step: Step, scopeKey: string, isCancelingRemaining: boolean): Outcome {
  if (isCancelingRemaining) terminateChildren(step, scopeKey, null);
  if (!isActive(step, scopeKey)) return leaveAdHoc(step, scopeKey);
  if (!step.element(scopeKey).progress?.isFulfilled)
    step.progress(scopeKey, { isFulfilled: true, activations: undefined });
  return wait;
}

function leaveAdHoc(step: Step, scopeKey: string): Outcome {
  const { loop, scopeKey: around } = step.element(scopeKey);
  withdrawJob(step, scopeKey);
  step.progress(scopeKey, { isFulfilled: true });
  if (loop && loop.outputName !== null && around !== null)
    propagate(step, around, { [loop.outputName]: outputsOf(loop) });
  return leave();
}

/** A worker decides what begins; it is asked anew whenever something has ended. */
function askWorker(node: FlowNode, elementKey: string, step: Step): Outcome {
  withdrawJob(step, elementKey);
  if (!node.job) return wait;
  const failure = step.createJob(elementKey, node.job, "AD_HOC_SUB_PROCESS");
  return failure ? { kind: "fail", failure } : wait;
}

/** The worker's job, and what has become of it, is of no account any more. */
function withdrawJob(step: Step, elementKey: string): void {
  const { jobKey, incidentKeys } = step.element(elementKey);
  if (jobKey === null) return;
  for (const incidentKey of [...incidentKeys])
    if (step.state.incidents.get(incidentKey)?.jobKey === jobKey) step.emit({ type: "incidentResolved", incidentKey });
  cancelJob(step, jobKey);
}

function readAdHoc(element: XmlElement, reader: Reader): AdHocDefinition {
  const adHoc = extensionOf(element, "zeebe:adHoc");
  const condition = textOf(elementOf(element, "completionCondition"), "body");
  const outputCollection = textOf(adHoc, "outputCollection") ?? null;
  const outputElement = reader.expression(element, textOf(adHoc, "outputElement"), "output element");
  if ((outputCollection === null) !== (outputElement === null))
    reader.error(
      "AD_HOC_INVALID",
      element,
      `Expected both an output collection and an output element at ${describe(element)}, or neither; got only one.`,
    );
  return {
    activeElements: reader.expression(element, textOf(adHoc, "activeElementsCollection"), "active elements"),
    completionCondition: reader.expression(
      element,
      condition === undefined || condition.startsWith("=") ? condition : `=${condition}`,
      "completion condition",
    ),
    isCancelingRemaining: element.cancelRemainingInstances !== false,
    isSequential: element.ordering === "Sequential",
    outputCollection,
    outputElement,
  };
}
