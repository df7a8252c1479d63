import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands between one server and Postgres, to cut the wire. */
export class Wire {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  /** Those that came meanwhile flow already: piped twice, each byte would arrive twice. */
  readonly #stalled = new Set<readonly [Socket, Socket]>();
  #isOpen = true;

  static async listen(port: number, socket: () => string): Promise<Wire> {
    const wire = new Wire(socket);
    wire.#server.listen(port, "127.0.0.1");
    await once(wire.#server, "listening");
    return wire;
  }

  private constructor(socket: () => string) {
    this.#server = createServer((near) => {
      if (!this.#isOpen) return void near.destroy();
      const far = connect(socket());
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      const end = () => {
        this.#pairs.delete(pair);
        this.#stalled.delete(pair);
        for (const side of pair) side.destroy();
      };
      for (const side of pair) side.on("error", end).on("close", end);
      near.pipe(far);
      far.pipe(near);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts connections, each with this probability: what was sent may have arrived, its answer never comes. */
  cut(isChosen: () => boolean): number {
    const cut = [...this.#pairs].filter(isChosen);
    for (const [near, far] of cut) {
      near.destroy();
      far.destroy();
    }
    return cut.length;
  }

  /** Nothing passes any more, though nobody is told; afterwards it flows on, unless it is cut meanwhile. */
  stall(): void {
    for (const pair of this.#pairs) {
      const [near, far] = pair;
      near.unpipe(far);
      far.unpipe(near);
      near.pause();
      far.pause();
      this.#stalled.add(pair);
    }
  }

  flow(): void {
    for (const [near, far] of this.#stalled) {
      near.pipe(far);
      far.pipe(near);
    }
    this.#stalled.clear();
  }

  /** Refuses new connections, as a server that cannot be reached. */
  refuse(): void {
    this.#isOpen = false;
  }

  admit(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#server.close();
    this.cut(() => true);
  }
}
