import { type Feel, Temporal } from "../value.ts";
import { addMonths, type CivilDate, civilDateOf, epochDayOf, isCivilDate, later, weekdayOf } from "./calendar.ts";
import { FeelDateTime } from "./dateTime.ts";
import { DaysTimeDuration } from "./daysTimeDuration.ts";
import { YearsMonthsDuration } from "./yearsMonthsDuration.ts";

/** A day (DMN 1.5 §10.3.2.3.4), in years from -999999999 to 999999999. */
export class FeelDate extends Temporal implements CivilDate {
  readonly kind = "date";
  readonly year: number;
  readonly month: number;
  readonly day: number;

  private constructor({ year, month, day }: CivilDate) {
    super();
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** Null when the calendar has no such day. */
  static of(date: CivilDate): FeelDate | null {
    return isCivilDate(date.year, date.month, date.day) ? new FeelDate(date) : null;
  }

  /** Null when it is too far away. */
  static ofEpochDay(epochDay: number): FeelDate | null {
    return FeelDate.of(civilDateOf(epochDay));
  }

  /** Days since 1970-01-01. */
  get epochDay(): number {
    return epochDayOf(this);
  }

  /** What a date is where a date and time is wanted (DMN 1.5 §10.3.2.9.4). */
  atMidnightUtc(): FeelDateTime {
    return FeelDateTime.atOffset(this, 0, 0);
  }

  /** `2024-02-29`, `-0044-03-15`, `12024-01-01`. */
  toString(): string {
    const pad = (part: number, length: number) => String(Math.abs(part)).padStart(length, "0");
    return `${this.year < 0 ? "-" : ""}${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }

  equals(other: Feel): boolean | null {
    const order = this.compareTo(other);
    return order === null ? null : order === 0;
  }

  compareTo(other: Feel): number | null {
    if (!(other instanceof FeelDate)) return null;
    return this.year - other.year || this.month - other.month || this.day - other.day;
  }

  property(name: string): Feel | undefined {
    switch (name) {
      case "year":
        return this.year;
      case "month":
        return this.month;
      case "day":
        return this.day;
      case "weekday":
        return weekdayOf(this.epochDay);
      case "value":
        return this.atMidnightUtc().property("value");
      default:
        return undefined;
    }
  }

  /** Of a duration only whole days remain: what is in the middle of a day is that day. */
  plus(other: Feel): Feel {
    if (other instanceof YearsMonthsDuration) return FeelDate.of(addMonths(this, other.months));
    if (!(other instanceof DaysTimeDuration)) return null;
    return FeelDate.ofEpochDay(later({ epochDay: this.epochDay, nanoOfDay: 0 }, other.nanos).epochDay);
  }

  /** Another date, or a date and time that has an offset: this is its midnight in UTC then. */
  minus(other: Feel): Feel {
    if (other instanceof FeelDate) return DaysTimeDuration.ofSeconds((this.epochDay - other.epochDay) * 86_400);
    if (other instanceof FeelDateTime) return this.atMidnightUtc().minus(other);
    if (other instanceof YearsMonthsDuration || other instanceof DaysTimeDuration) return this.plus(other.negated());
    return null;
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
}
