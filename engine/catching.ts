import { isReopened } from "./compensation.ts";
import { type Failure, fail, leave, type Outcome, wait } from "./elements/behaviour.ts";
import { triggerCaught } from "./events.ts";
import type { Expression } from "./feel/expression.ts";
import { show } from "./feel/values.ts";
import { type FlowNode, triggersOf } from "./model/model.ts";
import { boundaryEventsOf, eventStartsOf } from "./parts.ts";
import { failed, ok, type Result } from "./result.ts";
import type { Step } from "./step.ts";
import { ownVariables } from "./variables.ts";
import type { Origin, Thrown } from "./vocabulary.ts";

/** An event that catches what was thrown: on which element instance it is armed, and which of its triggers it is. */
interface Catcher {
  readonly hostKey: string;
  readonly event: FlowNode;
  readonly index: number;
}

/**
 * Looks for what catches an error or escalation, from the thrower outwards: in each scope its event sub-processes,
 * then the boundary events on it; a matching code before one that catches all (BPMN 2.0.2 §10.5.6).
 */
function catcherOf(step: Step, fromKey: string, { kind, code }: Thrown): Catcher | null {
  const hosts = step.scopesOf(fromKey);
  const passed = new Set<FlowNode>();
  for (const hostKey of hosts) {
    const host = step.element(hostKey);
    const node = step.node(host.elementId);
    // Its activity has completed: its events were disarmed then.
    if (isReopened(step, hostKey)) continue;
    // What an event sub-process throws itself is not for it; a scope that was interrupted, or asks its listeners before
    // it begins or leaves, waits for none.
    const isArmed = !isInterrupted(step, hostKey) && !host.progress?.listener;
    const starts = isArmed ? eventStartsOf(node, host).filter(({ scope }) => scope && !passed.has(scope)) : [];
    for (const events of [starts, boundaryEventsOf(node, host)]) {
      const match = matching(events, kind, code);
      if (match) return { hostKey, ...match };
    }
    passed.add(node);
  }
  return null;
}

function matching(events: readonly FlowNode[], kind: Thrown["kind"], code: string) {
  const all = events.flatMap((event) =>
    triggersOf(event).flatMap((trigger, index) =>
      trigger.kind === kind ? [{ event, index, caught: trigger.code?.fixed ?? null }] : [],
    ),
  );
  return all.find(({ caught }) => caught === code) ?? all.find(({ caught }) => caught === null);
}

/** Whether an event sub-process has taken the place of everything else in the scope: it is the oldest in there then. */
export function isInterrupted(step: Step, scopeKey: string): boolean {
  const [oldest] = step.element(scopeKey).children;
  if (oldest === undefined) return false;
  const { type, children } = step.nodeOf(oldest);
  return type === "EVENT_SUB_PROCESS" && children.some((node) => node.type === "START_EVENT" && node.isInterrupting);
}

/** What becomes of something thrown: caught here, given to the caller, or nobody's. */
export type Fate = "interrupted" | "caught" | "asked" | "uncaught";

/** Throws from an element instance outwards. Where nothing catches it, the calling instance is asked. */
export function throwOutwards(step: Step, fromKey: string, thrown: Thrown, from: Origin | null = null): Fate {
  const catcher = catcherOf(step, fromKey, thrown);
  if (catcher) {
    triggerCaught(step, catcher.hostKey, catcher, thrown.variables);
    return step.state.elements.has(fromKey) ? "caught" : "interrupted";
  }
  if (step.state.callerKey === null) return "uncaught";
  const origin = from ?? { processInstanceKey: step.state.key, elementKey: fromKey };
  step.emit({ type: "thrownToCaller", origin, thrown });
  return "asked";
}

/**
 * An end event throws an error, with its own variables: what its input mappings have made (§10.4.1). It does not go on;
 * where nobody catches it, that is an incident.
 */
export function throwError(step: Step, elementKey: string, code: Expression | null): Outcome {
  const errorCode = codeFrom(step, elementKey, code, "error code");
  if (!errorCode.ok) return fail("EXTRACT_VALUE_ERROR", errorCode.message);
  const fate = throwOutwards(step, elementKey, {
    kind: "error",
    code: errorCode.value,
    variables: ownVariables(step, elementKey),
  });
  if (fate === "asked") step.progress(elementKey, { isThrowing: true });
  return fate === "uncaught" ? { kind: "fail", failure: uncaughtAt(step, elementKey, errorCode.value) } : wait;
}

/** An event throws an escalation, with its own variables: where nobody catches it, it goes on. */
export function throwEscalation(step: Step, elementKey: string, code: Expression | null): Outcome {
  const escalationCode = codeFrom(step, elementKey, code, "escalation code");
  if (!escalationCode.ok) return fail("EXTRACT_VALUE_ERROR", escalationCode.message);
  const fate = throwOutwards(step, elementKey, {
    kind: "escalation",
    code: escalationCode.value,
    variables: ownVariables(step, elementKey),
  });
  if (fate === "asked") step.progress(elementKey, { isThrowing: true });
  return fate === "caught" || fate === "uncaught" ? leave() : wait;
}

function codeFrom(step: Step, elementKey: string, code: Expression | null, what: string): Result<string> {
  const value = code ? step.evaluate(elementKey, code) : ok(null);
  if (!value.ok) return value;
  return typeof value.value === "string"
    ? ok(value.value)
    : failed(`Expected a text as ${what}, got ${show(value.value)}`);
}

export const uncaughtAt = (step: Step, elementKey: string, errorCode: string, message = ""): Failure => {
  const sentence = `Error "${errorCode}" was thrown at "${step.element(elementKey).elementId}" and nothing catches it`;
  return { code: "UNHANDLED_ERROR_EVENT", message: message ? `${sentence}: ${message}` : sentence };
};
