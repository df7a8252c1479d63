/** What is known of a request: it was carried out, it was refused and changed nothing, or nobody knows. */
export type Outcome = "acknowledged" | "refused" | "uncertain";

/** One request that changes something. A retry is another attempt, with a mark of its own. */
export interface Attempt {
  /** Found again in the journal: as the actor, in the command, or in what a message or signal brings. */
  readonly mark: string;
  readonly what: What;
  /** What it was about: a process id, a job key, a correlation key, … */
  readonly target: string;
  outcome: Outcome;
  /** Status and code of the answer, or the failure of the connection. */
  answer: string;
}

export type What =
  | "start"
  | "completeJob"
  | "failJob"
  | "throwJobError"
  | "updateJob"
  | "resolveIncident"
  | "assignUserTask"
  | "completeUserTask"
  | "cancelInstance"
  | "setVariables"
  | "publish"
  | "correlate"
  | "broadcast";

/** As attempts look on their way between processes: told when they are sent, and again when they are answered. */
export type Told = Readonly<Attempt>;

/** Every request of every client. */
export class Ledger {
  readonly #attempts = new Map<string, Attempt>();

  /** What was sent is uncertain until its answer is told. */
  tell(told: Told): void {
    const known = this.#attempts.get(told.mark);
    if (known) Object.assign(known, told);
    else this.#attempts.set(told.mark, { ...told });
  }

  get(mark: string): Attempt | undefined {
    return this.#attempts.get(mark);
  }

  all(): Attempt[] {
    return [...this.#attempts.values()];
  }
}
