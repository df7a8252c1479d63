import { describe, expect, test } from "vitest";
import { parseTemporal } from "../../../engine/feel/temporal/parse.ts";
import { kindOf } from "../../../engine/feel/value.ts";
import { at, written } from "./temporalTable.ts";

describe("texts", () => {
  test.each([
    ["2024-02-29", "date", "2024-02-29"],
    ["-0044-03-15", "date", "-0044-03-15"],
    ["0000-01-01", "date", "0000-01-01"],
    ["999999999-12-31", "date", "999999999-12-31"],
    ["-999999999-12-31", "date", "-999999999-12-31"],
    ["10:00:00", "time", "10:00:00"],
    ["T10:00", "time", "10:00:00"],
    ["24:00:00", "time", "00:00:00"],
    ["10:00:00.120", "time", "10:00:00.12"],
    ["10:00:00z", "time", "10:00:00Z"],
    ["10:00:00-00:00", "time", "10:00:00Z"],
    ["10:00:00+02:45:55", "time", "10:00:00+02:45:55"],
    ["10:00:00@Europe/Paris", "time", "10:00:00@Europe/Paris"],
    ["10:00:00+02:00[Europe/Paris]", "time", "10:00:00@Europe/Paris"],
    ["2024-02-29T10:00", "date and time", "2024-02-29T10:00:00"],
    ["2023-12-31T24:00:00", "date and time", "2024-01-01T00:00:00"],
    ["2024-02-29T10:00:00.123456789Z", "date and time", "2024-02-29T10:00:00.123456789Z"],
    ["2024-02-29T10:00:00@europe/berlin", "date and time", "2024-02-29T10:00:00@europe/berlin"],
    ["2024-07-01T10:00:00+02:00[Europe/Berlin]", "date and time", "2024-07-01T10:00:00@Europe/Berlin"],
    // The moment counts, not what clocks were said to show.
    ["2024-07-01T10:00:00+01:00[Europe/Berlin]", "date and time", "2024-07-01T11:00:00@Europe/Berlin"],
    // Summer time leaves out 02:00 to 03:00, and has 02:00 to 03:00 twice as it ends.
    ["2024-03-31T02:30:00@Europe/Berlin", "date and time", "2024-03-31T03:30:00@Europe/Berlin"],
    ["2024-10-27T02:30:00@Europe/Berlin", "date and time", "2024-10-27T02:30:00@Europe/Berlin"],
    ["2024-10-27T02:30:00+01:00[Europe/Berlin]", "date and time", "2024-10-27T02:30:00+01:00[Europe/Berlin]"],
    [
      "999999999-12-31T23:59:59.999999999@Europe/Paris",
      "date and time",
      "999999999-12-31T23:59:59.999999999@Europe/Paris",
    ],
    ["P0D", "days and time duration", "P0D"],
    ["-P0D", "days and time duration", "P0D"],
    ["PT0.S", "days and time duration", "P0D"],
    ["PT1000M0.999999999S", "days and time duration", "PT16H40M0.999999999S"],
    ["-P1DT2H3M4.5S", "days and time duration", "-P1DT2H3M4.5S"],
    ["PT-3M-4S", "days and time duration", "-PT3M4S"],
    ["-PT-0.5S", "days and time duration", "PT0.5S"],
    ["P0M", "years and months duration", "P0Y"],
    ["-P100M", "years and months duration", "-P8Y4M"],
    ["P-1Y-2M", "years and months duration", "-P1Y2M"],
  ])("%s is a %s, %s", (text, kind, normal) => {
    const value = at(text);
    expect([kindOf(value), String(value)]).toEqual([kind, normal]);
  });

  test.each([
    ["foo", ""],
    ["2023-02-29", "2024-13-01", "2024-00-10", "2024-6-1", "998-12-31", "01211-12-31", "+2012-12-02"],
    ["9999999999-12-25", "-0000-01-01", "2024-01-01T", "2024-01-01 10:00:00", " 2024-01-01", "2024-01-01\n"],
    ["7:00:00", "07:1:00", "23:59:60", "24:00:01", "24:00:00.1", "25:00:00", "10:00:00.", "10:00:00.1234567890"],
    ["10:00:00+19:00", "10:00:00+5", "10:00:00+05:0", "10:00:00+02:00@Europe/Paris", "10:00:00@Nowhere/City"],
    ["10:00:00[Europe/Paris]", "10:00:00@+02:00", "10:00:00@", "2024-01-01T10:00:00Zz"],
    ["999999999-12-31T24:00:00", "2012T-12-2511:00:00Z", `10:00:00@${"A".repeat(100_000)}`],
    ["P", "PT", "P1", "P1DT", "P1H", "P1S", "1D", "P1Y2D", "P1W", "+P1D", "--P1D", "P1.5D", "PT1.0123456789S"],
    ["P99999999999Y", "P999999999999999999D", "PT9999999999999999999S", `P${"9".repeat(100_000)}D`],
  ])("%s, %s … are none", (...texts) => {
    for (const text of texts) expect(parseTemporal(text), text).toBeNull();
  });

  test.each([
    ["14:55:00@Europe/Berlin", "14:55:00+01:00[Europe/Berlin]"],
    ["2023-06-14T14:55:00@Europe/Berlin", "2023-06-14T14:55:00+02:00[Europe/Berlin]"],
    ["2023-06-14T14:55:00+02:00", "2023-06-14T14:55:00+02:00"],
    ["P1Y6M", "P1Y6M"],
  ])("JSON has %s as %s, which is read again", (text, json) => {
    expect(JSON.parse(JSON.stringify(at(text)))).toBe(json);
    expect(at(json).equals(at(text))).toBe(true);
  });
});

