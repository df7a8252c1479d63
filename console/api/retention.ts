import type { Days } from "../retention/ruleWords.ts";
import { request } from "./client.ts";
import { searchInstances } from "./v2.ts";

/** `GET /api/retention`. */
export interface Retention {
  /** Of every process without its own. */
  days: Days;
  processes: { processDefinitionId: string; days: Days }[];
}

/** What was removed: instances one by one, and ranges of instances as a whole. */
export interface Removed {
  ranges: number[];
  instances: number;
}

export const retention = (signal?: AbortSignal) => request<Retention>("GET", "/api/retention", { signal });

const pathOf = (processId: string | null): string =>
  processId === null ? "/api/retention" : `/api/retention/processes/${encodeURIComponent(processId)}`;

/** Sets the rule of a process, or with null that of all without their own. */
export const setRetention = (processId: string | null, days: Days) =>
  request<void>("PUT", pathOf(processId), { json: { days } });

/** The process follows the rule for all again. */
export const unsetRetention = (processId: string) => request<void>("DELETE", pathOf(processId));

export const removeExpired = () => request<Removed>("POST", "/api/retention/enforcement", { json: {} });

const dayMs = 86_400_000;

/** How many ended instances a rule lets go at this moment; `others` are processes that it does not concern. */
export async function countExpired(
  processId: string | null,
  days: number,
  others: readonly string[],
  signal?: AbortSignal,
): Promise<{ count: number; isMore: boolean }> {
  const endDate = { $lte: new Date(Date.now() - days * dayMs).toISOString() };
  const concerned = processId ?? (others.length > 0 ? { $notIn: others } : undefined);
  const filter = { endDate, ...(concerned === undefined ? {} : { processDefinitionId: concerned }) };
  const { page } = await searchInstances({ filter, page: { limit: 1 } }, signal);
  return { count: page.totalItems, isMore: page.hasMoreTotalItems };
}
