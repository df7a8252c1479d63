import type { Contestant, Open } from "../contestant.ts";
import { fillHistory } from "../history.ts";
import { open as openDurable } from "./durable.ts";

/** The durable cycle in a database where very many instances have ended. */
export const open: Open = async (connection, scale): Promise<Contestant> => {
  await fillHistory(connection, scale.history);
  return openDurable(connection, scale);
};
