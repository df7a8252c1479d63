import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";

/** Where the connection of a COMMIT breaks: before Postgres has it, before Postgres answers, or before we hear it. */
export type Break = "before" | "during" | "after";

/** Stands between a store and the socket of Postgres, and breaks connections at their COMMIT. */
export class Breaker {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What is broken at each COMMIT to come; null lets it through. */
  readonly plan: (Break | null)[] = [];
  /** How many were broken. */
  broken = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(postgres: { host: string; port: number }): Promise<Breaker> {
    const server = createServer();
    const breaker = new Breaker(server);
    server.on("connection", (client) => {
      const upstream = connect(join(postgres.host, `.s.PGSQL.${postgres.port}`));
      for (const socket of [client, upstream]) {
        breaker.#sockets.add(socket);
        socket.on("close", () => breaker.#sockets.delete(socket));
        socket.on("error", () => {});
      }
      client.on("data", (sent: Buffer) => breaker.#forward(sent, client, upstream));
      upstream.on("data", (answer: Buffer) => client.write(answer));
      client.on("close", () => breaker.#isDetached(upstream) || upstream.destroy());
      upstream.on("close", () => client.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return breaker;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Connections to Postgres that outlive the ones to the store. */
  readonly #detached = new WeakSet<Socket>();
  #isDetached = (upstream: Socket) => this.#detached.has(upstream);

  #forward(sent: Buffer, client: Socket, upstream: Socket): void {
    const broken = sent.includes("commit\0") ? (this.plan.shift() ?? null) : null;
    if (broken !== null) this.broken += 1;
    switch (broken) {
      case null:
        upstream.write(sent);
        return;
      case "before":
        client.destroy();
        return;
      case "during":
        this.#detached.add(upstream);
        upstream.write(sent, () => client.destroy());
        upstream.once("data", () => upstream.destroy());
        return;
      case "after":
        upstream.removeAllListeners("data");
        upstream.once("data", () => client.destroy());
        upstream.write(sent);
        return;
      default:
        broken satisfies never;
    }
  }
}