describe("arithmetic", () => {
  test.each([
    ["2021-01-01", "+", "PT36H", "2021-01-02"],
    ["2021-01-02", "-", "PT1S", "2021-01-01"],
    ["2024-01-31", "+", "P1M", "2024-02-29"],
    ["2024-02-29", "+", "P1Y", "2025-02-28"],
    ["2024-03-31", "-", "P1M", "2024-02-29"],
    ["P1Y", "+", "2021-01-01", "2022-01-01"],
    ["2021-01-02", "-", "1995-01-01", "P9498D"],
    ["999999999-12-31", "+", "P1D", null],
    ["-999999999-01-01", "-", "P1M", null],
    ["2021-01-02", "-", "2021-01-01T10:10:10+11:00", "P1DT49M50S"],
    ["2021-01-02T10:10:10@Europe/Paris", "-", "2021-01-01", "P1DT9H10M10S"],
    ["2021-01-02T10:10:10", "-", "2021-01-01", null],
    ["2021-01-02T10:10:10", "-", "2021-01-01T10:10:10Z", null],
    ["2021-01-02T10:10:10@Europe/Paris", "-", "2021-01-01T10:10:10@Asia/Dhaka", "P1DT5H"],
    ["2021-01-01T24:00:00", "-", "PT1S", "2021-01-01T23:59:59"],
    ["2021-01-12T10:10:10@Australia/Melbourne", "+", "P1DT1H", "2021-01-13T11:10:10@Australia/Melbourne"],
    // A day of 24 hours and a month of the calendar are not the same where summer time begins.
    ["2024-03-30T12:00:00@Europe/Berlin", "+", "P1D", "2024-03-31T13:00:00@Europe/Berlin"],
    ["2024-02-29T12:00:00@Europe/Berlin", "+", "P1M", "2024-03-29T12:00:00@Europe/Berlin"],
    ["2024-02-29T02:30:00@Europe/Berlin", "+", "P1M", "2024-03-29T02:30:00@Europe/Berlin"],
    ["2024-10-27T01:30:00@Europe/Berlin", "+", "PT2H", "2024-10-27T02:30:00+01:00[Europe/Berlin]"],
    ["2024-10-27T02:30:00@Europe/Berlin", "-", "2024-10-27T02:30:00+01:00[Europe/Berlin]", "-PT1H"],
    ["2024-01-01T00:00:00@Europe/Berlin", "+", "P2000Y", "4024-01-01T00:00:00@Europe/Berlin"],
    ["2024-07-01T00:00:00@Europe/Berlin", "-", "4024-07-01T00:00:00@Europe/Berlin", "-P730485D"],
    ["23:30:00", "+", "PT1H", "00:30:00"],
    ["00:30:00+11:00", "-", "P1DT1H", "23:30:00+11:00"],
    ["10:10:10", "-", "11:10:10", "-PT1H"],
    ["10:00:00Z", "-", "10:00:00+02:00", "PT2H"],
    ["10:00:00", "-", "10:00:00Z", null],
    ["10:00:00", "+", "P1M", null],
    ["P1D", "-", "PT2H", "PT22H"],
    ["-P1Y", "-", "-P2M", "-P10M"],
    ["P1D", "+", "P1M", null],
    ["P1D", "-", "2021-01-01", null],
    ["2021-01-01", "+", "2021-01-01", null],
    ["P100000000000000D", "+", "P100000000000000D", null],
  ])("%s %s %s is %s", (left, sign, right, result) => {
    const value = sign === "+" ? at(left).plus(at(right)) : at(left).minus(at(right));
    expect(written(value)).toBe(result);
  });

  test.each([
    ["P4DT1H", 1.5, "P6DT1H30M"],
    ["PT1S", 1e-10, "P0D"],
    ["P1D", 1e300, null],
    ["P1Y11M", -2.5, "-P4Y9M"],
    ["P1Y", 1e300, null],
    ["2024-01-01", 2, null],
  ])("%s times %d is %s", (duration, factor, result) => {
    expect(written(at(duration).times(factor))).toBe(result);
  });

  test.each([
    ["P10DT23H", 2.5, "P4DT9H12M"],
    ["P10Y11M", -2.5, "-P4Y4M"],
    ["P1D", 0, null],
    ["P1Y", 0, null],
    ["P1D", at("PT1H"), 24],
    ["P1Y", at("P1M"), 12],
    ["P1D", at("P0D"), null],
    ["P1Y", at("P0M"), null],
    ["P1D", at("P1Y"), null],
  ])("%s by %s is %s", (duration, divisor, result) => {
    expect(written(at(duration).dividedBy(divisor))).toBe(result);
  });

  test.each([
    ["P1DT2H", "-P1DT2H"],
    ["-P1Y", "P1Y"],
    ["2024-01-01", null],
    ["10:00:00", null],
    ["2024-01-01T10:00:00", null],
  ])("- %s is %s", (value, result) => expect(written(at(value).negated())).toBe(result));
});

