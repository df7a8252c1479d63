import pg from "pg";
import { expect, test } from "vitest";
import { arrayBytes } from "../../server/store/arrayBytes.ts";
import { together } from "../../server/store/together.ts";
import { freshDatabase } from "./freshDatabase.ts";

test("Postgres reads the same texts and bytes that were written, whatever they are", async () => {
  const client = new pg.Client(await freshDatabase());
  await client.connect();
  const texts = ['{"a":"\\"b\\\\"}', "", null, "ä€😀", "NULL", "{1,2}", "a\0b", "\ud800", "x".repeat(100_000)];
  const bytes = [Buffer.alloc(0), null, Buffer.from([0, 255, 92, 34])];
  const { rows } = await client.query("select $1::text[] as texts, $2::bytea[] as bytes", [
    arrayBytes(texts, "text"),
    arrayBytes(bytes, "bytea"),
  ]);
  expect(rows[0].texts).toEqual(texts.map((text) => text?.replace(/\0|\ud800/g, "\ufffd") ?? null));
  expect(rows[0].bytes).toEqual(bytes);
  await client.end();
});

test("of statements that are sent together, the one that is the cause tells why they failed", async () => {
  const client = new pg.Client({ ...(await freshDatabase()), pipeline: true });
  await client.connect();
  const begun = client.query("begin");
  const cause = client.query("select 1 / 0");
  const refused = client.query("select 1");
  const nested = together([together([together([begun, cause])]), refused]);
  await expect(nested).rejects.toThrow("division by zero");
  await client.query("rollback");
  await client.end();
});
