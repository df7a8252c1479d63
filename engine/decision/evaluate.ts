import type { FeelLookup } from "../feel/compile.ts";
import {
  AssertionFailed,
  BoundReached,
  type Budget,
  Evaluation,
  type Limits,
  type Warning,
} from "../feel/evaluation.ts";
import type { Feel } from "../feel/value.ts";
import { failed, type Result } from "../result.ts";
import { DecisionFailure } from "./failure.ts";
import type { Decision, DecisionModel, DecisionService } from "./model.ts";
import { DecisionRun, type EvaluatedDecision, evaluatedDecision } from "./run.ts";

export interface EvaluateOptions {
  /** Epoch milliseconds, of the command. */
  readonly nowMs: number;
  /** Numbers from 0 to below 1, the same for the same command. */
  readonly random: () => number;
  /** Of the command, which it shares with expressions. */
  readonly budget?: Budget;
  /** Of the evaluation as a whole, with everything that is required. */
  readonly limits?: Limits;
}

/** What came of a decision, with every decision that was made on the way. */
export type DecisionOutcome = {
  readonly warnings: readonly Warning[];
  readonly evaluated: readonly EvaluatedDecision[];
} & ({ readonly ok: true; readonly value: Feel } | { readonly ok: false; readonly failure: FailedDecision });

export interface FailedDecision {
  /** The decision at which it failed: the one that was asked for, or one that it requires. */
  readonly decisionId: string;
  readonly decisionName: string;
  readonly ruleId: string | null;
  /** What was expected, what came. */
  readonly message: string;
  /** How far it came: the inputs of its table and the rules that matched; null where there is none. */
  readonly tried: EvaluatedDecision | null;
}

/**
 * Makes a decision that is named by its id, or else by its name, and everything that it requires. `inputs` gives the
 * variables by name. Fails when the model has no such decision; what goes wrong within one is told by the outcome.
 */
export function evaluateDecision(
  model: DecisionModel,
  idOrName: string,
  inputs: FeelLookup,
  options: EvaluateOptions,
): Result<DecisionOutcome> {
  const decision = named(model.decisions, idOrName);
  if (!decision) return failed(`Expected a decision of "${model.name}", got "${idOrName}"`);
  return { ok: true, value: outcomeOf(model, decision, options, (run) => run.decide(decision, inputs)) };
}

/** As {@link evaluateDecision}, of a decision service; `inputs` gives what its parameters get. */
export function evaluateService(
  model: DecisionModel,
  idOrName: string,
  inputs: FeelLookup,
  options: EvaluateOptions,
): Result<DecisionOutcome> {
  const service = named(model.services, idOrName);
  if (!service) return failed(`Expected a decision service of "${model.name}", got "${idOrName}"`);
  return { ok: true, value: outcomeOf(model, service, options, (run) => run.serve(service, inputs)) };
}

const named = <T extends { readonly id: string; readonly name: string }>(all: readonly T[], idOrName: string) =>
  all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => name === idOrName);

function outcomeOf(
  { dialect }: DecisionModel,
  asked: Decision | DecisionService,
  options: EvaluateOptions,
  decide: (run: DecisionRun) => Feel,
): DecisionOutcome {
  const evaluation = new Evaluation(options);
  const run = new DecisionRun(dialect, evaluation);
  const so = { warnings: evaluation.warnings, evaluated: run.evaluated };
  try {
    return { ok: true, value: decide(run), ...so };
  } catch (error) {
    const { current } = run;
    const { id: decisionId, name: decisionName } = current ?? asked;
    const message = messageOf(error, decisionName);
    const { ruleId, tried } = error instanceof DecisionFailure ? error : { ruleId: null, tried: null };
    const made = current && tried && evaluatedDecision(current, tried, null);
    return { ok: false, failure: { decisionId, decisionName, ruleId, message, tried: made }, ...so };
  }
}

/** Throws what is not the model's or its data's. */
function messageOf(error: unknown, name: string): string {
  if (error instanceof DecisionFailure) return error.message;
  if (error instanceof BoundReached || error instanceof AssertionFailed)
    return `Decision "${name}" cannot be made: ${error.message}`;
  // The stack ends before the values do.
  if (error instanceof RangeError) return `Decision "${name}" cannot be made: its values are nested too deeply`;
  throw error;
}
