import type { Pool } from "pg";
import type { Variables } from "../../../engine/feel/values.ts";
import type { Command, Event } from "../../../engine/vocabulary.ts";
import type { JournalEntry } from "../../store/journalChecks.ts";
import type { Facts } from "../models/story.ts";

/** Instances that are looked at together, so that the memory holds some of the journals only. */
const chunk = 200;

/** One process instance: its row, its whole journal, and what can be read off both. */
export interface Evidence extends Facts {
  readonly businessId: string | null;
  readonly tags: readonly string[];
  readonly parentKey: string | null;
  readonly revision: number;
  readonly hash: Buffer;
  readonly entries: readonly JournalEntry[];
  readonly events: readonly Event[];
}

type Row = Pick<Evidence, "key" | "processId" | "state" | "businessId" | "tags" | "parentKey" | "revision" | "hash">;

/** All process instances, some at a time, in the order of their keys. */
export async function* evidence(pool: Pool): AsyncGenerator<Evidence[]> {
  for (let after = "0"; ; ) {
    const { rows } = await pool.query<Row>(
      `select key, process_id as "processId", state, business_id as "businessId", tags, parent_key as "parentKey",
              revision, journal_hash as hash
       from millrace.process_instance where key > $1 order by key limit ${chunk}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
    const keys = rows.map(({ key }) => key);
    const [journals, variables] = [await journalsOf(pool, keys), await variablesOf(pool, keys)];
    yield rows.map((row) => evidenceOf(row, journals.get(row.key) ?? [], variables.get(row.key) ?? {}));
  }
}

function evidenceOf(row: Row, entries: readonly JournalEntry[], variables: Variables): Evidence {
  const events = entries.flatMap((entry) => entry.events);
  return { ...row, entries, events, variables, ...coursesOf(events), signals: entries.flatMap(signalOf) };
}

function coursesOf(events: readonly Event[]): Pick<Facts, "completed" | "walk"> {
  const completed = new Map<string, number>();
  const walk: string[] = [];
  for (const event of events)
    if (event.type === "elementActivated") walk.push(`+${event.elementId}`);
    else if (event.type === "elementCompleted") {
      walk.push(`-${event.elementId}`);
      completed.set(event.elementId, (completed.get(event.elementId) ?? 0) + 1);
    }
  return { completed, walk };
}

const signalOf = ({ command }: JournalEntry): string[] =>
  command.type === "triggerSignal" ? [String(command.variables.ring)] : [];

async function journalsOf(pool: Pool, keys: readonly string[]): Promise<Map<string, JournalEntry[]>> {
  const { rows } = await pool.query<Omit<JournalEntry, "command" | "events"> & { command: string; events: string }>(
    `select process_instance_key as "processInstanceKey", revision, at, actor, command, events, hash
     from millrace.journal where process_instance_key = any($1) order by process_instance_key, revision`,
    [keys],
  );
  const read = (row: (typeof rows)[number]): JournalEntry => ({
    ...row,
    command: JSON.parse(row.command) as Command,
    events: JSON.parse(row.events) as Event[],
  });
  return Map.groupBy(rows.map(read), ({ processInstanceKey }) => processInstanceKey);
}

/** Of the instances' own scopes. */
async function variablesOf(pool: Pool, keys: readonly string[]): Promise<Map<string, Variables>> {
  const { rows } = await pool.query<{ key: string; name: string; value: string }>(
    `select process_instance_key as key, name, value from millrace.variable
     where process_instance_key = any($1) and scope_key = process_instance_key`,
    [keys],
  );
  const variables = new Map<string, Record<string, Variables[string]>>();
  for (const { key, name, value } of rows) {
    const known = variables.get(key) ?? {};
    known[name] = JSON.parse(value);
    variables.set(key, known);
  }
  return variables;
}
