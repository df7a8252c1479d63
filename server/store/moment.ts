import { randomUUID } from "node:crypto";
import { type Moment, randomFrom } from "../../engine/feel/moment.ts";
import type { Workshop } from "./batch.ts";

/** What an expression knows of the world where there is no command: its time, and random numbers of its own. */
export const momentOf = ({ nowMs }: Pick<Workshop, "nowMs">): Moment => ({
  nowMs: nowMs(),
  random: randomFrom(randomUUID),
});
