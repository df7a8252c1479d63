import type { Finding } from "../../server/contract.ts";
import { Problem, sentenceOf } from "../api/client.ts";
import { check } from "../api/millrace.ts";
import { ModelNames } from "../words/modelNames.ts";

/** What the server said about a model, by a check or by refusing it. */
export interface Checked {
  findings: readonly Finding[];
  /** Why there are no findings to look at although something failed. */
  refusal: string | null;
  /** The names of the model that was looked at. */
  names: ModelNames;
}

export async function checkModel(xml: string): Promise<Checked> {
  const names = new ModelNames(xml);
  try {
    return { findings: await check(xml), refusal: null, names };
  } catch (thrown) {
    return { findings: [], refusal: sentenceOf(thrown), names };
  }
}

/** A refused deployment: its findings, or else its reason. */
export function refused(xml: string, thrown: unknown): Checked {
  const findings = thrown instanceof Problem ? thrown.findings : [];
  return { findings, refusal: findings.length > 0 ? null : sentenceOf(thrown), names: new ModelNames(xml) };
}
