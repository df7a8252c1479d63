import { customType, pgSchema, timestamp } from "drizzle-orm/pg-core";

/** Everything of Millrace lives in one Postgres schema; pg-boss has its own beside it. */
export const millrace = pgSchema("millrace");

/** A 64-bit key; a string of digits on this side of the driver, or large ones would lose digits. */
export const key = customType<{ data: string; driverData: string }>({ dataType: () => "bigint" });
export const keys = customType<{ data: string[]; driverData: string[] }>({ dataType: () => "bigint[]" });
export const texts = customType<{ data: string[]; driverData: string[] }>({ dataType: () => "text[]" });
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });
