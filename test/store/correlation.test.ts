import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import type { Workshop } from "../../server/store/batch.ts";
import { correlate } from "../../server/store/publish.ts";
import { waitingForMessage } from "./diagrams.ts";
import { allEnded, deployed, openStores, start } from "./openStores.ts";

const nodes = openStores(1);

const publicationTo = (correlationKey: string) => ({
  name: "swept",
  correlationKey,
  timeToLiveMs: 0,
  messageId: null,
  variables: {},
});

test("a message that another node has carried out, and swept away after it, has been correlated", async () => {
  const { swept: definitionKey } = await deployed(nodes.store, waitingForMessage("swept", "swept"));
  const { processInstanceKey } = await start(nodes.store, definitionKey, { order: "one" });
  const other = await start(nodes.store, definitionKey, { order: "two" });
  const nextKey = async () => keyOfSequence(2n ** 40n);
  const shop = { pool: nodes.store.pool, keys: { next: nextKey }, nowMs: Date.now } as unknown as Workshop;
  const answered = await correlate(shop, publicationTo("one"), async () => {
    // What causes something has everything carried out that is there.
    await nodes.store.publish(publicationTo("two"));
    await allEnded(nodes.store, [processInstanceKey, other.processInstanceKey]);
    await nodes.store.pool.query("delete from millrace.message_correlation");
    return [];
  });
  expect(answered.processInstanceKeys).toEqual([processInstanceKey]);
});
