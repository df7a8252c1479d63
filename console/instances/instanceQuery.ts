import type { SearchQuery } from "../api/v2Types.ts";

export const pageSize = 50;

export type StateFilter = "all" | "active" | "incident" | "completed" | "terminated";

export const stateFilters: readonly [StateFilter, string][] = [
  ["all", "All"],
  ["active", "Active"],
  ["incident", "Incident"],
  ["completed", "Completed"],
  ["terminated", "Cancelled"],
];

const searchedFields = ["processDefinitionId", "processDefinitionName", "businessId"];

/** The instances page's address as a search; `element` is where a token is now, `q` is a key when it is digits, else part of a process id, name or business id. */
export function instanceQuery(query: URLSearchParams): SearchQuery {
  const filter: Record<string, unknown> = { ...stateFilter(query.get("state")) };
  const process = query.get("process");
  if (process) filter.processDefinitionId = process;
  const version = Number(query.get("version"));
  if (version > 0) filter.processDefinitionVersion = version;
  const element = query.get("element");
  if (element) filter.elementId = element;
  const q = query.get("q")?.trim() ?? "";
  if (/^\d+$/.test(q)) filter.processInstanceKey = q;
  else if (q) filter.$or = searchedFields.map((field) => ({ [field]: { $like: `*${q}*` } }));
  const from = (pageOf(query) - 1) * pageSize;
  return { filter, sort: [{ field: "startDate", order: "DESC" }], page: { from, limit: pageSize } };
}

function stateFilter(state: string | null): Record<string, unknown> {
  switch (state) {
    case "active":
      return { state: "ACTIVE" };
    case "incident":
      return { state: "ACTIVE", hasIncident: true };
    case "completed":
      return { state: "COMPLETED" };
    case "terminated":
      return { state: "TERMINATED" };
    default:
      return {};
  }
}

/** Counted from 1. */
export const pageOf = (query: URLSearchParams): number => Math.max(1, Math.floor(Number(query.get("page"))) || 1);
