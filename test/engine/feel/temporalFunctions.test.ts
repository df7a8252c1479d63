import { describe, expect, test } from "vitest";
import { temporals } from "../../../engine/feel/builtins/temporal.ts";
import { BoundReached } from "../../../engine/feel/evaluation.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { at, called, newEvaluation, written } from "./temporalTable.ts";

const local = at("2017-08-14T14:25:00.123");
const inParis = at("2017-09-03T09:45:30@Europe/Paris");

describe("built-in functions", () => {
  test.each<[name: string, args: Feel[], result: Feel]>([
    ["date", ["2012-12-25"], "2012-12-25"],
    ["date", [local], "2017-08-14"],
    ["date", [at("2017-10-11")], "2017-10-11"],
    ["date", [2024, 2, 29], "2024-02-29"],
    ["date", [-2017, 1, 1], "-2017-01-01"],
    ["date", [2023, 2, 29], null],
    ["date", [2023, 2.5, 1], null],
    ["date", [2023, 2], null],
    ["date", [1_000_999_999, 12, 1], null],
    ["date", ["2012-12-25T11:00:00"], null],
    ["date", [null], null],
    ["time", ["T23:59:00+01:00"], "23:59:00+01:00"],
    ["time", [inParis], "09:45:30@Europe/Paris"],
    ["time", [at("2017-08-10")], "00:00:00Z"],
    ["time", [at("10:00:00")], "10:00:00"],
    ["time", [12, 59, 1.3, at("-PT1H")], "12:59:01.3-01:00"],
    ["time", [11, 59, 45], "11:59:45"],
    ["time", [11, 59, 45, null], "11:59:45"],
    ["time", [11, 59, 45, at("PT2H45M55S")], "11:59:45+02:45:55"],
    ["time", [11, 59, 45, at("PT19H")], null],
    ["time", [11, 59, 45, at("PT0.5S")], null],
    ["time", [24, 0, 0], null],
    ["time", [23, 60, 0], null],
    ["time", [23, 59, 60], null],
    ["time", [-1, 0, 0], null],
    ["time", [1.5, 0, 0], null],
    ["date and time", ["2012-12-24"], "2012-12-24T00:00:00"],
    ["date and time", [at("2017-01-01"), at("23:59:01@Europe/Paris")], "2017-01-01T23:59:01@Europe/Paris"],
    ["date and time", [inParis, at("23:59:01")], "2017-09-03T23:59:01"],
    ["date and time", [at("2020-07-31T14:27:30"), "Z"], "2020-07-31T14:27:30Z"],
    ["date and time", [at("2020-07-31T14:27:30Z"), "Europe/Berlin"], "2020-07-31T16:27:30@Europe/Berlin"],
    ["date and time", [at("2020-07-31T14:27:30@Europe/Berlin"), "-05:00"], "2020-07-31T07:27:30-05:00"],
    ["date and time", [at("2020-07-31"), "Europe/Berlin"], "2020-07-31T00:00:00@Europe/Berlin"],
    ["date and time", [at("2020-07-31T14:27:30"), "Nowhere"], null],
    ["date and time", [at("2020-07-31"), null], null],
    ["duration", ["P2DT20H14M"], "P2DT20H14M"],
    ["duration", [at("P26M")], "P2Y2M"],
    ["duration", ["P1Y1D"], null],
    ["duration", [2017], null],
    ["years and months duration", [at("2011-12-22"), at("2013-08-24")], "P1Y8M"],
    ["years and months duration", [at("2016-01-21"), at("2015-01-21")], "-P1Y"],
    ["years and months duration", [at("2014-12-31T23:59:59"), at("2016-12-31T00:00:01")], "P2Y"],
    ["years and months duration", [at("-2016-01-30"), at("-2017-02-28T02:02:02")], "-P11M"],
    ["years and months duration", [at("2017-09-05"), at("-2019-10-01")], "-P4035Y11M"],
    ["years and months duration", [at("-999999999-01-01"), at("999999999-12-31")], "P1999999998Y11M"],
    ["now", [], "2026-01-31T10:00:00.5Z"],
    ["now", [123], null],
    ["today", [], "2026-01-31"],
    ["day of year", [at("2020-12-31")], 366],
    ["day of year", ["foo"], null],
    ["day of week", [at("2019-09-17T10:10:10")], "Tuesday"],
    ["day of week", [at("-999999999-01-01")], "Monday"],
    ["month of year", [at("2019-09-17")], "September"],
    ["week of year", [at("2003-12-29")], 1],
    ["week of year", [at("2004-01-04")], 1],
    ["week of year", [at("2005-01-01")], 53],
    ["week of year", [at("2010-01-01")], 53],
    ["last day of month", [at("2024-02-10")], "2024-02-29"],
    ["last day of month", [at("2022-10-16T12:00:00")], "2022-10-31"],
  ])("%s(%s) is %s", (name, args, result) => {
    const run = newEvaluation();
    expect(written(called(name, args, run))).toBe(result);
    expect(run.warnings.length).toBe(result === null ? 1 : 0);
  });

  test("have the names of parameters that DMN and Camunda give them", () => {
    const names = Object.entries(temporals).map(([name, forms]) => [
      name,
      forms.map(({ parameters }) => parameters.map((parameter) => parameter.name).join(", ")),
    ]);
    expect(Object.fromEntries(names)).toMatchObject({
      date: ["from", "from", "year, month, day"],
      time: ["from", "from", "from", "hour, minute, second, offset"],
      "date and time": ["from", "from", "date, time", "date, timezone"],
      duration: ["from", "from", "from"],
      "years and months duration": ["from, to"],
      "day of year": ["date"],
    });
  });

  test("say what was expected and what came", () => {
    const run = newEvaluation();
    called("date", ["2023-02-29"], run);
    called("date", [2023, 2, 29], run);
    called("time", [24, 0, 0], run);
    called("date and time", [local, "Nowhere"], run);
    expect(run.warnings.map(({ message }) => message)).toEqual([
      'Expected a date such as 2024-02-29, got "2023-02-29"',
      "Expected a day of the calendar, got 2023-2-29",
      "Expected a time of day, got 24:0:0",
      'Expected a time zone such as Europe/Berlin, +02:00 or Z, got "Nowhere"',
    ]);
  });

  test("cost what it takes to look for regions that are not there", () => {
    const run = newEvaluation();
    const many = () => {
      for (let each = 0; each < 2_000; each += 1) called("time", [`10:00:00@Nowhere/${each}`], run);
    };
    expect(many).toThrow(BoundReached);
  });
});
