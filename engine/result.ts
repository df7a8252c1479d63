/** A value, or a sentence that says what was expected, what came, and where. */
export type Result<T> = { ok: true; value: T } | { ok: false; message: string };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (message: string): { ok: false; message: string } => ({ ok: false, message });

/** Ours to mend: the caller's transaction rolls back and the API answers 500. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Defect: ${message}`);
}
