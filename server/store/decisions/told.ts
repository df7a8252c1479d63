import type { FailedDecision } from "../../../engine/decision/evaluate.ts";
import type { DecisionModel } from "../../../engine/decision/model.ts";
import type { EvaluatedDecision } from "../../../engine/decision/run.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { NoRoom, type Room, toJson } from "../../../engine/feel/values.ts";

/**
 * What one evaluation may take when it is told, in bytes, about: values, ids and names. A text that a hundred decisions
 * read would be told a hundred times.
 */
const toldBytesMax = 4 * 2 ** 20;

/** Stands where a value would, as JSON text. */
const leftOut = JSON.stringify("left out: the values of this evaluation take more than 4 MB");

/** A decision that was made or failed, with its values as JSON text: as the API answers it and the history keeps it. */
export interface ToldDecision {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly failure: string | null;
  readonly inputs: readonly ToldInput[];
  readonly matchedRules: readonly ToldRule[];
  readonly output: string;
}

export interface ToldInput {
  readonly inputId: string;
  readonly inputName: string;
  readonly inputValue: string;
}

export interface ToldRule {
  readonly ruleId: string;
  /** From 1. */
  readonly ruleIndex: number;
  readonly evaluatedOutputs: readonly ToldOutput[];
}

export interface ToldOutput {
  readonly outputId: string;
  readonly outputName: string;
  readonly outputValue: string;
  readonly ruleId: string;
  readonly ruleIndex: number;
}

/** What came of an evaluation, as the engine tells it; its values may have become JSON already. */
export interface Made {
  /** In the order in which they were made: the one that was asked for is the last. */
  readonly evaluated: readonly EvaluatedDecision[];
  /** The decision that failed, if one did; it is none of those that were made. */
  readonly failure: FailedDecision | null;
}

export function tell({ decisions }: DecisionModel, { evaluated, failure }: Made): ToldDecision[] {
  const room = { bytes: toldBytesMax };
  const told = evaluated.map((one) => toldOf(one, room));
  if (!failure) return told;
  const { decisionId: id, decisionName: name, message, tried } = failure;
  const type = decisions.find((decision) => decision.id === id)?.type ?? "UNSPECIFIED";
  const nothing = { id, name, type, inputs: [], matchedRules: [], output: null };
  return [...told, { ...toldOf(tried ?? nothing, room), failure: message }];
}

function toldOf(made: EvaluatedDecision, room: Room): ToldDecision {
  const { id, name, type, inputs, matchedRules, output } = isRoomFor(made, room) ? made : nameless(made);
  const textOf = (value: Feel) => jsonWithin(value, room) ?? leftOut;
  return {
    id,
    name,
    type,
    failure: null,
    inputs: inputs.map((one) => ({ inputId: one.id, inputName: one.name, inputValue: textOf(one.value) })),
    matchedRules: matchedRules.map(({ id: ruleId, index: ruleIndex, outputs }) => ({
      ruleId,
      ruleIndex,
      evaluatedOutputs: outputs.map((one) => ({
        outputId: one.id,
        outputName: one.name,
        outputValue: textOf(one.value),
        ruleId,
        ruleIndex,
      })),
    })),
    output: textOf(output),
  };
}

function isRoomFor({ name, inputs, matchedRules }: EvaluatedDecision, room: Room): boolean {
  const named = [...inputs, ...matchedRules.flatMap((rule) => [{ id: rule.id, name: "" }, ...rule.outputs])];
  const characters = named.reduce((sum, one) => sum + one.id.length + one.name.length, name.length);
  if (characters > room.bytes) return false;
  room.bytes -= characters;
  return true;
}

/** Of a decision whose names find no room: what it gave, by its id. */
const nameless = (made: EvaluatedDecision): EvaluatedDecision => ({
  ...made,
  name: made.id,
  inputs: [],
  matchedRules: [],
});

/** JSON text of a value with all digits; null when there is no room for it, or it is nested deeper than can be written. */
export function jsonWithin(value: Feel, room: Room): string | null {
  try {
    return JSON.stringify(toJson(value, room));
  } catch (error) {
    // The stack ends before the value does.
    if (error instanceof NoRoom || error instanceof RangeError) return null;
    throw error;
  }
}
