import type { CheckAnswer, Explanation, JournalEntry, Overview, ProcessSummary } from "../../server/contract.ts";
import { request } from "./client.ts";

export const overview = (signal?: AbortSignal) => request<Overview>("GET", "/api/overview", { signal });

export const processes = async (signal?: AbortSignal) =>
  (await request<{ items: ProcessSummary[] }>("GET", "/api/processes", { signal })).items;

export const journal = async (key: string, signal?: AbortSignal) =>
  (await request<{ items: JournalEntry[] }>("GET", `/api/process-instances/${key}/journal`, { signal })).items;

export const explanation = (key: string, signal?: AbortSignal) =>
  request<Explanation>("GET", `/api/process-instances/${key}/explanation`, { signal });

export const check = async (xml: string) => (await request<CheckAnswer>("POST", "/api/check", { xml })).findings;
