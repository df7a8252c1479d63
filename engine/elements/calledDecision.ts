import type { WantedDecision } from "../decision/calling.ts";
import { type DecisionOutcome, evaluateDecision } from "../decision/evaluate.ts";
import type { EvaluatedDecision } from "../decision/run.ts";
import type { Feel } from "../feel/value.ts";
import { NoRoom, type Room, take, toJson } from "../feel/values.ts";
import type { DecisionDefinition } from "../model/calls.ts";
import type { FlowNode } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { textOf, type XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";
import type { Step } from "../step.ts";
import { lookupFrom } from "../variables.ts";
import type { DecisionEvent, DecisionMade } from "../vocabulary.ts";
import { fail, leave, type Outcome } from "./behaviour.ts";
import { readBinding } from "./binding.ts";

/** `zeebe:calledDecision`: which decision, in which version, and the variable that its value becomes. */
export function readCalledDecision(element: XmlElement, called: XmlElement, reader: Reader): DecisionDefinition | null {
  const decisionId = reader.expression(element, textOf(called, "decisionId"), "called decision id");
  const resultVariable = textOf(called, "resultVariable");
  if (!textOf(called, "decisionId") || !resultVariable)
    reader.error(
      "CALLED_DECISION_MISSING",
      element,
      `Expected a decisionId and a resultVariable in the zeebe:calledDecision of ${describe(element)}, got ${JSON.stringify({ decisionId: textOf(called, "decisionId") ?? null, resultVariable: resultVariable ?? null })}.`,
    );
  const binding = readBinding(element, called, reader, "CALLED_DECISION_MISSING");
  return decisionId && resultVariable && binding ? { decisionId, resultVariable, ...binding } : null;
}

/** Makes the decision at once, with the variables that the task sees, and records how it was made. */
export function enterDecision(node: FlowNode, definition: DecisionDefinition, elementKey: string, step: Step): Outcome {
  const wanted = wantedOf(definition, elementKey, step);
  if (!wanted.ok) return fail("EXTRACT_VALUE_ERROR", wanted.message);
  const { decisionId } = wanted.value;
  const found = step.decisions(wanted.value);
  if (found === null)
    return fail("CALLED_DECISION_ERROR", `There is no decision ${named(wanted.value)}, which "${node.id}" calls`);
  if (found === "tooMany")
    return fail(
      "CALLED_DECISION_ERROR",
      `Expected fewer decisions with computed names in one command, got more at "${node.id}"`,
    );
  const outcome = evaluateDecision(found.model, decisionId, lookupFrom(step.state, elementKey), step.moment);
  if (!outcome.ok) return fail("CALLED_DECISION_ERROR", outcome.message);
  const kept = keptOf(outcome.value, step);
  if (!kept.ok) return fail("DECISION_EVALUATION_ERROR", kept.message);
  const { output, failure } = kept.value;
  const evaluationKey = step.newKey();
  const { decisionKey } = found;
  step.emit({ type: "decisionEvaluated", evaluationKey, elementKey, decisionKey, ...kept.value });
  if (failure) return fail("DECISION_EVALUATION_ERROR", failure.message);
  step.giveResult(elementKey, { [definition.resultVariable]: output });
  return leave();
}

function wantedOf(
  { decisionId, binding, versionTag }: DecisionDefinition,
  elementKey: string,
  step: Step,
): Result<WantedDecision> {
  const id = step.evaluate(elementKey, decisionId);
  if (!id.ok) return id;
  if (typeof id.value !== "string" || id.value === "")
    return failed(step.expected("a decision id", elementKey, decisionId, id.value));
  if (versionTag === null) return ok({ decisionId: id.value, binding, versionTag: null });
  const tag = step.evaluate(elementKey, versionTag);
  if (!tag.ok) return tag;
  if (typeof tag.value !== "string") return failed(step.expected("a version tag", elementKey, versionTag, tag.value));
  return ok({ decisionId: id.value, binding, versionTag: tag.value });
}

function named({ decisionId, binding, versionTag }: WantedDecision): string {
  if (binding === "versionTag") return `${decisionId} with the version tag "${versionTag}"`;
  return binding === "deployment" ? `${decisionId} in the same deployment` : decisionId;
}

/** What is kept of it takes room as variables do, ids and names too: a decision that is made often repeats them. */
function keptOf(
  outcome: DecisionOutcome,
  { room }: Step,
): Result<Pick<DecisionEvent, "evaluated" | "output" | "failure">> {
  const made = (one: EvaluatedDecision) => madeOf(one, room);
  try {
    const failure = outcome.ok ? null : outcome.failure;
    return ok({
      evaluated: outcome.evaluated.map(made),
      output: outcome.ok ? toJson(outcome.value, room) : null,
      failure: failure && { ...failure, tried: failure.tried && made(failure.tried) },
    });
  } catch (error) {
    if (error instanceof NoRoom) return failed("Expected a decision whose values fit into a command, got more");
    // The stack ends before the values do.
    if (error instanceof RangeError) return failed("Expected a decision whose values are not nested too deeply");
    throw error;
  }
}

function madeOf(one: EvaluatedDecision, room: Room): DecisionMade {
  const named = <T extends { readonly id: string; readonly name?: string }>(told: T): T => {
    take(room, told.id.length + (told.name ?? "").length);
    return told;
  };
  const valued = <T extends { readonly id: string; readonly name: string; readonly value: Feel }>(told: T) => ({
    ...named(told),
    value: toJson(told.value, room),
  });
  return {
    ...named(one),
    inputs: one.inputs.map(valued),
    matchedRules: one.matchedRules.map((rule) => ({ ...named(rule), outputs: rule.outputs.map(valued) })),
    output: toJson(one.output, room),
  };
}
