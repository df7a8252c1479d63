import { counted } from "../words/time.ts";

/** Days for which ended instances are kept; null keeps them for ever. */
export type Days = number | null;

/** As long as PostgreSQL can subtract from a date. */
export const daysMax = 365_000;

const dayMs = 86_400_000;
const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** `for ever`, `until they end`, `for 90 days`. */
export function keptWords(days: Days): string {
  if (days === null) return "for ever";
  return days === 0 ? "until they end" : `for ${counted(days, "day")}`;
}

/** What the rule lets go at this moment, in a sentence. */
export function goesWords(days: Days, now = new Date()): string {
  if (days === null) return "Nothing goes.";
  if (days === 0) return "Whatever has ended goes.";
  return `What ended before ${dayFormat.format(new Date(now.getTime() - days * dayMs))} goes.`;
}

/** Why a text is no number of days; null when it is one. */
export function daysProblem(text: string): string | null {
  if (/^\d{1,6}$/.test(text.trim()) && Number(text) <= daysMax) return null;
  const came = text.trim() === "" ? "Nothing was entered" : `You entered ${text.trim()}`;
  return `A whole number of days from 0 to ${daysMax.toLocaleString("en-GB")}. ${came}.`;
}
