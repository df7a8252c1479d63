/** Who waits for an order: a caller, or nobody. */
export type LaneKind = "live" | "background";

/** Where an order waits. */
export interface Place {
  readonly kind: LaneKind;
  readonly tenantId: string;
  readonly processInstanceKey: string;
  /** What it takes of memory, about. */
  readonly bytes: number;
}

/** How much may be taken at once. */
export interface Room {
  readonly itemsMax: number;
  /** The item that reaches it is the last one, so that the largest one is taken as well. */
  readonly bytesMax: number;
}

/**
 * Of a full batch, how much background work gets while callers wait too. Timers and the outbox go on under any load of
 * callers, and a flood of them takes a quarter from callers at most; whatever one side leaves, the other one has.
 */
const backgroundShare = 1 / 4;

/** Items that a tenant, or one instance of it, has in a turn: enough to share a batch's cost, few beside a batch. */
const turnItems = 16;

/** The items of one instance in one lane, oldest first. */
interface Line<T> {
  readonly key: string;
  readonly items: Fifo<T>;
  readonly tenant: TenantLane<T>;
  /** Whether it stands in its tenant's turns. One whose instance is busy does not. */
  isInTurn: boolean;
}

interface TenantLane<T> {
  readonly tenantId: string;
  readonly turns: Fifo<Line<T>>;
  lines: number;
  isInTurn: boolean;
}

interface Lane<T> {
  readonly turns: Fifo<TenantLane<T>>;
  readonly tenants: Map<string, TenantLane<T>>;
  /** By the key of the instance. */
  readonly lines: Map<string, Line<T>>;
  items: number;
  bytes: number;
}

/**
 * What waits to be carried out. Tenants are served in turn, and so are the instances of each; the items of an instance
 * in one lane keep their order. Taking costs as much as is taken, however much waits.
 */
export class Lanes<T> {
  readonly #placeOf: (item: T) => Place;
  readonly #lanes: Readonly<Record<LaneKind, Lane<T>>> = { live: newLane(), background: newLane() };
  /** Instances of which items were taken and are not done. */
  readonly #busy = new Set<string>();

  constructor(placeOf: (item: T) => Place) {
    this.#placeOf = placeOf;
  }

  /** How many items wait in a lane, and their bytes. */
  load(kind: LaneKind): { readonly items: number; readonly bytes: number } {
    const { items, bytes } = this.#lanes[kind];
    return { items, bytes };
  }

  get size(): number {
    return this.#lanes.live.items + this.#lanes.background.items;
  }

  push(item: T): void {
    const { kind, tenantId, processInstanceKey: key, bytes } = this.#placeOf(item);
    const lane = this.#lanes[kind];
    lane.items += 1;
    lane.bytes += bytes;
    const line = lane.lines.get(key) ?? newLine(lane, key, tenantId);
    line.items.push(item);
    if (!this.#busy.has(key)) enter(lane, line);
  }

  /** Takes items whose instances are not busy; these instances are busy until {@link free} is told of them. */
  take({ itemsMax, bytesMax }: Room): T[] {
    const taking: Taking<T> = { taken: [], bytes: 0, mine: new Set() };
    const liveShare = 1 - backgroundShare;
    this.#takeFrom("live", { itemsMax: Math.ceil(itemsMax * liveShare), bytesMax: bytesMax * liveShare }, taking);
    this.#takeFrom("background", { itemsMax, bytesMax }, taking);
    this.#takeFrom("live", { itemsMax, bytesMax }, taking);
    return taking.taken;
  }

  free(processInstanceKeys: Iterable<string>): void {
    for (const key of processInstanceKeys) {
      this.#busy.delete(key);
      for (const lane of [this.#lanes.live, this.#lanes.background]) {
        const line = lane.lines.get(key);
        if (line) enter(lane, line);
      }
    }
  }

  #takeFrom(kind: LaneKind, room: Room, taking: Taking<T>): void {
    const lane = this.#lanes[kind];
    while (hasRoom(taking, room)) {
      const tenant = lane.turns.shift();
      if (!tenant) return;
      tenant.isInTurn = false;
      for (let left = turnItems; left > 0 && hasRoom(taking, room); ) {
        const line = tenant.turns.shift();
        if (!line) break;
        line.isInTurn = false;
        // What is busy elsewhere stands in line again when it is free.
        if (this.#busy.has(line.key) && !taking.mine.has(line.key)) continue;
        left -= this.#takeLine(lane, line, left, room, taking);
        if (line.items.length > 0) enter(lane, line);
        else drop(lane, line);
      }
      if (tenant.turns.length > 0) enterTenant(lane, tenant);
    }
  }

  /** Answers how many items it took. */
  #takeLine(lane: Lane<T>, line: Line<T>, itemsMax: number, room: Room, taking: Taking<T>): number {
    let count = 0;
    this.#busy.add(line.key);
    taking.mine.add(line.key);
    while (count < itemsMax && hasRoom(taking, room)) {
      const item = line.items.shift();
      if (item === undefined) break;
      const { bytes } = this.#placeOf(item);
      taking.taken.push(item);
      taking.bytes += bytes;
      lane.items -= 1;
      lane.bytes -= bytes;
      count += 1;
    }
    return count;
  }
}

interface Taking<T> {
  readonly taken: T[];
  bytes: number;
  /** Instances of which items have been taken. */
  readonly mine: Set<string>;
}

const hasRoom = <T>({ taken, bytes }: Taking<T>, { itemsMax, bytesMax }: Room) =>
  taken.length < itemsMax && bytes < bytesMax;

const newLane = <T>(): Lane<T> => ({
  turns: new Fifo<TenantLane<T>>(),
  tenants: new Map(),
  lines: new Map(),
  items: 0,
  bytes: 0,
});

function newLine<T>(lane: Lane<T>, key: string, tenantId: string): Line<T> {
  const tenant = lane.tenants.get(tenantId) ?? { tenantId, turns: new Fifo<Line<T>>(), lines: 0, isInTurn: false };
  lane.tenants.set(tenantId, tenant);
  tenant.lines += 1;
  const line = { key, items: new Fifo<T>(), tenant, isInTurn: false };
  lane.lines.set(key, line);
  return line;
}

/** At the end of its tenant's turns, unless it stands there. */
function enter<T>(lane: Lane<T>, line: Line<T>): void {
  if (line.isInTurn) return;
  line.isInTurn = true;
  line.tenant.turns.push(line);
  enterTenant(lane, line.tenant);
}

function enterTenant<T>(lane: Lane<T>, tenant: TenantLane<T>): void {
  if (tenant.isInTurn) return;
  tenant.isInTurn = true;
  lane.turns.push(tenant);
}

/** Of an instance, or a tenant, that has nothing left nothing is kept. */
function drop<T>(lane: Lane<T>, line: Line<T>): void {
  lane.lines.delete(line.key);
  line.tenant.lines -= 1;
  if (line.tenant.lines === 0) lane.tenants.delete(line.tenant.tenantId);
}

/** First in, first out; an array's own `shift` moves everything that is left. */
class Fifo<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first += 1;
    // What is cut off was taken since the last cut, so this costs each item a constant share.
    if (this.#first > 32 && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
