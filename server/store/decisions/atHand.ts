import type { PoolClient } from "pg";
import type { Decisions as CallableDecisions, WantedDecision } from "../../../engine/decision/calling.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import { assert } from "../../../engine/result.ts";
import type { AskedDecisions } from "./asked.ts";
import type { Decisions, DecisionWanted, FoundDecision } from "./decisions.ts";

/** A process in a batch asks for a decision whose name is computed: the batch is carried out again with it. */
export class DecisionNotAtHand extends Error {
  readonly definitionKey: string;
  readonly wanted: DecisionWanted;

  constructor(definitionKey: string, wanted: DecisionWanted) {
    super("A decision whose name is computed is not at hand");
    this.definitionKey = definitionKey;
    this.wanted = wanted;
  }
}

/** Decisions with computed names that a batch has asked for in earlier tries. */
export interface Asked {
  readonly now: readonly DecisionWanted[];
  readonly lately: AskedDecisions;
  /** Whether files may be compiled in the transaction: when they could not be before. */
  readonly mayCompile: boolean;
}

/** Of one batch: for each it is carried out again. More are an incident. */
export const askedMax = 200;

type Caller = { readonly key: string; readonly model: ProcessModel };

/**
 * The decisions that the processes of a batch can make, looked for once in its transaction: those that their models name,
 * and those that an earlier try has asked for.
 */
export class DecisionsAtHand {
  readonly #byWanted = new Map<string, FoundDecision | null>();
  readonly #byKey = new Map<string, FoundDecision>();
  /** No others are looked for. */
  readonly #isAll: boolean;

  constructor(isAll: boolean) {
    this.#isAll = isAll;
  }

  static async find(
    decisions: Decisions,
    tx: PoolClient,
    callers: Iterable<Caller>,
    asked: Asked,
  ): Promise<DecisionsAtHand> {
    const wanted = new Map<string, DecisionWanted>(asked.now.map((one) => [nameOf(one), one]));
    for (const { key, model } of callers) {
      for (const one of model.calledDecisions) wanted.set(nameOf(wantedBy(key, one)), wantedBy(key, one));
      for (const one of asked.lately.of(key)) wanted.set(nameOf(one), one);
    }
    const atHand = new DecisionsAtHand(asked.now.length >= askedMax);
    const all = [...wanted.values()];
    const found = asked.mayCompile ? await decisions.find(tx, all) : await decisions.findCompiled(tx, all);
    for (const [at, name] of [...wanted.keys()].entries()) {
      const one = found[at] ?? null;
      atHand.#byWanted.set(name, one);
      if (one) atHand.#byKey.set(one.decision.key, one);
    }
    return atHand;
  }

  /** As the engine asks for them, on behalf of a version of a process. */
  callableBy(definitionKey: string): CallableDecisions {
    return (one) => {
      const wanted = wantedBy(definitionKey, one);
      const found = this.#byWanted.get(nameOf(wanted));
      if (found === undefined && this.#isAll) return "tooMany";
      if (found === undefined) throw new DecisionNotAtHand(definitionKey, wanted);
      return found && { model: found.model, decisionKey: found.decision.key };
    };
  }

  /** One that the engine has made. */
  made(decisionKey: string): FoundDecision {
    const found = this.#byKey.get(decisionKey);
    assert(found, `decision ${decisionKey} was made but is not at hand`);
    return found;
  }
}

function wantedBy(processDefinitionKey: string, { decisionId, binding, versionTag }: WantedDecision): DecisionWanted {
  if (binding === "deployment") return { binding, decisionId, processDefinitionKey };
  return binding === "versionTag" ? { binding, decisionId, versionTag: versionTag ?? "" } : { binding, decisionId };
}

const nameOf = (wanted: DecisionWanted): string => JSON.stringify(Object.values(wanted));
