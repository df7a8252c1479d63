import { isDeepStrictEqual } from "node:util";
import type { Ledger } from "../ledger.ts";
import { causedEnds, stories } from "../models/stories.ts";
import type { Begun, Times } from "../models/story.ts";
import type { Plant } from "../plant.ts";
import type { Evidence } from "./evidence.ts";

/** Whether every instance went the way its model and the load say, and whether all of them are there. */
export class Courses {
  readonly #ledger: Ledger;
  readonly #ticks: number;
  readonly #begun: ReadonlyMap<string, Begun>;
  readonly #found = new Map<string, string>();
  /** Counts of caused instances, by what caused them and process id. */
  readonly #caused = new Map<string, Map<string, number>>();

  constructor({ ledger, load, ticks }: Plant) {
    this.#ledger = ledger;
    this.#ticks = ticks;
    this.#begun = new Map(load.begun.map((instance) => [instance.id, instance]));
  }

  faultsOf(instance: Evidence): string[] {
    return instance.businessId === null
      ? this.#causedFaults(instance)
      : this.#begunFaults(instance, instance.businessId);
  }

  #begunFaults(instance: Evidence, id: string): string[] {
    const begun = this.#begun.get(id);
    const before = this.#found.get(id);
    this.#found.set(id, instance.key);
    if (!begun || !instance.tags.includes(begun.mark)) return ["was started by nobody, or by a refused request"];
    if (before !== undefined) return [`${id} was started twice, the other one is ${before}`];
    const story = stories.find(({ name }) => name === begun.story);
    if (!story || instance.processId !== begun.story) return [`is of ${instance.processId}, expected ${begun.story}`];
    const { state, completed, variables = {} } = story.expected(begun);
    const outcomeOf = (mark: string) => this.#ledger.get(mark)?.outcome;
    return [
      ...(state.some((one) => one === instance.state) ? [] : [`is ${instance.state}, expected ${state.join(" or ")}`]),
      ...timesFaults(instance.completed, completed),
      ...Object.entries(variables).flatMap(([name, value]) =>
        isDeepStrictEqual(instance.variables[name], value)
          ? []
          : [`has ${name} = ${JSON.stringify(instance.variables[name])}, expected ${JSON.stringify(value)}`],
      ),
      ...(story.check?.(begun, instance, outcomeOf) ?? []),
    ];
  }

  #causedFaults(instance: Evidence): string[] {
    const { processId, parentKey, state, variables } = instance;
    const ends = causedEnds[processId];
    if (!ends) return [`is of ${processId}, which nobody has started`];
    const cause = processId === "ticker" ? "timer" : (parentKey ?? `question of ${variables.id}`);
    const counts = this.#caused.get(cause) ?? new Map<string, number>();
    counts.set(processId, (counts.get(processId) ?? 0) + 1);
    this.#caused.set(cause, counts);
    if (state === "ACTIVE") return ["is still active"];
    // Whoever is cancelled by its caller has done a part of it.
    const isWhole = state === "COMPLETED";
    const least = (times: Times) => (isWhole ? times : ([0, mostOf(times)] as const));
    return timesFaults(
      instance.completed,
      Object.fromEntries(Object.entries(ends).map(([id, times]) => [id, least(times)])),
    );
  }

  /** After all instances were looked at. */
  faults(): string[] {
    const faults = [...this.#begun.values()].flatMap(({ id, mark }) => {
      const isDue = this.#ledger.get(mark)?.outcome === "acknowledged";
      return isDue && !this.#found.has(id) ? [`${id}, started by ${mark}, is lost`] : [];
    });
    for (const [id, key] of this.#found) faults.push(...this.#missing(id, key));
    const counted = this.#caused.get("timer")?.get("ticker") ?? 0;
    if (counted !== this.#ticks)
      faults.push(`the start timer began ${counted} instances of ticker, expected ${this.#ticks}`);
    return faults;
  }

  #missing(id: string, key: string): string[] {
    const begun = this.#begun.get(id);
    const caused = stories.find(({ name }) => name === begun?.story);
    if (!begun || !caused) return [];
    const counts = new Map([...(this.#caused.get(key) ?? []), ...(this.#caused.get(`question of ${id}`) ?? [])]);
    return timesFaults(counts, caused.expected(begun).caused ?? {}).map((fault) => `${key} (${id}) caused: ${fault}`);
  }
}

const mostOf = (times: Times) => (typeof times === "number" ? times : times[1]);
const leastOf = (times: Times) => (typeof times === "number" ? times : times[0]);

function timesFaults(found: ReadonlyMap<string, number>, expected: Readonly<Record<string, Times>>): string[] {
  const ids = new Set([...found.keys(), ...Object.keys(expected)]);
  return [...ids].flatMap((id) => {
    const [times, wanted] = [found.get(id) ?? 0, expected[id] ?? 0];
    return times >= leastOf(wanted) && times <= mostOf(wanted) ? [] : [`${id} ${times} times, expected ${wanted}`];
  });
}
