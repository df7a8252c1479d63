import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Node } from "./servers.ts";

/** Between two questions whether a server is ready, in milliseconds. */
const askAgainMs = 50;

/**
 * What stands before several servers: sends each request to the next one that is ready, as nginx and HAProxy do. It
 * keeps no connection to a server and repeats nothing that a server may have got.
 */
export class Balancer {
  readonly #nodes: readonly Node[];
  readonly #ready = new Set<Node>();
  readonly #server: Server;
  #turn = 0;
  #isClosed = false;

  static async before(nodes: readonly Node[]): Promise<Balancer> {
    const balancer = new Balancer(nodes);
    await balancer.#ask();
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  private constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
    this.#server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Resolves when requests go to this server again. */
  async isReady(node: Node): Promise<boolean> {
    return this.#ready.has(node);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Asks every server, now and from now on. */
  async #ask(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => this.#askOne(node)));
    if (!this.#isClosed) setTimeout(() => void this.#ask(), askAgainMs).unref();
  }

  async #askOne(node: Node): Promise<void> {
    const answer = await fetch(`${node.address}/health/ready`).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    if (answer?.ok) this.#ready.add(node);
    else this.#ready.delete(node);
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const ready = [...this.#ready];
    this.#turn += 1;
    const node = ready[this.#turn % ready.length];
    if (!node) return void outgoing.writeHead(503).end();
    const { method, headers } = incoming;
    const passed = request(`${node.address}${incoming.url}`, { method, headers, agent: false });
    outgoing.once("close", () => passed.destroy());
    passed.once("error", (error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end(String(error));
    });
    passed.once("response", (answer) => {
      const { connection: _, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  }
}
