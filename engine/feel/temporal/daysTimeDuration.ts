import { Decimal, decimalOf, isNumeric, type Numeric, reduced } from "../numbers.ts";
import { type Feel, Temporal } from "../value.ts";
import { fractionText } from "./fraction.ts";

/** As Java has it: 2⁶³ seconds, a hundred times the years that dates can be apart. */
const nanosMax = 2n ** 63n * 1_000_000_000n;
const nanosMaxExponent = nanosMax.toString().length - 1;

const perSecond = 1_000_000_000n;
const safeNanos = BigInt(Number.MAX_SAFE_INTEGER) * perSecond;
const perMinute = 60n * perSecond;
const perHour = 60n * perMinute;
const perDay = 24n * perHour;

/** A duration of days, hours, minutes and seconds (DMN 1.5 §10.3.2.3.7), to the nanosecond. */
export class DaysTimeDuration extends Temporal {
  readonly kind = "days and time duration";
  readonly nanos: bigint;

  private constructor(nanos: bigint) {
    super();
    this.nanos = nanos;
  }

  /** Null when it is longer than durations are. */
  static of(nanos: bigint): DaysTimeDuration | null {
    return nanos < nanosMax && nanos > -nanosMax ? new DaysTimeDuration(nanos) : null;
  }

  static ofSeconds(seconds: number): DaysTimeDuration {
    return new DaysTimeDuration(BigInt(seconds) * perSecond);
  }

  /** What is less than a nanosecond is left out; null when it is longer than durations are. */
  static ofDecimal(nanos: Decimal): DaysTimeDuration | null {
    // All digits of a number are written to make a whole one of it: there may be thousands.
    if (!nanos.isFinite() || nanos.e > nanosMaxExponent) return null;
    return DaysTimeDuration.of(BigInt(nanos.trunc().toFixed()));
  }

  /** `P1DT2H3M4.5S`, `-PT5M`, `P0D`: no unit is more than the next one. */
  toString(): string {
    if (this.nanos === 0n) return "P0D";
    const distance = this.nanos < 0n ? -this.nanos : this.nanos;
    const [days, hours, minutes] = [distance / perDay, (distance / perHour) % 24n, (distance / perMinute) % 60n];
    const seconds = (distance / perSecond) % 60n;
    const fraction = fractionText(Number(distance % perSecond));
    const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds || fraction ? `${seconds}${fraction}S` : ""}`;
    return `${this.nanos < 0n ? "-" : ""}P${days ? `${days}D` : ""}${time && `T${time}`}`;
  }

  equals(other: Feel): boolean | null {
    return other instanceof DaysTimeDuration ? this.nanos === other.nanos : null;
  }

  compareTo(other: Feel): number | null {
    if (!(other instanceof DaysTimeDuration)) return null;
    return this.nanos < other.nanos ? -1 : this.nanos > other.nanos ? 1 : 0;
  }

  property(name: string): Feel | undefined {
    switch (name) {
      case "days":
        return Number(this.nanos / perDay);
      case "hours":
        return Number((this.nanos / perHour) % 24n);
      case "minutes":
        return Number((this.nanos / perMinute) % 60n);
      case "seconds":
        return Number((this.nanos / perSecond) % 60n);
      case "value":
        return this.#seconds();
      default:
        return undefined;
    }
  }

  plus(other: Feel): Feel {
    if (other instanceof DaysTimeDuration) return DaysTimeDuration.of(this.nanos + other.nanos);
    return other instanceof Temporal && !other.kind.endsWith("duration") ? other.plus(this) : null;
  }

  minus(other: Feel): Feel {
    return other instanceof DaysTimeDuration ? DaysTimeDuration.of(this.nanos - other.nanos) : null;
  }

  times(other: Feel): Feel {
    if (typeof other === "number" && Number.isSafeInteger(other))
      return DaysTimeDuration.of(this.nanos * BigInt(other));
    return isNumeric(other) ? DaysTimeDuration.ofDecimal(this.#decimal().times(decimalOf(other))) : null;
  }

  dividedBy(other: Feel): Feel {
    if (isNumeric(other)) return this.#dividedByNumber(other);
    if (!(other instanceof DaysTimeDuration) || other.nanos === 0n) return null;
    return reduced(this.#decimal().div(other.#decimal()));
  }

  negated(): DaysTimeDuration {
    return new DaysTimeDuration(-this.nanos);
  }

  #dividedByNumber(divisor: Numeric): DaysTimeDuration | null {
    return divisor === 0 ? null : DaysTimeDuration.ofDecimal(this.#decimal().div(decimalOf(divisor)));
  }

  /** Whole seconds need no decimals, which take ten times as long. */
  #seconds(): Numeric | null {
    const isWhole = this.nanos % perSecond === 0n && this.nanos <= safeNanos && this.nanos >= -safeNanos;
    return isWhole ? Number(this.nanos / perSecond) : reduced(this.#decimal().div("1e9"));
  }

  #decimal(): Decimal {
    return new Decimal(this.nanos.toString());
  }
}

export const oneDay = DaysTimeDuration.ofSeconds(86_400);
