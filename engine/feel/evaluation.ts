import { expressionBytesMax, expressionCallsMax, expressionStepsMax, expressionStepsPerCommandMax } from "../bounds.ts";

/** Steps that are left for several evaluations together. */
export interface Budget {
  stepsLeft: number;
}

/** What one evaluation may use. Each bound is named in the failure that it gives. */
export interface Limits {
  /** Nodes that are evaluated, items that are gone through, and characters in blocks of 64. */
  readonly stepsMax: number;
  /** Bytes of texts and lists that it makes, about, whether they are kept or not. */
  readonly bytesMax: number;
  /** Functions that call each other. */
  readonly callsMax: number;
}

export const defaultLimits: Limits = {
  stepsMax: expressionStepsMax,
  bytesMax: expressionBytesMax,
  callsMax: expressionCallsMax,
};

/** An evaluation has used more than it may: a failure, never null. */
export class BoundReached extends Error {}

/** An assertion of the expression does not hold (Camunda's `assert`): a failure as well, never null. */
export class AssertionFailed extends Error {}

/** Why something became null. */
export interface Warning {
  /** A sentence: what was expected, what came. */
  readonly message: string;
}

/** Warnings that are kept; a loop has as many as it has rounds. */
const warningsMax = 20;

/** One evaluation under way: what it has used, what it has to tell, and what it knows of the world. */
export class Evaluation {
  /** Epoch milliseconds, of the command. */
  readonly nowMs: number;
  readonly warnings: Warning[] = [];
  /** Of all of them, kept or not. */
  warningCount = 0;
  readonly #limits: Limits;
  readonly #random: () => number;
  readonly #shared: Budget | null;
  #stepsLeft: number;
  #bytesLeft: number;
  #depth = 0;

  /** `random` answers numbers from 0 to below 1, the same for the same command; `budget` is that of the command. */
  constructor(options: {
    readonly nowMs: number;
    readonly random: () => number;
    readonly budget?: Budget;
    readonly limits?: Limits;
  }) {
    this.nowMs = options.nowMs;
    this.#shared = options.budget ?? null;
    this.#random = options.random;
    this.#limits = options.limits ?? defaultLimits;
    this.#stepsLeft = this.#limits.stepsMax;
    this.#bytesLeft = this.#limits.bytesMax;
  }

  /** Call it before the work is done, with the number of items that it goes through. */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (!(this.#stepsLeft >= 0)) throw new BoundReached(`it takes more than ${this.#limits.stepsMax} steps`);
    if (this.#shared === null) return;
    this.#shared.stepsLeft -= steps;
    if (!(this.#shared.stepsLeft >= 0))
      throw new BoundReached(`the expressions of the command take more than ${expressionStepsPerCommandMax} steps`);
  }

  /** Call it before a text or a list is made, with its bytes: two for a character, eight for an item. */
  take(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (!(this.#bytesLeft >= 0)) throw new BoundReached(`it makes values of more than ${this.#limits.bytesMax} bytes`);
  }

  /** Before something that may go on in itself; `what` says in a failure what is too deep. */
  enter(what = "its functions call each other"): void {
    this.#depth += 1;
    if (this.#depth > this.#limits.callsMax) throw new BoundReached(`${what} deeper than ${this.#limits.callsMax}`);
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Says why something is null, and answers null. A sentence that takes long is made only when it is kept. */
  warn(message: string | (() => string)): null {
    this.warningCount += 1;
    if (this.warnings.length < warningsMax)
      this.warnings.push({ message: typeof message === "string" ? message : message() });
    return null;
  }

  random(): number {
    return this.#random();
  }
}
