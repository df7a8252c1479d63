import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { PoolConfig } from "pg";

/** A server of the API in a process of its own, over the database of a contestant. */
export interface HttpNode {
  readonly address: string;
  close(): Promise<void>;
}

const serverPath = fileURLToPath(new URL("./httpServer.ts", import.meta.url));

export async function openHttpNode(connection: PoolConfig): Promise<HttpNode> {
  const server = fork(serverPath, [JSON.stringify(connection)]);
  return {
    address: await addressOf(server),
    async close() {
      server.disconnect();
      await once(server, "exit");
    },
  };
}

async function addressOf(server: ChildProcess): Promise<string> {
  const died = once(server, "exit").then(([code]) => {
    throw new Error(`The HTTP server ended with exit code ${code} before it listened.`);
  });
  const [address] = await Promise.race([once(server, "message"), died]);
  died.catch(() => {});
  return String(address);
}
