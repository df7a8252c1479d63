import { evolve } from "../../../engine/evolve.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import { run } from "../../../engine/run.ts";
import { emptyState, type InstanceState } from "../../../engine/state.ts";
import type { Command, Event, Rejection } from "../../../engine/vocabulary.ts";
import { stateOfRows } from "../../../server/store/loaded.ts";
import { Account } from "./account.ts";
import { checkAccount, checkEnded, checkKeys, checkState, keysMadeBy, same } from "./invariants.ts";
import { rowsOf } from "./rows.ts";
import { checkWaits } from "./waits.ts";

/** What was said to an instance, and what followed; no events when it was refused. */
export interface Done {
  readonly command: Command;
  readonly nowMs: number;
  readonly events: readonly Event[] | null;
}

/** Nothing that is drawn here needs more at once; the bound on steps has scenarios of its own. */
const eventsMax = 20_000;

/** One process instance on the pure engine; after every command everything that must hold of it is checked. */
export class Instance {
  readonly key: string;
  readonly model: ProcessModel;
  readonly state: InstanceState;
  readonly account: Account;
  readonly story: Done[] = [];
  /** Every key that it ever made. */
  readonly keys: string[] = [];
  /** What its events alone make of it. */
  readonly #folded: InstanceState;

  constructor(key: string, model: ProcessModel, callerKey: string | null) {
    this.key = key;
    this.model = model;
    this.state = emptyState(key, callerKey);
    this.#folded = emptyState(key, callerKey);
    this.account = new Account(model);
  }

  get hasEnded(): boolean {
    return this.state.elements.size === 0;
  }

  execute(command: Command, nowMs: number): { events: readonly Event[]; rejection: Rejection | null } {
    const again = stateOfRows(rowsOf(this.state), this.state);
    const keyCount = this.state.keyCount;
    const ran = run(this.model, this.state, command, { nowMs });
    const events = ran.ok ? ran.events : [];
    if (events.length > eventsMax) throw new Error(`${command.type} does not come to rest: ${events.length} events`);
    this.story.push({ command, nowMs, events: ran.ok ? events : null });
    for (const event of events) this.keys.push(...keysMadeBy(event));
    for (const event of JSON.parse(JSON.stringify(events)) as Event[]) evolve(this.#folded, event);
    same({ ...this.#folded, keyCount: 0 }, { ...this.state, keyCount: 0 }, "what the events make of it, and the state");
    if (!ran.ok) same(this.state.keyCount, keyCount, "keys taken by a rejected command");
    const second = run(this.model, again, command, { nowMs });
    same(second.ok ? second.events : null, ran.ok ? events : null, "the same command after the rows were read again");
    this.account.follow(events);
    checkState(this.model, this.state);
    const [first] = this.story;
    const isUndoing = first?.command.type === "startInstance" && first.command.compensations !== undefined;
    checkWaits(this.account, this.state, isUndoing);
    checkAccount(this.account, this.state);
    checkKeys(events, this);
    if (this.hasEnded) checkEnded(this.state);
    return { events, rejection: ran.ok ? null : ran.rejection };
  }
}
