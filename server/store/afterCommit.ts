import { isTransient } from "./databaseErrors.ts";
import { isForNow, Refused } from "./failures.ts";

/**
 * Looks for what has become of something that is committed. When the database does not say, the caller must hear that:
 * a refusal that clients answer with another try (RESOURCE_EXHAUSTED) would have them do it twice.
 */
export async function afterCommit<T>(done: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!isForNow(error) && !isTransient(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refused(
      "STORE_UNAVAILABLE",
      `${done}; what has become of it is not known, because the database does not say: ${reason}. Look before you repeat it`,
    );
  }
}
