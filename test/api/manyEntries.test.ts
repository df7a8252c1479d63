import { expect, test } from "vitest";
import { contextEntriesMax } from "../../engine/bounds.ts";
import { at, openServers, send } from "./server.ts";

const servers = openServers(1, { bodyLimit: 4 * 1024 * 1024 });

/** The answer over the API for a context within a list, with so many entries. */
const counted = (entries: number) => {
  const context = Object.fromEntries(Array.from({ length: entries }, (_, n) => [`k${n}`, n]));
  const body = { expression: '=get value(l[1], "k7")', variables: { l: [context] } };
  return send(at(servers, 0), "POST", "/v2/expression/evaluation", body);
};

test("a context has as many entries as can be gone through in time, and no more", async () => {
  expect((await counted(contextEntriesMax)).body.result).toBe(7);
  expect(await counted(contextEntriesMax + 1)).toMatchObject({
    status: 400,
    body: {
      detail: expect.stringContaining("Expected at most 100000 members in an object, got 100001 at /variables/l/0"),
    },
  });
});
