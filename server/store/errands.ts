import type { PoolClient } from "pg";
import type { Command } from "../../engine/vocabulary.ts";

/** A command for another instance; it goes through the outbox, in the transaction of what causes it. */
export interface Errand {
  readonly processInstanceKey: string;
  readonly command: Command;
  readonly actor: string;
  /** Set when the command starts the instance. */
  readonly definitionKey?: string;
  /** The call activity instance that it is started for. */
  readonly callerKey?: string;
}

/** Answers the rows that were added, in the order of the errands. */
export async function addErrands(tx: PoolClient, errands: readonly Errand[], now: Date): Promise<number[]> {
  if (errands.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>({
    name: "add errands",
    text: `insert into millrace.outbox (process_instance_key, definition_key, caller_key, actor, command, created_at)
           select instance, definition, caller, actor, command, $6
           from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
             with ordinality as u(instance, definition, caller, actor, command, place) order by place returning id`,
    values: [
      errands.map((errand) => errand.processInstanceKey),
      errands.map((errand) => errand.definitionKey ?? null),
      errands.map((errand) => errand.callerKey ?? null),
      errands.map((errand) => errand.actor),
      errands.map((errand) => JSON.stringify(errand.command)),
      now,
    ],
  });
  return rows.map(({ id }) => Number(id));
}
