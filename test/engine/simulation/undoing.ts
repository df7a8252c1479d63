import type { Event } from "../../../engine/vocabulary.ts";
import type { Account } from "./account.ts";

interface Done {
  readonly key: string;
  scopeKey: string;
  elementKey: string;
  throwerKey: string | null;
  handlerKey: string | null;
}

/**
 * What was done and is undone (BPMN 2.0.2 §13.5.5), from the events: each record once, in the strict reverse order of
 * completion, the next handler when the one before has ended.
 */
export class Undoing {
  readonly #isParallel: boolean;
  readonly #records = new Map<string, Done>();
  readonly #reopened = new Set<string>();

  constructor(isParallel: boolean) {
    this.#isParallel = isParallel;
  }

  /** The scope lives again only to be undone from the inside. */
  isReopened(elementKey: string): boolean {
    return this.#reopened.has(elementKey);
  }

  /** Somebody waits for what is undone. */
  isAwaited(throwerKey: string): boolean {
    return [...this.#records.values()].some((record) => record.throwerKey === throwerKey);
  }

  follow(event: Event, account: Account): void {
    switch (event.type) {
      case "compensationRecorded": {
        const { recordKey: key, scopeKey, elementKey } = event;
        this.#records.set(key, { key, scopeKey, elementKey, throwerKey: null, handlerKey: null });
        return;
      }
      case "compensationClaimed":
        account.entry(event.throwerKey);
        for (const record of event.recordKeys.map((key) => this.#record(key))) {
          if (record.throwerKey !== null) throw new Error(`what was done at ${record.elementKey} is claimed twice`);
          record.throwerKey = event.throwerKey;
        }
        return;
      case "compensationBegan":
        return this.#began(event, account);
      case "compensationDone": {
        const { handlerKey, elementKey, throwerKey } = this.#record(event.recordKey);
        if (handlerKey === null || account.entries.has(handlerKey))
          throw new Error("undone before its handler has ended");
        if (throwerKey === null) throw new Error("undone without anybody who has thrown it");
        this.#records.delete(event.recordKey);
        this.#dropIn(elementKey);
        return;
      }
      case "compensationReleased":
        for (const record of this.#records.values())
          if (record.throwerKey === event.throwerKey) Object.assign(record, { throwerKey: null, handlerKey: null });
        return;
      case "compensationsDropped":
        return this.#dropIn(event.scopeKey);
      default:
    }
  }

  #record(key: string): Done {
    const record = this.#records.get(key);
    if (!record) throw new Error(`there is no record ${key} of anything done`);
    return record;
  }

  #began({ recordKey, handlerKey, isReopened }: Event & { type: "compensationBegan" }, account: Account): void {
    const record = this.#record(recordKey);
    const { throwerKey } = record;
    if (throwerKey === null) throw new Error(`${account.entry(handlerKey).node.id} undoes what nobody has thrown`);
    const left = [...this.#records.values()].filter((one) => one.throwerKey === throwerKey);
    const others = left.filter((one) => one !== record);
    const isBusy = others.some((one) => one.handlerKey !== null && account.entries.has(one.handlerKey));
    if (!this.#isParallel && (isBusy || left.at(-1) !== record))
      throw new Error(`${account.entry(handlerKey).node.id} undoes ${record.elementKey} out of turn`);
    if (record.handlerKey !== null && account.entries.has(record.handlerKey))
      throw new Error(`${account.entry(handlerKey).node.id} undoes what is being undone`);
    record.handlerKey = handlerKey;
    if (!isReopened) return;
    this.#reopened.add(handlerKey);
    for (const inner of this.#records.values()) if (inner.scopeKey === record.elementKey) inner.scopeKey = handlerKey;
    record.elementKey = handlerKey;
  }

  #dropIn(scopeKey: string): void {
    for (const record of [...this.#records.values()])
      if (record.scopeKey === scopeKey && this.#records.delete(record.key)) this.#dropIn(record.elementKey);
  }
}
