import { Agent } from "node:http";
import type { Contestant, Open } from "../contestant.ts";
import { cyclesPerSecond } from "../cycle.ts";
import { httpCycle } from "../httpCycle.ts";
import { openHttpNode } from "../httpNode.ts";

/** Most have a request under way, so there are about as many connections; 50 are slower, 500 hardly faster. */
const instancesInFlight = 200;

/** The durable cycle through the REST API: the server in one process, this client with kept connections in another. */
export const open: Open = async (connection): Promise<Contestant> => {
  const node = await openHttpNode(connection);
  const agent = new Agent({ keepAlive: true });
  const cycle = httpCycle(node.address, agent);
  return {
    round: async (ms) => ({ perSecond: await cyclesPerSecond(cycle, instancesInFlight, ms) }),
    async close() {
      agent.destroy();
      await node.close();
    },
  };
};
