import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { DatabaseError } from "../../server/store/database.ts";
import { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { layout } from "./layout.ts";

/** Why a store cannot be opened. */
async function refusalOf(connection: pg.PoolConfig): Promise<unknown> {
  const opened = await Store.open({ layout, connection, log: () => {} }).catch((error: unknown) => error);
  if (opened instanceof Store) await opened.close();
  return opened;
}

async function clientOf(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

test("a server that cannot be reached is named with the reason and where to mend it", async () => {
  const nobody = await refusalOf({ host: "127.0.0.1", port: 9, user: "nobody", database: "nothing" });
  expect(nobody).toBeInstanceOf(DatabaseError);
  expect(String(nobody)).toContain("The database cannot be reached: connect ECONNREFUSED 127.0.0.1:9.");
  expect(String(nobody)).toContain("DATABASE_URL");
});

test("a database that does not exist is named", async () => {
  const missing = await refusalOf({ ...(await freshDatabase()), database: "no_such_database" });
  expect(missing).toBeInstanceOf(DatabaseError);
  expect(String(missing)).toContain('database "no_such_database" does not exist');
});

test("a server that is too old is refused before anything is written", async () => {
  const connection = await freshDatabase();
  const client = await clientOf(connection);
  // The server reports another version to this database: its own function is found before the built-in one.
  await client.query(`
    create schema old;
    create function old.current_setting(name text) returns text language sql as
      $$ select case name when 'server_version_num' then '140011' else '14.11' end $$;
    alter database ${connection.database} set search_path = old, pg_catalog, public;`);
  const refusal = await refusalOf(connection);
  expect(refusal).toBeInstanceOf(DatabaseError);
  expect(String(refusal)).toContain("Millrace needs PostgreSQL 15 or newer; this server is 14.11.");
  const { rows } = await client.query("select to_regnamespace('millrace') as schema");
  expect(rows).toEqual([{ schema: null }]);
});

test("a database that a newer program has migrated is left alone", async () => {
  const connection = await freshDatabase();
  await (await Store.open({ layout, connection, log: () => {} })).close();
  const client = await clientOf(connection);
  await client.query(
    "insert into millrace_migrations.__drizzle_migrations (hash, created_at) values ('from the future', $1)",
    [Date.UTC(2999, 0)],
  );
  const refusal = await refusalOf(connection);
  expect(refusal).toBeInstanceOf(DatabaseError);
  expect(String(refusal)).toContain("The database was migrated by a newer Millrace");
  await eventually("all its connections to end", async () => {
    const { rows } = await client.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return rows.length === 0;
  });
});
