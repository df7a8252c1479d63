import type { Pool } from "pg";
import { instanceKeyOf } from "../../../engine/keys.ts";
import { Refused } from "../failures.ts";
import type { ToldDecision } from "./told.ts";

/** The file with this key of its requirements. */
export async function readDecisionsXml(pool: Pool, requirementsKey: string): Promise<string> {
  const { rows } = await pool.query<{ xml: string }>("select xml from millrace.decision_requirements where key = $1", [
    requirementsKey,
  ]);
  if (rows[0]) return rows[0].xml;
  throw new Refused("DECISION_REQUIREMENTS_NOT_FOUND", `No decision requirements have the key ${requirementsKey}`);
}

/** What was read to make a decision, and what it gave; its key is that of the evaluation, a hyphen, and a number. */
export async function readInputsAndRules(
  pool: Pool,
  key: string,
): Promise<{ evaluatedInputs: ToldDecision["inputs"]; matchedRules: ToldDecision["matchedRules"] }> {
  const [evaluationKey = "", index] = key.split("-");
  const { rows } = await pool.query<{ inputs: string; matchedRules: string }>(
    `select inputs, matched_rules as "matchedRules" from millrace.decision_instance
     where process_instance_key = $1 and evaluation_key = $2 and index = $3`,
    [instanceKeyOf(evaluationKey), evaluationKey, index],
  );
  const { inputs = "[]", matchedRules = "[]" } = rows[0] ?? {};
  return { evaluatedInputs: JSON.parse(inputs), matchedRules: JSON.parse(matchedRules) };
}
