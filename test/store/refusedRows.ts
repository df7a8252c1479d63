import pg from "pg";

interface Refusal {
  /** Of rows `new`; all, unless told. */
  readonly when?: string;
  /** SQLSTATE; P0001 is what Postgres says of an exception without one. */
  readonly code?: string;
}

/** Runs work while every row that would be inserted into a table is refused. */
export async function whileRefused<T>(
  pool: pg.Pool,
  table: string,
  work: () => Promise<T>,
  { when = "true", code = "P0001" }: Refusal = {},
): Promise<T> {
  await insisting(
    pool,
    `create or replace function public.refuse() returns trigger language plpgsql as
       $$ begin raise exception 'refused' using errcode = '${code}'; end $$;
     create trigger refuse before insert on ${table} for each row when (${when}) execute function public.refuse()`,
  );
  try {
    return await work();
  } finally {
    await insisting(pool, `drop trigger refuse on ${table}`);
  }
}

/** A table's partitions are locked one by one: what the store does meanwhile may lock them the other way round. */
async function insisting(pool: pg.Pool, text: string): Promise<void> {
  for (;;) {
    try {
      await pool.query(text);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === "40P01")) throw error;
    }
  }
}
