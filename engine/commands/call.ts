import { throwOutwards, uncaughtAt } from "../catching.ts";
import { goOnThrowing, isReopened, recordOfHandler } from "../compensation.ts";
import type { Json, Variables } from "../feel/values.ts";
import type { Step } from "../step.ts";
import type { Incident, Rejection } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** The called process has completed: its variables are the call activity's result. */
export function completeCall(step: Step, command: CommandOf<"completeCall">): Rejection | null {
  const { elementKey, variables, compensations } = command;
  const node = callingNode(step, elementKey);
  if ("code" in node) return node;
  step.progress(elementKey, { isCalling: undefined, called: compensations ? { variables, compensations } : undefined });
  const brought = isReopened(step, elementKey) ? changedByUndoing(step, elementKey, variables) : variables;
  if (node.call?.isGivingAll || node.outputs.length > 0) step.giveResult(elementKey, brought);
  step.work.push({ kind: "finish", elementKey, flows: null });
  return null;
}

/** A process that undoes itself begins with the variables it had then; only what it has changed is of the present. */
function changedByUndoing(step: Step, elementKey: string, variables: Variables): Variables {
  const then = recordOfHandler(step, elementKey)?.called?.variables ?? {};
  const isChanged = ([name, value]: [string, Json]) => JSON.stringify(then[name]) !== JSON.stringify(value);
  return Object.fromEntries(Object.entries(variables).filter(isChanged));
}

/** The process could not be started; resolving the incident calls again. */
export function failCall(step: Step, command: CommandOf<"failCall">): Rejection | null {
  const { elementKey, message } = command;
  const node = callingNode(step, elementKey);
  if ("code" in node) return node;
  step.progress(elementKey, { isCalling: undefined });
  step.raiseIncident(elementKey, { code: "CALLED_ELEMENT_ERROR", message }, "enter");
  return null;
}

/** What a called process threw is looked for from its call activity outwards. */
export function catchThrown(step: Step, command: CommandOf<"catchThrown">): Rejection | null {
  const { elementKey, origin, thrown } = command;
  const node = callingNode(step, elementKey);
  if ("code" in node) return node;
  switch (throwOutwards(step, elementKey, thrown, origin)) {
    case "caught":
    case "uncaught":
      step.emit({ type: "thrownAnswered", origin, thrown, isCaught: false });
      return null;
    // The call ends with its call activity, or this instance's own caller answers.
    case "interrupted":
    case "asked":
      return null;
  }
}

/** Nobody interrupts the thrower: an escalation goes on, an error is an incident. */
export function answerThrown(step: Step, command: CommandOf<"answerThrown">): Rejection | null {
  const { elementKey, thrown, isCaught } = command;
  const element = step.state.elements.get(elementKey);
  if (!element?.progress?.isThrowing) return gone(elementKey);
  step.progress(elementKey, { isThrowing: undefined });
  if (thrown.kind === "error") {
    if (!isCaught) raiseUncaught(step, elementKey, thrown.code);
  } else goOnThrowing(step, elementKey);
  return null;
}

/** A job that threw the error keeps it, so that a worker can try again. */
export function raiseUncaught(step: Step, elementKey: string, errorCode: string, message = ""): void {
  const { elementId, jobKey } = step.element(elementKey);
  const retry: Incident["retry"] = jobKey === null ? "enter" : "job";
  const failure = uncaughtAt(step, elementKey, errorCode, message);
  step.emit({ type: "incidentRaised", incidentKey: step.newKey(), elementKey, elementId, ...failure, jobKey, retry });
}

function callingNode(step: Step, elementKey: string) {
  const element = step.state.elements.get(elementKey);
  return element?.progress?.isCalling ? step.node(element.elementId) : gone(elementKey);
}

const gone = (elementKey: string): Rejection => ({
  code: "ELEMENT_NOT_FOUND",
  detail: `Expected element instance ${elementKey} to wait for another process instance; it does not any more`,
});
