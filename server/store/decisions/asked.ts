import type { DecisionWanted } from "./decisions.ts";

/** Decisions with computed names that are remembered of one version of a process, and versions of processes. */
const rememberedMax = 50;
const callersMax = 500;

/** The decisions with computed names that processes have asked for lately: they will ask for them again. */
export class AskedDecisions {
  readonly #byCaller = new Map<string, Map<string, DecisionWanted>>();

  /** By a version of a process. */
  of(definitionKey: string): Iterable<DecisionWanted> {
    return this.#byCaller.get(definitionKey)?.values() ?? [];
  }

  add(definitionKey: string, wanted: DecisionWanted): void {
    const asked = this.#byCaller.get(definitionKey) ?? new Map<string, DecisionWanted>();
    keepNewest(asked, JSON.stringify(wanted), wanted, rememberedMax);
    keepNewest(this.#byCaller, definitionKey, asked, callersMax);
  }
}

function keepNewest<T>(map: Map<string, T>, key: string, value: T, max: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}
