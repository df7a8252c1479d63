import pg from "pg";
import { expect, test } from "vitest";
import { arrayText } from "../../server/store/arrayText.ts";
import { freshDatabase } from "./freshDatabase.ts";

test("Postgres reads every array as it was meant", async () => {
  const client = new pg.Client(await freshDatabase());
  await client.connect();
  const at = new Date("2026-01-05T09:00:00.123Z");
  const texts = ["", "plain", 'a "quote"', "back\\slash", "{braces, commas}", "NULL", "new\nline", "\u{1F600}", null];
  const read = async (type: string, values: readonly unknown[]) => {
    const { rows } = await client.query(`select $1::${type}[] as read`, [arrayText(values, false)]);
    return rows[0].read;
  };
  expect(await read("text", texts)).toEqual(texts);
  expect(await read("bigint", ["9223372036854775807", null])).toEqual(["9223372036854775807", null]);
  expect(await read("integer", [1, -1, undefined])).toEqual([1, -1, null]);
  expect(await read("boolean", [true, false])).toEqual([true, false]);
  expect(await read("timestamptz", [at])).toEqual([at]);
  expect(await read("bytea", [Buffer.from([0, 92, 34, 255])])).toEqual([Buffer.from([0, 92, 34, 255])]);
  const lists = [texts.slice(0, 8), []];
  const { rows } = await client.query("select u::text[] as list from unnest($1::text[]) as u", [
    arrayText(lists, true),
  ]);
  expect(rows.map(({ list }) => list)).toEqual(lists);
  await client.end();
});
