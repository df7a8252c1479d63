import type { ContestantName, Figures } from "./contestant.ts";
import { type Summary, summary } from "./figures.ts";

/** The figures of every contestant that took part, one entry for each round. */
export type Rounds = readonly Readonly<Partial<Record<ContestantName, Figures>>>[];

/** A figure of a contestant. */
export interface Figure {
  readonly of: ContestantName;
  readonly name: string;
}

/** Over all rounds; null when the contestant took no part. */
export function figureOf(rounds: Rounds, figure: Figure): Summary | null {
  return summaryOrNull(rounds.map((round) => valueIn(round, figure)));
}

/** Round by round, so that what slows the machine for a while slows both sides of a ratio; null when one is missing. */
export function ratioOf(rounds: Rounds, figure: Figure, over: Figure): Summary | null {
  return summaryOrNull(rounds.map((round) => valueIn(round, figure) / valueIn(round, over)));
}

const valueIn = (round: Rounds[number], { of, name }: Figure): number => round[of]?.[name] ?? Number.NaN;

const summaryOrNull = (values: readonly number[]): Summary | null =>
  values.length === 0 || values.some(Number.isNaN) ? null : summary(values);
