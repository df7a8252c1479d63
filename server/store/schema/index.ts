/** The tables of Millrace; `migrations/` is what makes them. */

export * from "./clock.ts";
export { millrace } from "./columns.ts";
export * from "./decision.ts";
export * from "./definition.ts";
export * from "./history.ts";
export * from "./instance.ts";
export * from "./message.ts";
export * from "./work.ts";
