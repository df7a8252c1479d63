import type { Finding } from "../../server/contract.ts";
import { Problem, sentenceOf } from "../api/client.ts";
import { check } from "../api/millrace.ts";
import { ModelNames } from "../words/modelNames.ts";

/** What the server said about a model, by a check or by refusing it. */
export interface Checked {
  findings: readonly Finding[];
  /** Why there are no findings to look at although something failed. */
  refusal: string | null;
}

export async function checkModel(xml: string): Promise<Checked> {
  const names = new ModelNames(xml);
  try {
    return { findings: readable(await check(xml), names), refusal: null };
  } catch (thrown) {
    return { findings: [], refusal: sentenceOf(thrown) };
  }
}

/** A refused deployment: its findings, or else its reason. */
export function refused(xml: string, thrown: unknown): Checked {
  const names = new ModelNames(xml);
  const findings = readable(thrown instanceof Problem ? thrown.findings : [], names);
  return { findings, refusal: findings.length > 0 ? null : sentenceOf(thrown) };
}

/** People know elements by the names they gave them; the ids are told beside. */
const readable = (findings: readonly Finding[], names: ModelNames): Finding[] =>
  findings.map((finding) => ({ ...finding, message: names.readable(finding.message) }));
