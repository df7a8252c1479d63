/** What a worker does with the jobs of an element, by element id; where nothing is said, it completes them. */
export type Plan = Readonly<Record<string, Doing>>;

/**
 * `failing` uses up all retries but one first; `exhausted` fails for good until an operator mends it; `error` throws
 * the BPMN error REFUSED.
 */
export type Doing = "done" | "failing" | "exhausted" | "error";

/** The job types that workers work; nobody works `nobody`. */
export const worked = ["work", "item", "undo"] as const;

/** How long a job is its worker's, in milliseconds. */
export const lockMs = 3_000;
