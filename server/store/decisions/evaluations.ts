import { evaluateDecision } from "../../../engine/decision/evaluate.ts";
import { newRoom, type Variables } from "../../../engine/feel/values.ts";
import { assert } from "../../../engine/result.ts";
import type { Workshop } from "../batch.ts";
import { Refused } from "../failures.ts";
import { momentOf } from "../moment.ts";
import { patiently } from "../outage.ts";
import type { DecisionWanted, DeployedDecision, FoundDecision } from "./decisions.ts";
import { type DecisionInstanceRow, decisionInstanceRows } from "./rows.ts";
import { jsonWithin, type Made, type ToldDecision, tell } from "./told.ts";
import { DecisionWriting } from "./writing.ts";

/** A decision that was asked for over the API. */
export interface DecisionEvaluation {
  readonly evaluationKey: string;
  readonly decision: DeployedDecision;
  /** All that were made for it, each with the row that tells of it. */
  readonly made: readonly { readonly told: ToldDecision; readonly row: DecisionInstanceRow }[];
  readonly failure: { readonly decisionId: string; readonly message: string } | null;
  /** JSON text; `null` of a failed one. */
  readonly output: string;
}

/** Makes decisions that no process asks for. */
export class DecisionDesk {
  readonly #shop: Workshop;
  readonly #writing: DecisionWriting;

  constructor(shop: Workshop) {
    this.#shop = shop;
    this.#writing = new DecisionWriting(shop.pool);
  }

  /**
   * Makes a decision; resolves when the history tells of it. A decision that fails is an answer. Refused with
   * DECISION_NOT_FOUND when there is none.
   */
  async evaluate(wanted: DecisionWanted, variables: Variables): Promise<DecisionEvaluation> {
    const shop = this.#shop;
    const [found] = await patiently(() => shop.decisions.find(shop.pool, [wanted]));
    if (!found) throw notFound(wanted);
    const evaluationKey = await patiently(() => shop.keys.next());
    const moment = momentOf(shop);
    const { made, output } = evaluate(found, variables, moment);
    const told = tell(found.model, made);
    const rows = decisionInstanceRows(found, told, { evaluationKey, process: null, at: new Date(moment.nowMs) });
    await this.#writing.write(rows);
    // Open pages show it; no instance has such a key.
    shop.hub.tell({ instances: [evaluationKey], jobTypes: [], definitions: false });
    return {
      evaluationKey,
      decision: found.decision,
      made: told.flatMap((one, at) => (rows[at] ? [{ told: one, row: rows[at] }] : [])),
      failure: made.failure,
      output,
    };
  }
}

function evaluate(
  { decision, model }: FoundDecision,
  variables: Variables,
  moment: ReturnType<typeof momentOf>,
): { readonly made: Made; readonly output: string } {
  const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const evaluated = evaluateDecision(model, decision.decisionId, lookup, moment);
  assert(evaluated.ok, `decision ${decision.key} was deployed but its model has none of this id`);
  const { evaluated: others, ...outcome } = evaluated.value;
  if (!outcome.ok) return { made: { evaluated: others, failure: outcome.failure }, output: "null" };
  const output = jsonWithin(outcome.value, newRoom());
  if (output !== null) return { made: { evaluated: others, failure: null }, output };
  const { decisionId, name: decisionName } = decision;
  const message = `Decision "${decisionName}" gives a value of more than 32 MB, or one that is nested too deeply`;
  const failure = { decisionId, decisionName, ruleId: null, message, tried: null };
  return { made: { evaluated: others.filter(({ id }) => id !== decisionId), failure }, output: "null" };
}

function notFound(wanted: DecisionWanted): Refused {
  if (wanted.binding === "key")
    return new Refused("DECISION_NOT_FOUND", `No decision has the key ${wanted.decisionKey}`, {
      field: "/decisionDefinitionKey",
    });
  return new Refused("DECISION_NOT_FOUND", `Expected a deployed decision "${wanted.decisionId}", found none`, {
    field: "/decisionDefinitionId",
  });
}
