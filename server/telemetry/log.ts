import type { About, Log, LogLevel } from "../store/log.ts";

/** `json` is one object a line, for programs; `text` is for people at a terminal. */
export type LogForm = "json" | "text";

export interface LogOptions {
  readonly form: LogForm;
  /** What is less important is left out. */
  readonly level: LogLevel;
}

export const logForms = ["json", "text"] as const satisfies readonly LogForm[];

/** From what matters least to what matters most. */
export const logLevels = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

/** Writes to the standard output. */
export async function openLog({ form, level }: LogOptions): Promise<Log> {
  const isLeftOut = (one: LogLevel) => logLevels.indexOf(one) < logLevels.indexOf(level);
  if (form === "text")
    return (message, about = {}) => isLeftOut(about.level ?? "info") || console.log(inText(message, about));
  // Loaded only where it is used: it takes some megabytes.
  const { pino } = await import("pino");
  // Written at once: what a process says last says why it ended.
  const logger = pino(
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ dest: 1, sync: true }),
  );
  return (message, { level: own = "info", ...keys } = {}) => logger[own](keys, message);
}

function inText(message: string, { level: _, stack, ...keys }: About): string {
  const named = Object.entries(keys).map(([name, key]) => ` ${name}=${key}`);
  return `${message}${named.join("")}${stack === undefined ? "" : `\n${stack}`}`;
}
