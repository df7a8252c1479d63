import type { Activation } from "./jobs.ts";

/**
 * How long nobody looks again while workers wait, in milliseconds. News wake them, and the time at which the next lock
 * or delay runs out; but news can be lost with a connection that looks alive, and with a server that dies as it locks.
 */
const quietMsMax = 10_000;

/** Timers of Node count no further. */
const timerMsMax = 2 ** 30;

/** One worker in a line, until it gets jobs, its time is over, or it goes. */
export class Waiter<Job> {
  readonly activation: Activation;
  readonly answer: Promise<Job[]>;
  /** Somebody looks for it now: what is found decides, also when its time is over meanwhile. */
  isAsked = false;
  /** It does not wait any longer. */
  isOver: boolean;
  line: WaitingLine<Job> | null = null;
  readonly #resolve: (jobs: Job[]) => void;
  readonly #reject: (error: unknown) => void;

  constructor(activation: Activation) {
    const { promise, resolve, reject } = Promise.withResolvers<Job[]>();
    this.activation = activation;
    this.answer = promise;
    this.isOver = activation.waitMs <= 0;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get hasGone(): boolean {
    return this.activation.signal.aborted;
  }

  give(jobs: Job[]): void {
    this.#resolve(jobs);
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}

/** The workers that wait for jobs of one type, first come first, and what is known of these jobs. */
export class WaitingLine<Job> {
  readonly type: string;
  readonly waiters = new Set<Waiter<Job>>();
  /** Nobody has looked since there may be something to find. */
  mustLook = true;
  /** Somebody said so since the last look. */
  hasNews = false;
  isLooking = false;
  #alarm: NodeJS.Timeout | null = null;
  /** By the clock that only rises. */
  #ringsAt = 0;

  constructor(type: string) {
    this.type = type;
  }

  /** Nothing is available and nobody looks: a job that comes now can go to the first in the line. */
  get isQuiet(): boolean {
    return !this.mustLook && !this.isLooking;
  }

  /** Somebody who does not wait has not been asked yet. */
  get isAskedAtOnce(): boolean {
    return [...this.waiters].some(({ isOver }) => isOver);
  }

  /** What comes from now on, the look that begins may miss. */
  begin(): void {
    this.mustLook = false;
    this.hasNews = false;
  }

  /** Rings once, when the next job may become available; never later than {@link quietMsMax}. */
  ringIn(delayMs: number, ring: () => void): void {
    this.hush();
    const inMs = Math.max(1, Math.min(delayMs, quietMsMax));
    this.#ringsAt = performance.now() + inMs;
    this.#alarm = setTimeout(ring, inMs);
  }

  /** As {@link ringIn}, unless it rings before that anyway. */
  ringWithin(delayMs: number, ring: () => void): void {
    if (!this.#alarm || this.#ringsAt > performance.now() + delayMs) this.ringIn(delayMs, ring);
  }

  hush(): void {
    if (this.#alarm) clearTimeout(this.#alarm);
    this.#alarm = null;
  }
}

/**
 * Workers that wait, by the type of their jobs. One look serves a whole line, and a worker that joins a line which has
 * looked needs none of its own: so neither a job nor a lock that runs out costs a look for each worker.
 */
export class WaitingLines<Job> {
  readonly #lines = new Map<string, WaitingLine<Job>>();
  readonly #look: (line: WaitingLine<Job>) => void;

  /** `look` is called whenever a line has to look; it may look already. */
  constructor(look: (line: WaitingLine<Job>) => void) {
    this.#look = look;
  }

  /** Resolves with the jobs, or with none when its time is over or it has gone. */
  async wait(waiter: Waiter<Job>): Promise<Job[]> {
    const { waitMs, signal } = waiter.activation;
    const timeOver = () => this.#timeOver(waiter);
    const timer = waiter.isOver ? undefined : setTimeout(timeOver, Math.min(waitMs, timerMsMax));
    const go = () => this.leave(waiter);
    signal.addEventListener("abort", go);
    try {
      const line = this.#lineFor(waiter);
      line.waiters.add(waiter);
      // What is true now counts, and not what was at the last look.
      if (waiter.isOver) line.mustLook = true;
      if (line.mustLook) this.#look(line);
      return await waiter.answer;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", go);
    }
  }

  /** Takes the first one out of a line that has looked and found nothing; null when there is none. */
  reserve(type: string): Waiter<Job> | null {
    const line = this.#lines.get(type);
    if (!line?.isQuiet) return null;
    const [first] = line.waiters;
    if (!first || first.hasGone) return null;
    this.take(first);
    // Its lock may be the next to run out.
    line.ringWithin(first.activation.lockMs + 1, () => this.rouse(line));
    return first;
  }

  /** It is no more in its line; what somebody has for it decides. */
  take(waiter: Waiter<Job>): void {
    waiter.isAsked = true;
    waiter.line?.waiters.delete(waiter);
  }

  /** It goes back to where it was {@link reserve reserved} from. */
  rejoin(waiter: Waiter<Job>): void {
    waiter.isAsked = false;
    if (waiter.isOver || waiter.hasGone) return this.leave(waiter);
    const line = this.#lineFor(waiter);
    const others = [...line.waiters];
    line.waiters.clear();
    for (const one of [waiter, ...others]) line.waiters.add(one);
    this.rouse(line);
  }

  /** There may be jobs of these types; null means of any. */
  news(types: readonly string[] | null): void {
    for (const type of types ?? [...this.#lines.keys()]) {
      const line = this.#lines.get(type);
      if (!line) continue;
      line.hasNews = true;
      this.rouse(line);
    }
  }

  rouse(line: WaitingLine<Job>): void {
    line.mustLook = true;
    this.#look(line);
  }

  /** It waits no more; its answer is "no jobs" unless it has another one already. */
  leave(waiter: Waiter<Job>): void {
    const { line } = waiter;
    waiter.give([]);
    line?.waiters.delete(waiter);
    if (line) this.forgetEmpty(line);
  }

  /** What is known of a type is only worth keeping while somebody waits for it. */
  forgetEmpty(line: WaitingLine<Job>): void {
    if (line.waiters.size > 0) return;
    line.hush();
    if (this.#lines.get(line.type) === line) this.#lines.delete(line.type);
  }

  #lineFor(waiter: Waiter<Job>): WaitingLine<Job> {
    const { type } = waiter.activation;
    const line = this.#lines.get(type) ?? new WaitingLine<Job>(type);
    this.#lines.set(type, line);
    waiter.line = line;
    return line;
  }

  #timeOver(waiter: Waiter<Job>): void {
    waiter.isOver = true;
    if (!waiter.isAsked) this.leave(waiter);
  }
}
