import type { ElementType, FlowNode } from "../../../engine/model/model.ts";

/** What the account knows of an element instance. */
export interface Entry {
  readonly key: string;
  readonly node: FlowNode;
  readonly type: ElementType;
  readonly scopeKey: string | null;
  readonly loopIndex: number | null;
  readonly children: Set<string>;
  /** Tokens on the flows inside. */
  readonly tokens: Map<string, number>;
  /** Keys of its open jobs, user tasks, subscriptions and incidents. */
  readonly open: Set<string>;
  /** How many of its children began without a token of their own: inner instances, or the nodes it begins with. */
  readonly begun: Map<string, number>;
  /** Activities inside that were terminated in this command, each of which one interrupting boundary event may follow. */
  interrupted: Entry[];
  /** Triggers of this instance that have happened, by the event's id, and not yet been followed. */
  readonly triggered: Map<string, number>;
  loop: { count: number | null; started: number } | null;
  /** Complex gateways inside that have fired once and wait for the others of their tokens: the flows that gave one. */
  readonly resetting: Map<string, ReadonlySet<string>>;
  /** A complex gateway that fires the second time. */
  isReset: boolean;
  /** A link throw event that has led on. */
  hasJumped: boolean;
  /** It undoes something. */
  isHandler: boolean;
  /** One of its event sub-processes has ended everything else in it: no other one begins, even when that one has ended. */
  isTakenOver: boolean;
}

export const newEntry = (some: Pick<Entry, "key" | "node" | "type" | "scopeKey" | "loopIndex">): Entry => ({
  ...some,
  children: new Set(),
  tokens: new Map(),
  open: new Set(),
  begun: new Map(),
  interrupted: [],
  triggered: new Map(),
  resetting: new Map(),
  loop: null,
  isReset: false,
  hasJumped: false,
  isHandler: false,
  isTakenOver: false,
});

export function add(counts: Map<string, number>, name: string, count: number): void {
  const now = (counts.get(name) ?? 0) + count;
  if (now < 0) throw new Error(`a token was taken from ${name}, where none was`);
  if (now === 0) counts.delete(name);
  else counts.set(name, now);
}

export function spend(counts: Map<string, number>, name: string): boolean {
  const before = counts.get(name) ?? 0;
  if (before > 0) add(counts, name, -1);
  return before > 0;
}

export const shown = (tokens: ReadonlyMap<string, number>) =>
  [...tokens].map(([id, count]) => `${count} ${id}`).join(", ");
