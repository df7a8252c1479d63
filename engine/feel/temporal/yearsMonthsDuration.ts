import { Decimal, decimalOf, divide, isNumeric } from "../numbers.ts";
import { type Feel, Temporal } from "../value.ts";

/** As Java has it: years of 32 bits. */
const monthsMax = 12 * 2 ** 31;
const monthsMaxExponent = Math.floor(Math.log10(monthsMax));

/** A duration of years and months (DMN 1.5 §10.3.2.3.8). */
export class YearsMonthsDuration extends Temporal {
  readonly kind = "years and months duration";
  readonly months: number;

  private constructor(months: number) {
    super();
    this.months = months + 0;
  }

  /** Null when it is longer than durations are, or no whole number of months. */
  static of(months: number): YearsMonthsDuration | null {
    return Number.isInteger(months) && Math.abs(months) < monthsMax ? new YearsMonthsDuration(months) : null;
  }

  /** `P1Y2M`, `-P5M`, `P0Y`. */
  toString(): string {
    if (this.months === 0) return "P0Y";
    const distance = Math.abs(this.months);
    const [years, months] = [Math.floor(distance / 12), distance % 12];
    return `${this.months < 0 ? "-" : ""}P${years ? `${years}Y` : ""}${months ? `${months}M` : ""}`;
  }

  equals(other: Feel): boolean | null {
    return other instanceof YearsMonthsDuration ? this.months === other.months : null;
  }

  compareTo(other: Feel): number | null {
    return other instanceof YearsMonthsDuration ? this.months - other.months : null;
  }

  property(name: string): Feel | undefined {
    switch (name) {
      case "years":
        return Math.trunc(this.months / 12) + 0;
      case "months":
        return (this.months % 12) + 0;
      case "value":
        return this.months;
      default:
        return undefined;
    }
  }

  plus(other: Feel): Feel {
    if (other instanceof YearsMonthsDuration) return YearsMonthsDuration.of(this.months + other.months);
    return other instanceof Temporal && !other.kind.endsWith("duration") ? other.plus(this) : null;
  }

  minus(other: Feel): Feel {
    return other instanceof YearsMonthsDuration ? YearsMonthsDuration.of(this.months - other.months) : null;
  }

  /** What is less than a month is left out. */
  times(other: Feel): Feel {
    return isNumeric(other) ? this.#truncated(new Decimal(this.months).times(decimalOf(other))) : null;
  }

  dividedBy(other: Feel): Feel {
    if (isNumeric(other)) return other === 0 ? null : this.#truncated(new Decimal(this.months).div(decimalOf(other)));
    return other instanceof YearsMonthsDuration ? divide(this.months, other.months) : null;
  }

  negated(): YearsMonthsDuration {
    return new YearsMonthsDuration(-this.months);
  }

  #truncated(months: Decimal): YearsMonthsDuration | null {
    // The library writes all digits of a number to make JavaScript's of it: there may be thousands.
    if (!months.isFinite() || months.e > monthsMaxExponent) return null;
    return YearsMonthsDuration.of(months.trunc().toNumber());
  }
}
