import type { Pool } from "pg";
import { evaluateExpression } from "../../engine/feel/expression.ts";
import type { Variables } from "../../engine/feel/values.ts";
import { triggersOf } from "../../engine/model/model.ts";
import { assert } from "../../engine/result.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { afterCommit } from "./afterCommit.ts";
import type { Workshop } from "./batch.ts";
import { inTransaction } from "./database.ts";
import { addErrands, type Errand } from "./errands.ts";
import { Refused } from "./failures.ts";
import { momentOf } from "./moment.ts";

export interface Evaluation {
  /** What the conditions see; the instances get them. */
  readonly variables: Variables;
  /** Asks the start events of this definition only; null asks those of the newest version of every process. */
  readonly definitionKey: string | null;
}

export interface Evaluated {
  readonly evaluationKey: string;
  readonly started: readonly { readonly processInstanceKey: string; readonly definitionKey: string }[];
}

interface ConditionalStart {
  readonly definitionKey: string;
  readonly elementId: string;
  readonly triggerIndex: number;
}

/**
 * Asks conditional start events (BPMN 2.0.2 §10.5.5): each whose condition is true starts an instance. What cannot be
 * evaluated, or is no boolean, is not true. Refused with DEFINITION_NOT_FOUND when no definition has the key; one that
 * is no newest version any more starts nothing. Resolves when the instances have begun.
 */
export async function evaluateConditionals(
  shop: Workshop,
  { variables, definitionKey }: Evaluation,
  carryOut: (ids: readonly number[]) => Promise<void>,
): Promise<Evaluated> {
  if (definitionKey !== null && !(await shop.models.get(shop.pool, definitionKey)))
    throw new Refused("DEFINITION_NOT_FOUND", `No process definition has the key ${definitionKey}`, {
      field: "/processDefinitionKey",
    });
  const evaluationKey = await shop.keys.next();
  const errands: Errand[] = [];
  for (const start of await conditionalStarts(shop.pool, definitionKey)) {
    if (!(await isTrue(shop, start, variables))) continue;
    const command: Command = {
      type: "startInstance",
      variables: {},
      startElementIds: [start.elementId],
      eventVariables: variables,
      triggerIndex: start.triggerIndex,
    };
    const processInstanceKey = await shop.keys.next();
    errands.push({ processInstanceKey, command, actor: "condition", definitionKey: start.definitionKey });
  }
  const ids = await inTransaction(shop.pool, (tx) => addErrands(tx, errands, new Date(shop.nowMs())));
  await afterCommit("The instances are ordered", () => carryOut(ids));
  const started = errands.map(({ processInstanceKey, definitionKey: key = "" }) => ({
    processInstanceKey,
    definitionKey: key,
  }));
  return { evaluationKey, started };
}

async function conditionalStarts(pool: Pool, definitionKey: string | null): Promise<ConditionalStart[]> {
  const { rows } = await pool.query<ConditionalStart>(
    `select definition_key as "definitionKey", element_id as "elementId", trigger_index as "triggerIndex"
     from millrace.start_subscription
     where kind = 'conditional' and ($1::bigint is null or definition_key = $1) order by key`,
    [definitionKey],
  );
  return rows;
}

async function isTrue(shop: Workshop, start: ConditionalStart, variables: Variables): Promise<boolean> {
  const definition = await shop.models.get(shop.pool, start.definitionKey);
  const node = definition?.model.nodes.get(start.elementId);
  const trigger = node && triggersOf(node)[start.triggerIndex];
  assert(trigger?.kind === "conditional", `start event ${start.elementId} has no condition`);
  const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const value = evaluateExpression(trigger.condition, lookup, momentOf(shop));
  return value.ok && value.value === true;
}
