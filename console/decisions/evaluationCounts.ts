import type { LitElement } from "lit";
import { searchEvaluations } from "../api/decisions.ts";
import { aboutDefinitions, Reading } from "../api/reading.ts";
import { number } from "../words/time.ts";

/** A browser asks one server six things at a time; the page leaves it some for others. */
const atOnceMax = 4;

/** Rows whose evaluations are counted: each asks for itself. */
const countedMax = 200;

/** How many evaluations each of the decisions has, in words, by id. Read when the list changes, not with every one. */
export const evaluationCounts = (host: LitElement, decisionIds: () => readonly string[]) =>
  new Reading<ReadonlyMap<string, string>>(host, {
    key: () => JSON.stringify(decisionIds().slice(0, countedMax)),
    read: (key, signal) => counts(JSON.parse(key) as string[], signal),
    concerns: aboutDefinitions,
    keepsValue: true,
  });

async function counts(ids: readonly string[], signal: AbortSignal): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const { page } = await searchEvaluations({ decisionDefinitionId: id }, signal, 1);
      found.set(id, `${number(page.totalItems)}${page.hasMoreTotalItems ? "+" : ""}`);
    }
  };
  await Promise.all(Array.from({ length: atOnceMax }, work));
  return found;
}
