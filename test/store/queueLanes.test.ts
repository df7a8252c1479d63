import { describe, expect, test } from "vitest";
import { Lanes, type Place } from "../../server/store/lanes.ts";

interface Item extends Place {
  readonly name: string;
}

/** An item named by its lane, tenant, instance and number: `live t i 0`. */
const item = (name: string, bytes = 1): Item => {
  const [kind, tenantId = "", processInstanceKey = ""] = name.split(" ");
  if (kind !== "live" && kind !== "background") throw new Error(`Expected live or background, got ${name}`);
  return { name, kind, tenantId, processInstanceKey, bytes };
};

const lanesOf = (...items: readonly Item[]): Lanes<Item> => {
  const lanes = new Lanes<Item>((one) => one);
  for (const one of items) lanes.push(one);
  return lanes;
};

/** `count` items, each of an instance of its own, or all of one. */
const many = (count: number, kind: string, tenant = "t", instance: string | null = null): Item[] =>
  Array.from({ length: count }, (_, n) => item(`${kind} ${tenant} ${instance ?? `${tenant}${n}`} ${n}`));

const countBy = (items: readonly Item[], property: "kind" | "tenantId" | "processInstanceKey") =>
  Object.fromEntries([...Map.groupBy(items, (one) => one[property])].map(([value, group]) => [value, group.length]));

const all = { itemsMax: 200, bytesMax: Number.POSITIVE_INFINITY };

/** Takes, and is done at once, until nothing waits. */
function* batchesOf(lanes: Lanes<Item>, room = all): Generator<Item[]> {
  for (;;) {
    const batch = lanes.take(room);
    if (batch.length === 0) return;
    yield batch;
    lanes.free(batch.map(({ processInstanceKey }) => processInstanceKey));
  }
}

describe("lanes", () => {
  test("what is alone has the whole batch, the oldest first", () => {
    const items = many(300, "background");
    expect(lanesOf(...items).take(all)).toEqual(items.slice(0, 200));
  });

  test("neither a flood of background work nor one of callers holds up the other", () => {
    const flood = lanesOf(...many(5_000, "background", "b"), item("live t click"));
    expect(flood.take(all).map(({ name }) => name)).toContain("live t click");
    const rush = lanesOf(...many(5_000, "live"), item("background b timer"));
    expect(rush.take(all).map(({ name }) => name)).toContain("background b timer");
    const both = lanesOf(...many(5_000, "background", "b"), ...many(5_000, "live"));
    for (let n = 0; n < 10; n += 1) expect(countBy(both.take(all), "kind")).toEqual({ live: 150, background: 50 });
  });

  test("tenants are served in turn, however much one of them has", () => {
    const lanes = lanesOf(...many(10_000, "live", "noisy"), ...many(60, "live", "one"), ...many(60, "live", "two"));
    const batch = lanes.take(all);
    expect(countBy(batch, "tenantId")).toEqual({ noisy: 80, one: 60, two: 60 });
    expect(countBy(lanes.take(all), "tenantId")).toEqual({ noisy: 200 });
  });

  test("so are the instances of a tenant, and the items of each keep their order", () => {
    const noisy = many(1_000, "live", "t", "noisy");
    const lanes = lanesOf(...noisy, ...many(40, "live"));
    const batch = lanes.take(all);
    expect(countBy(batch, "processInstanceKey")).toMatchObject({ noisy: 160, t0: 1, t39: 1 });
    lanes.free(batch.map(({ processInstanceKey }) => processInstanceKey));
    const taken = [batch, ...batchesOf(lanes)]
      .flat()
      .filter(({ processInstanceKey }) => processInstanceKey === "noisy");
    expect(taken).toEqual(noisy);
  });

  test("an instance is in one batch at a time, whichever lanes its items wait in", () => {
    const [first, second, other] = [item("live t i 0"), item("background t i 1"), item("live t j 2")];
    const lanes = lanesOf(first);
    expect(lanes.take(all)).toEqual([first]);
    lanes.push(second);
    lanes.push(item("live t i 3"));
    lanes.push(other);
    expect(lanes.take(all)).toEqual([other]);
    lanes.free(["i"]);
    expect(lanes.take(all).map(({ name }) => name)).toEqual(["live t i 3", "background t i 1"]);
    expect(lanes.size).toBe(0);
  });

  test("the item that reaches the bytes is the last one, also when it is larger than all", () => {
    const large = ["0", "1", "2"].map((n) => item(`live t i${n}`, 900));
    const lanes = lanesOf(...large, item("background t b", 900));
    expect(lanes.load("live")).toEqual({ items: 3, bytes: 2_700 });
    const room = { itemsMax: 200, bytesMax: 1_000 };
    const sizes = [...batchesOf(lanes, room)].map((batch) => countBy(batch, "kind"));
    expect(sizes).toEqual([{ live: 1, background: 1 }, { live: 2 }]);
    expect(lanes.load("live")).toEqual({ items: 0, bytes: 0 });
  });

  test("every item is taken once, whatever is busy when", () => {
    const items = Array.from({ length: 3_000 }, (_, n) =>
      item(`${n % 3 === 0 ? "background" : "live"} t${n % 7} i${(n * n) % 101} ${n}`),
    );
    const lanes = lanesOf(...items);
    const taken: Item[] = [];
    let running: Item[] = [];
    while (lanes.size > 0 || running.length > 0) {
      const batch = lanes.take({ itemsMax: 50, bytesMax: 40 });
      taken.push(...batch);
      lanes.free(running.map(({ processInstanceKey }) => processInstanceKey));
      running = batch;
    }
    expect(taken).toHaveLength(items.length);
    const inLane = (one: Item) => `${one.kind} ${one.processInstanceKey}`;
    expect(Map.groupBy(taken, inLane).get("live i1")).toEqual(Map.groupBy(items, inLane).get("live i1"));
    expect(new Set(taken)).toEqual(new Set(items));
  });

  test("taking costs what is taken, however much waits", () => {
    let looks = 0;
    const lanes = new Lanes<Item>((one) => {
      looks += 1;
      return one;
    });
    for (const one of many(100_000, "live", "t", "noisy")) lanes.push(one);
    for (const one of many(100_000, "background", "b")) lanes.push(one);
    looks = 0;
    let taken = 0;
    for (const batch of batchesOf(lanes)) taken += batch.length;
    expect(taken).toBe(200_000);
    expect(looks).toBe(200_000);
  });
});
