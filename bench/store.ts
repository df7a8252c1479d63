import type { PoolConfig } from "pg";
import { type Observer, silent } from "../server/store/observer.ts";
import type { NewInstance } from "../server/store/order.ts";
import { Store } from "../server/store/store.ts";
import { oneTask } from "./oneTask.ts";

/** A store with the bench's model deployed, and what starts an instance of it. */
export async function openStore(
  connection: PoolConfig,
  observer: Observer = silent,
): Promise<{ store: Store; start: NewInstance }> {
  const store = await Store.open({ connection, log: console.error, observer });
  const { processes } = await store.deploy([{ name: oneTask.resourceName, content: oneTask.xml }]);
  const definitionKey = processes[0]?.processDefinitionKey ?? "";
  return { store, start: { definitionKey, tags: [], businessId: null, startCorrelationKey: null } };
}
