import { stepsPerCommandMax, stepsPerCommandTop, stepsPerInnerInstance } from "./bounds.ts";
import type { Step } from "./step.ts";

/**
 * How many steps one command may take. Inner instances and those who hear a signal are no loop that never waits: each
 * brings steps of its own. But only once in the same place: a loop that comes by again is given no more, or it would
 * feed itself.
 */
export class Allowance {
  steps = stepsPerCommandMax;
  readonly #given = new Map<string, number>();

  /** For the first so many of a place; a second time only for those that are more. */
  give(place: string, count: number): void {
    const before = this.#given.get(place) ?? 0;
    if (count <= before || this.steps >= stepsPerCommandTop) return;
    this.#given.set(place, count);
    this.steps = Math.min(this.steps + (count - before) * stepsPerInnerInstance, stepsPerCommandTop);
  }
}

/**
 * Where an element instance stands: its scopes in the model, and of repeated activities which instance it is. The rounds
 * of a loop are all in one place, those of a standard loop as well.
 */
export const placeOf = (step: Step, elementKey: string): string =>
  step
    .scopesOf(elementKey)
    .map((key) => {
      const { elementId, loopIndex } = step.element(key);
      const isOfMany = loopIndex !== null && step.node(elementId).loop?.kind === "multiInstance";
      return isOfMany ? `${elementId} ${loopIndex}` : elementId;
    })
    .join("/");
