import type { Contestant, Open } from "../contestant.ts";
import { fillHistory } from "../history.ts";
import { open as openDurable } from "./durable.ts";

/** What a server has seen in its first minutes. */
const few = 10_000;

/** The durable cycle in a database where few instances have ended. */
export const open: Open = async (connection, scale): Promise<Contestant> => {
  await fillHistory(connection, few);
  return openDurable(connection, scale);
};
