import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Changed } from "../../server/contract.ts";
import { Problem, sentenceOf } from "./client.ts";
import { gatherMs, onChanged } from "./live.ts";

/** A busy server changes all the time; nobody reads faster than this. */
const paceMs = 1_000;

/** From here on a skeleton is shown; faster answers appear without one. */
const slowAfterMs = 400;

export interface ReadingOptions<T> {
  /** What is read; null reads nothing. Asked before every render of the host: a new key starts a new reading. */
  key: () => string | null;
  read: (key: string, signal: AbortSignal) => Promise<T>;
  /** Whether a committed change can change the answer. */
  concerns: (changed: Changed, key: string) => boolean;
  /** True keeps showing the last answer until the one for the new key arrives (lists whose filter changed). */
  keepsValue?: boolean;
  onValue?: (value: T) => void;
}

/** One thing that a page shows and the server knows: read when its key changes and again when a change concerns it. */
export class Reading<T> implements ReactiveController {
  value: T | undefined;
  problem: Problem | undefined;
  /** True once an unanswered first reading has lasted so long that a skeleton is due. */
  isSlow = false;
  #host: ReactiveControllerHost;
  #options: ReadingOptions<T>;
  #key: string | null = null;
  #abort: AbortController | null = null;
  #isDirty = false;
  #settledAtMs = 0;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #leave: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, options: ReadingOptions<T>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#leave = onChanged((changed) => this.#changed(changed));
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#stop();
    this.#key = null;
  }

  hostUpdate(): void {
    const key = this.#options.key();
    if (key === this.#key) return;
    this.#stop();
    this.#key = key;
    this.problem = undefined;
    if (!this.#options.keepsValue || key === null) this.value = undefined;
    if (key !== null) void this.reload();
  }

  /** Reads now. While a reading is under way, asks for one more after it. */
  async reload(): Promise<void> {
    const key = this.#key;
    if (key === null) return;
    if (this.#abort) {
      this.#isDirty = true;
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#watchSlowness();
    try {
      const value = await this.#options.read(key, abort.signal);
      if (abort.signal.aborted) return;
      this.#settle({ value });
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.#settle({ problem: thrown instanceof Problem ? thrown : new Problem({ detail: sentenceOf(thrown) }) });
    }
    if (this.#isDirty) {
      this.#isDirty = false;
      this.#reloadSoon();
    }
  }

  /** At once after a quiet time, else in the pace of reading. */
  #reloadSoon(): void {
    const waitMs = Math.max(gatherMs, paceMs - (performance.now() - this.#settledAtMs));
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.reload();
    }, waitMs);
  }

  #settle(outcome: { value?: T; problem?: Problem }): void {
    this.#abort = null;
    this.#settledAtMs = performance.now();
    clearTimeout(this.#slow);
    this.isSlow = false;
    this.problem = outcome.problem;
    if (outcome.problem === undefined) {
      this.value = outcome.value;
      this.#options.onValue?.(outcome.value as T);
    } else if (outcome.problem.status === 404) this.value = undefined;
    this.#host.requestUpdate();
  }

  #changed(changed: Changed): void {
    if (this.#key !== null && this.#options.concerns(changed, this.#key)) this.#reloadSoon();
  }

  #watchSlowness(): void {
    clearTimeout(this.#slow);
    if (this.value !== undefined) return;
    this.#slow = setTimeout(() => {
      this.isSlow = true;
      this.#host.requestUpdate();
    }, slowAfterMs);
  }

  #stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#isDirty = false;
    this.isSlow = false;
    clearTimeout(this.#slow);
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
  }
}

/** For readings about one instance: the first word of their key is the instance's key. */
export const aboutInstance = (changed: Changed, key: string): boolean =>
  changed.processInstanceKeys === null || changed.processInstanceKeys.includes(key.split(" ")[0] ?? "");

/** For lists over instances: any change may add, move or remove a row. */
export const anyChange = (): boolean => true;

export const aboutDefinitions = (changed: Changed): boolean => changed.definitions;
