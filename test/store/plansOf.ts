import pg, { type ClientConfig } from "pg";
import type { freshDatabase } from "./freshDatabase.ts";

/** A statement that Postgres has carried out, with the partitions that it looked into, by table. */
export interface Carried {
  readonly text: string;
  readonly partitions: ReadonlyMap<string, ReadonlySet<string>>;
}

interface PlanNode {
  readonly "Relation Name"?: string;
  readonly "Actual Loops"?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Makes Postgres tell how it carries out every statement of sessions to come, and answers a connection whose sessions
 * write that down.
 */
export async function explained(
  database: Awaited<ReturnType<typeof freshDatabase>>,
  carried: Carried[],
): Promise<ClientConfig> {
  const client = new pg.Client(database);
  await client.connect();
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
    "auto_explain.log_parameter_max_length": "0",
  };
  await client.query("load 'auto_explain'");
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database ${database.database} set ${name} = '${value}'`);
  await client.end();
  const Client = class extends pg.Client {
    constructor(config?: ClientConfig) {
      super(config);
      this.on("notice", ({ message = "" }) => {
        const plan = /^duration: .*?plan:\s*(\{.*)$/s.exec(message)?.[1];
        if (plan !== undefined) carried.push(carriedIn(JSON.parse(plan)));
      });
    }
  };
  const connection = { ...database, Client };
  return connection;
}

function carriedIn({ "Query Text": text, Plan }: { "Query Text": string; Plan: PlanNode }): Carried {
  const partitions = new Map<string, Set<string>>();
  const look = (node: PlanNode) => {
    const [, table, partition] = /^(.*)_h(\d+)$/.exec(node["Relation Name"] ?? "") ?? [];
    if (table !== undefined && partition !== undefined && node["Actual Loops"] !== 0)
      partitions.set(table, (partitions.get(table) ?? new Set()).add(partition));
    node.Plans?.forEach(look);
  };
  look(Plan);
  return { text, partitions };
}
