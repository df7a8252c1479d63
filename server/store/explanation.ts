import type { ExplanationCause } from "../contract.ts";

export type Cause = Omit<ExplanationCause, "elementName" | "since" | "elementInstanceKey" | "elementId">;

/** Why one element waits. */
export interface Found extends Waiting {
  readonly cause: Cause;
  /** It is about something whose inside has causes of its own. */
  readonly isAround?: boolean;
}

export interface Waiting {
  readonly elementKey: string;
  readonly elementId: string;
  readonly since: Date;
}

/** Nobody reads more of one kind; an instance may wait at ten thousand jobs. */
export const causesMax = 100;

/** `a`, `a and b`, `a, b and 3 others`. */
export function listed(names: readonly string[]): string {
  const different = [...new Set(names)];
  if (different.length > 3) return `${different.slice(0, 2).join(", ")} and ${different.length - 2} others`;
  return different.length > 1 ? `${different.slice(0, -1).join(", ")} and ${different.at(-1)}` : (different[0] ?? "");
}
