import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { type Change, Hub } from "../../server/store/hub.ts";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "./freshDatabase.ts";

const nothing: Change = { instances: [], jobTypes: [], definitions: false };

/** Two nodes on a new database, what each of them has heard, and all notifications. */
async function twoHubs() {
  const connection = await freshDatabase();
  const listener = new pg.Client(connection);
  await listener.connect();
  await listener.query("listen millrace_change");
  const notifications: string[] = [];
  listener.on("notification", ({ payload }) => void notifications.push(payload ?? ""));
  const hubs = [0, 1].map(() => {
    const hub = new Hub(connection, (error) => expect.fail(String(error)));
    const heard: Change[] = [];
    hub.onChange((change) => heard.push(change));
    let closed: Promise<void> | null = null;
    const close = () => (closed ??= hub.close());
    return { hub, heard, close };
  });
  await Promise.all(hubs.map(({ hub }) => hub.start()));
  onTestFinished(async () => {
    await Promise.all(hubs.map(({ close }) => close()));
    await listener.end();
  });
  const [here, there] = hubs;
  if (!here || !there) throw new Error("Expected two nodes");
  return { here, there, notifications };
}

test("what is told while a notification is under way goes together with the next", async () => {
  const { here, there, notifications } = await twoHubs();
  for (let n = 0; n < 100; n += 1) here.hub.tell({ ...nothing, instances: [String(n)], jobTypes: [`type-${n % 3}`] });
  expect(here.heard).toHaveLength(100);
  const named = () => new Set(there.heard.flatMap(({ instances }) => instances ?? []));
  await eventually("the other node to hear of all", () => named().size === 100);
  expect(new Set(there.heard.flatMap(({ jobTypes }) => jobTypes ?? []))).toEqual(
    new Set(["type-0", "type-1", "type-2"]),
  );
  expect(notifications.length).toBeLessThan(10);
});

test("many instances are named in several notifications, too many in none", async () => {
  const { here, there, notifications } = await twoHubs();
  const keys = (count: number) => Array.from({ length: count }, (_, n) => String(4_194_304n * BigInt(10 ** 12 + n)));
  here.hub.tell({ ...nothing, instances: keys(1_000), jobTypes: ["charge"] });
  await eventually(
    "the other node to hear",
    () => there.heard.flatMap(({ instances }) => instances ?? []).length === 1_000,
  );
  expect(notifications).toHaveLength(4);
  expect(there.heard.flatMap(({ jobTypes }) => jobTypes ?? [])).toEqual(["charge"]);
  here.hub.tell(nothing);
  here.hub.tell({ ...nothing, instances: keys(2_000) });
  here.hub.tell({ ...nothing, instances: keys(4_000).slice(2_000) });
  await eventually("the other node to hear that there were too many", () => there.heard.at(-1)?.instances === null);
});

test("what is told before a node closes is heard", async () => {
  const { here, there } = await twoHubs();
  here.hub.tell({ ...nothing, jobTypes: ["last"] });
  await here.close();
  await eventually("the other node to hear", () => there.heard.some(({ jobTypes }) => jobTypes?.includes("last")));
});
