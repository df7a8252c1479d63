import { join } from "node:path";
import { Client } from "./client.ts";
import { Crew } from "./crew.ts";
import { Ledger } from "./ledger.ts";
import { Load } from "./load.ts";
import { Postgres } from "./postgres.ts";
import { Random } from "./random.ts";
import { Server } from "./servers.ts";
import { Wire } from "./wire.ts";

export interface PlantOptions {
  readonly seed: number;
  readonly directory: string;
  /** The first of the TCP ports to use; null takes free ones. */
  readonly port: number | null;
  /** Instances that a start timer begins, one each second. */
  readonly ticks: number;
  readonly log: (line: string) => void;
}

/** Everything that runs: Postgres, two servers with a proxy each, workers, and the load. */
export class Plant {
  readonly postgres: Postgres;
  readonly servers: readonly [Server, Server];
  readonly crew: Crew;
  readonly load: Load;
  readonly ledger: Ledger;
  readonly ticks: number;
  /** What went wrong before anybody looked into the database. */
  readonly failures: string[];

  static async build({ seed, directory, port, ticks, log }: PlantOptions): Promise<Plant> {
    const postgres = await Postgres.make(join(directory, "data"), log);
    const socket = () => postgres.socket;
    const portAt = (offset: number) => (port === null ? 0 : port + offset);
    const make = async (name: string, offset: number) => {
      const wire = await Wire.listen(portAt(offset + 2), socket);
      return new Server({ name, port: portAt(offset), logFile: join(directory, `${name}.log`) }, wire);
    };
    const servers = [await make("left", 0), await make("right", 1)] as const;
    return new Plant(postgres, servers, ticks, new Random(seed));
  }

  private constructor(postgres: Postgres, servers: readonly [Server, Server], ticks: number, random: Random) {
    this.postgres = postgres;
    this.servers = servers;
    this.failures = [];
    this.ticks = ticks;
    this.ledger = new Ledger();
    const addresses = () => servers.flatMap(({ address }) => address ?? []);
    const tell = this.ledger.tell.bind(this.ledger);
    this.crew = new Crew(this.ledger, random.branch(), addresses, (line) => this.failures.push(line));
    this.load = new Load(new Client("load", addresses, random.branch(), tell), random.branch());
  }

  async start(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.start()));
    const [{ address }] = this.servers;
    await this.load.deploy(address ?? "", this.ticks);
    this.crew.hire(workers);
  }

  /** Ends every process at once, whatever it does. */
  endNow(): void {
    this.crew.endNow();
    for (const server of this.servers) server.endNow();
    this.postgres.endNow();
  }
}

export const workers = 2;
