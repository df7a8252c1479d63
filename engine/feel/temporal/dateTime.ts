import { add, divide, multiply } from "../numbers.ts";
import { type Feel, Temporal } from "../value.ts";
import { addMonths, compareMoments, later, type Moment, momentAt, nanosBetween, nanosPerSecond } from "./calendar.ts";
import { FeelDate } from "./date.ts";
import { DaysTimeDuration } from "./daysTimeDuration.ts";
import { clockProperty, clockText, FeelTime } from "./time.ts";
import { YearsMonthsDuration } from "./yearsMonthsDuration.ts";
import { atOffset, isFirstThere, offsetAt, offsetText, shownThere, type Zone } from "./zone.ts";

/** A day and a time of it (DMN 1.5 §10.3.2.3.6): of no place, at an offset, or in a region. */
export class FeelDateTime extends Temporal {
  readonly kind = "date and time";
  readonly date: FeelDate;
  readonly nanoOfDay: number;
  /** Null when it is of no place. */
  readonly zone: Zone | null;
  /** Seconds east of UTC on that day; null without a zone. */
  readonly offsetSeconds: number | null;

  private constructor(date: FeelDate, nanoOfDay: number, zone: Zone | null, offsetSeconds: number | null) {
    super();
    this.date = date;
    this.nanoOfDay = nanoOfDay;
    this.zone = zone;
    this.offsetSeconds = offsetSeconds;
  }

  /**
   * What clocks show in a zone, or anywhere. Where summer time leaves an hour out, it is an hour later; where one comes
   * twice, it is the first, unless `preferred` says its offset. Null when that is too far away.
   */
  static of(shown: Moment, zone: Zone | null, preferred: number | null = null): FeelDateTime | null {
    const there = zone ? shownThere(zone, shown, preferred) : { ...shown, offsetSeconds: null };
    const date = FeelDate.ofEpochDay(there.epochDay);
    return date && new FeelDateTime(date, there.nanoOfDay, zone, there.offsetSeconds);
  }

  /** What clocks show in a zone at a moment of UTC; null when that is too far away. */
  static ofUtc(utc: Moment, zone: Zone): FeelDateTime | null {
    const offsetSeconds = offsetAt(zone, utc);
    const { epochDay, nanoOfDay } = atOffset(utc, offsetSeconds);
    const date = FeelDate.ofEpochDay(epochDay);
    return date && new FeelDateTime(date, nanoOfDay, zone, offsetSeconds);
  }

  /** At an offset every time of a day exists. */
  static atOffset(date: FeelDate, nanoOfDay: number, offsetSeconds: number): FeelDateTime {
    return new FeelDateTime(date, nanoOfDay, { kind: "offset", offsetSeconds }, offsetSeconds);
  }

  get time(): FeelTime {
    return new FeelTime(this.nanoOfDay, this.zone, this.offsetSeconds);
  }

  /** Epoch milliseconds; what has no zone is in UTC. Not a safe integer in years that JavaScript does not have. */
  get epochMs(): number {
    const { epochDay, nanoOfDay } = this.#utc();
    return epochDay * 86_400_000 + Math.floor(nanoOfDay / 1e6);
  }

  /** The same moment there; what has no zone gets this one. Null when that is too far away. */
  inZone(zone: Zone): FeelDateTime | null {
    return this.zone ? FeelDateTime.ofUtc(this.#utc(), zone) : FeelDateTime.of(this.#shown(), zone);
  }

  /** `2024-02-29T10:00:00`, with `Z`, `+01:00` or `@Europe/Berlin`; the second of two equal hours as {@link toJSON}. */
  toString(): string {
    const text = `${this.date}T${clockText(this.nanoOfDay)}`;
    if (this.zone === null) return text;
    if (this.zone.kind === "offset") return text + offsetText(this.zone.offsetSeconds);
    return isFirstThere(this.zone, this.#shown(), this.offsetSeconds ?? 0)
      ? `${text}@${this.zone.name}`
      : this.toJSON();
  }

  /** As Java writes it, so that others can read it: `2024-02-29T10:00:00+01:00[Europe/Berlin]`. */
  override toJSON(): string {
    if (this.zone?.kind !== "region") return this.toString();
    return `${this.date}T${clockText(this.nanoOfDay)}${offsetText(this.offsetSeconds ?? 0)}[${this.zone.name}]`;
  }

  equals(other: Feel): boolean | null {
    const order = this.compareTo(other);
    return order === null ? null : order === 0;
  }

  compareTo(other: Feel): number | null {
    return other instanceof FeelDateTime && this.#isOfPlace === other.#isOfPlace
      ? compareMoments(this.#utc(), other.#utc())
      : null;
  }

  property(name: string): Feel | undefined {
    if (name === "value") return this.#value();
    return this.date.property(name) ?? clockProperty(name, this);
  }

  /** Days are of 24 hours, months are the calendar's (DMN 1.5 table 57). */
  plus(other: Feel): Feel {
    if (other instanceof YearsMonthsDuration) {
      const date = FeelDate.of(addMonths(this.date, other.months));
      return date && FeelDateTime.of({ ...this.#shown(), epochDay: date.epochDay }, this.zone, this.offsetSeconds);
    }
    if (!(other instanceof DaysTimeDuration)) return null;
    if (this.zone?.kind === "region") return FeelDateTime.ofUtc(later(this.#utc(), other.nanos), this.zone);
    return FeelDateTime.of(later(this.#shown(), other.nanos), this.zone);
  }

  minus(other: Feel): Feel {
    if (other instanceof YearsMonthsDuration || other instanceof DaysTimeDuration) return this.plus(other.negated());
    if (other instanceof FeelDate) return this.minus(other.atMidnightUtc());
    if (!(other instanceof FeelDateTime) || this.#isOfPlace !== other.#isOfPlace) return null;
    return DaysTimeDuration.of(nanosBetween(this.#utc(), other.#utc()));
  }

  times(): null {
    return null;
  }

  dividedBy(): null {
    return null;
  }

  negated(): null {
    return null;
  }

  get #isOfPlace(): boolean {
    return this.zone !== null;
  }

  #shown(): Moment {
    return momentAt(this.date.epochDay, this.nanoOfDay);
  }

  #utc(): Moment {
    return atOffset(this.#shown(), -(this.offsetSeconds ?? 0));
  }

  /** Seconds since 1970 (DMN 1.5 §10.3.2.3.6). */
  #value(): Feel {
    const { epochDay, nanoOfDay } = this.#utc();
    const [midnight, clock] = [multiply(epochDay, 86_400), divide(nanoOfDay, nanosPerSecond)];
    return midnight === null || clock === null ? null : add(midnight, clock);
  }
}

/** Whether its offset depends on the day, so that a calendar is asked for it. */
export const isInRegion = (value: Feel): boolean => value instanceof FeelDateTime && value.zone?.kind === "region";
