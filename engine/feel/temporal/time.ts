import { divide } from "../numbers.ts";
import { type Feel, Temporal } from "../value.ts";
import { modulo, nanosPerDay, nanosPerSecond } from "./calendar.ts";
import { DaysTimeDuration } from "./daysTimeDuration.ts";
import { fractionText } from "./fraction.ts";
import { offsetText, standardOffset, type Zone } from "./zone.ts";

/** A time of day (DMN 1.5 §10.3.2.3.5): of no place, at an offset, or in a region. */
export class FeelTime extends Temporal {
  readonly kind = "time";
  readonly nanoOfDay: number;
  /** Null when it is of no place. */
  readonly zone: Zone | null;
  /** Seconds east of UTC; null without a zone. A region has the one of its winter, unless a date says otherwise. */
  readonly offsetSeconds: number | null;

  constructor(nanoOfDay: number, zone: Zone | null, offsetSeconds = zone ? standardOffset(zone) : null) {
    super();
    this.nanoOfDay = nanoOfDay;
    this.zone = zone;
    this.offsetSeconds = offsetSeconds;
  }

  /** `10:00:00`, `10:00:00.5Z`, `10:00:00@Europe/Berlin`. */
  toString(): string {
    if (this.zone?.kind === "region") return `${clockText(this.nanoOfDay)}@${this.zone.name}`;
    return clockText(this.nanoOfDay) + (this.zone ? offsetText(this.zone.offsetSeconds) : "");
  }

  /** As Java writes it, so that others can read it: `10:00:00+01:00[Europe/Berlin]`. */
  override toJSON(): string {
    if (this.zone?.kind !== "region") return this.toString();
    return `${clockText(this.nanoOfDay)}${offsetText(this.offsetSeconds ?? 0)}[${this.zone.name}]`;
  }

  equals(other: Feel): boolean | null {
    const order = this.compareTo(other);
    return order === null ? null : order === 0;
  }

  compareTo(other: Feel): number | null {
    return other instanceof FeelTime ? this.#nanosFrom(other) : null;
  }

  property(name: string): Feel | undefined {
    return this.#ownProperty(name) ?? clockProperty(name, this);
  }

  plus(other: Feel): Feel {
    if (!(other instanceof DaysTimeDuration)) return null;
    const nanos = this.nanoOfDay + Number(other.nanos % BigInt(nanosPerDay));
    return new FeelTime(modulo(nanos, nanosPerDay), this.zone, this.offsetSeconds);
  }

  minus(other: Feel): Feel {
    if (other instanceof DaysTimeDuration) return this.plus(other.negated());
    const nanos = other instanceof FeelTime ? this.#nanosFrom(other) : null;
    return nanos === null ? null : DaysTimeDuration.of(BigInt(nanos));
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

  #ownProperty(name: string): Feel | undefined {
    if (name !== "value") return undefined;
    return divide(this.#utcNanos(), nanosPerSecond);
  }

  /** Null when only one of them is of a place. */
  #nanosFrom(other: FeelTime): number | null {
    return (this.zone === null) === (other.zone === null) ? this.#utcNanos() - other.#utcNanos() : null;
  }

  #utcNanos(): number {
    return this.nanoOfDay - (this.offsetSeconds ?? 0) * nanosPerSecond;
  }
}

/** `10:00:00.5`. */
export function clockText(nanoOfDay: number): string {
  const seconds = Math.floor(nanoOfDay / nanosPerSecond);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":") + fractionText(nanoOfDay % nanosPerSecond);
}

/** The properties that times share with dates and times; undefined when it is none. */
export function clockProperty(
  name: string,
  { nanoOfDay, zone, offsetSeconds }: Pick<FeelTime, "nanoOfDay" | "zone" | "offsetSeconds">,
): Feel | undefined {
  const seconds = Math.floor(nanoOfDay / nanosPerSecond);
  switch (name) {
    case "hour":
      return Math.floor(seconds / 3_600);
    case "minute":
      return Math.floor(seconds / 60) % 60;
    case "second":
      return seconds % 60;
    case "time offset":
      return offsetSeconds === null ? null : DaysTimeDuration.ofSeconds(offsetSeconds);
    case "timezone":
      return zone?.kind === "region" ? zone.name : null;
    default:
      return undefined;
  }
}
