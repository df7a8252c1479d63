import type { Contestant, Open } from "../contestant.ts";
import { cyclesPerSecond } from "../cycle.ts";
import { HttpClient } from "../httpClient.ts";
import { httpCycle } from "../httpCycle.ts";
import { openHttpNode } from "../httpNode.ts";

/** Most have a request under way, so there are about as many connections; 50 are slower, 500 hardly faster. */
const instancesInFlight = 200;

/** The durable cycle through the REST API: the server in one process, this client with kept connections in another. */
export const open: Open = async (connection): Promise<Contestant> => {
  const node = await openHttpNode(connection);
  const client = new HttpClient(node.address);
  const cycle = httpCycle(client);
  return {
    round: async (ms) => ({ perSecond: await cyclesPerSecond(cycle, instancesInFlight, ms) }),
    async close() {
      await client.close();
      await node.close();
    },
  };
};
