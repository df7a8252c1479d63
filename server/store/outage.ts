import { setTimeout as pause } from "node:timers/promises";
import { isLostConnection } from "./databaseErrors.ts";

/**
 * Milliseconds that commands wait for a database that has gone. A restart takes one to three seconds, a fail-over some
 * more; callers wait 10 to 30 seconds for an answer, and have to get one.
 */
export const comeBackMs = 10_000;

/** Milliseconds between two looks, growing from the first to the last. */
const firstPauseMs = 50;
const lastPauseMs = 1_000;

/**
 * Whether a database that was lost is worth waiting for. All who lose it share one patience: what comes after it is
 * used up is tried once and refused at once, until somebody reaches the database again.
 */
export class Outage {
  #sinceMs: number | null = null;
  #looks = 0;

  /** True, after a pause, when it is time to try again; false when the patience is used up. */
  async isWorthWaiting(): Promise<boolean> {
    const now = performance.now();
    this.#sinceMs ??= now;
    const leftMs = this.#sinceMs + comeBackMs - now;
    if (leftMs <= 0) return false;
    this.#looks += 1;
    await jitteredPause(Math.min(firstPauseMs * 2 ** Math.min(this.#looks, 10), lastPauseMs, leftMs));
    return true;
  }

  /** The database has answered. */
  end(): void {
    this.#sinceMs = null;
    this.#looks = 0;
  }
}

/** Does what may be done twice, again and again while the database is away. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const outage = new Outage();
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (!isLostConnection(error) || !(await outage.isWorthWaiting())) throw error;
    }
}

/** Times that other transactions may come before one; a second time is rare. */
export const conflictsMax = 6;

/** Milliseconds after the first conflict; twice as many after each further one. */
const conflictPauseMs = 10;

/** Lets others go first; `count` is how often that was so, from 1. */
export const pauseAfterConflict = (count: number): Promise<void> => jitteredPause(conflictPauseMs * 2 ** (count - 1));

/** Between half of it and all of it: those who got in each other's way do not come back at the same moment. */
const jitteredPause = (ms: number): Promise<void> => pause(ms * (0.5 + Math.random() / 2));