describe("order", () => {
  test.each([
    ["2018-12-07", "<", "2018-12-08"],
    ["-0044-03-15", "<", "0001-01-01"],
    ["10:00:00", "<", "10:00:00.000000001"],
    ["10:00:00Z", "=", "12:00:00+02:00"],
    ["10:00:00@Europe/Berlin", "=", "10:00:00+01:00"],
    ["2018-10-08T00:00:00+02:00", "=", "2018-10-08T00:00:00@Europe/Paris"],
    ["2002-04-02T23:00:00-04:00", "=", "2002-04-03T02:00:00-01:00"],
    ["2018-12-08T00:00:00@Asia/Dhaka", "<", "2018-12-08T00:00:00@Europe/Paris"],
    ["P1D", "=", "PT24H"],
    ["-P1D", "<", "P0D"],
    ["P11M", "<", "P1Y"],
  ])("%s %s %s", (left, sign, right) => {
    const order = sign === "<" ? -1 : 0;
    expect(Math.sign(at(left).compareTo(at(right)) ?? Number.NaN)).toBe(order);
    expect(Math.sign(at(right).compareTo(at(left)) ?? Number.NaN)).toBe(0 - order + 0);
    expect(at(left).equals(at(right))).toBe(order === 0);
  });

  test.each([
    ["10:00:00", "10:00:00Z"],
    ["2018-12-08T00:00:00", "2018-12-08T00:00:00Z"],
    ["2018-12-08", "2018-12-08T00:00:00"],
    ["P1Y", "P365D"],
    ["P0Y", "P0D"],
  ])("%s and %s have none", (left, right) => {
    expect([at(left).compareTo(at(right)), at(right).compareTo(at(left)), at(left).equals(at(right))]).toEqual([
      null,
      null,
      null,
    ]);
    expect([at(left).compareTo(1), at(left).equals("x")]).toEqual([null, null]);
  });
});

describe("properties", () => {
  test.each([
    ["2018-12-10", { year: 2018, month: 12, day: 10, weekday: 1, hour: undefined, value: 1544400000 }],
    ["10:30:01.5+05:00", { hour: 10, minute: 30, second: 1, "time offset": "PT5H", timezone: null, value: 19801.5 }],
    ["10:30:01", { "time offset": null, timezone: null, value: 37801, day: undefined }],
    ["10:30:01@Etc/UTC", { "time offset": "P0D", timezone: "Etc/UTC" }],
    [
      "2020-09-30T22:50:30+02:00",
      { year: 2020, weekday: 3, hour: 22, second: 30, "time offset": "PT2H", days: undefined },
    ],
    ["2024-07-01T00:00:00@Europe/Berlin", { "time offset": "PT2H", timezone: "Europe/Berlin", value: 1719784800 }],
    ["-P2Y3M", { years: -2, months: -3, value: -27, days: undefined }],
    ["-P1DT2H10M30.5S", { days: -1, hours: -2, minutes: -10, seconds: -30, value: -94230.5, months: undefined }],
  ])("%s has %o", (text, properties) => {
    for (const [name, value] of Object.entries(properties)) expect(written(at(text).property(name)), name).toBe(value);
  });
});
