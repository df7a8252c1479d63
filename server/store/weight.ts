import { decimalOf, isNumeric } from "../../engine/feel/numbers.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { Refused } from "./failures.ts";

/**
 * Of one command. It is written several times over (variables, journal), texts end at half a gigabyte in this process
 * and at one in Postgres, and a batch holds all of it in memory.
 */
export const commandBytesMax = 32 * 2 ** 20;

/** Values within values. People write some levels; the stack of what walks through values ends at some thousands. */
export const valueDepthMax = 500;

/**
 * What a command takes, about: its texts in characters and some bytes for everything else. Refused with BODY_TOO_LARGE
 * or VALUE_REFUSED when it is larger or nested deeper than anything that can be carried out.
 */
export function bytesOf(command: Command): number {
  const bytes = weigh(command, 0);
  if (bytes <= commandBytesMax) return bytes;
  throw new Refused("BODY_TOO_LARGE", `Expected a command of at most ${commandBytesMax} bytes, got ${bytes}`);
}

function weigh(value: unknown, depth: number): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  // Written with all its digits, however few it has.
  if (isNumeric(value)) return 48 + Math.abs(decimalOf(value).e);
  if (depth > valueDepthMax)
    throw new Refused("VALUE_REFUSED", `Expected values nested at most ${valueDepthMax} deep, got more`, {
      field: "/variables",
    });
  let bytes = 8;
  if (Array.isArray(value)) for (const item of value) bytes += weigh(item, depth + 1);
  else for (const [name, item] of Object.entries(value)) bytes += name.length + weigh(item, depth + 1);
  return bytes;
}
