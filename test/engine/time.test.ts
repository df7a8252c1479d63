import { describe, expect, test } from "vitest";
import { dueAfterDuration, dueAtDate, firstOfCycle, nextOfCycle, type TimerWait } from "../../engine/triggers/time.ts";

const nowMs = Date.UTC(2026, 0, 5, 9);
const iso = (dueMs: number) => new Date(dueMs).toISOString();

describe("dates", () => {
  test.each([
    ["2027-01-31T09:00:00Z", "2027-01-31T09:00:00.000Z"],
    ["2027-01-31T09:00:00", "2027-01-31T09:00:00.000Z"],
    ["2027-01-31T09:00:00.250+02:00", "2027-01-31T07:00:00.250Z"],
    ["2027-01-31T09:00:00@Europe/Oslo", "2027-01-31T08:00:00.000Z"],
    ["2027-07-31T09:00:00+02:00[Europe/Oslo]", "2027-07-31T07:00:00.000Z"],
    ["2027-01-31", "2027-01-31T00:00:00.000Z"],
    [" 2027-01-31 ", "2027-01-31T00:00:00.000Z"],
    ["2027-W04-7", "2027-01-31T00:00:00.000Z"],
    ["1999-12-31T23:59:59Z", "1999-12-31T23:59:59.000Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
  ])("%s is %s", (text, expected) => {
    const due = dueAtDate(text);
    expect(due.ok && iso(due.value)).toBe(expected);
  });

  test.each([
    "",
    "soon",
    "10:00",
    "T10:00",
    "2027-13-01",
    "2027-02-30",
    "2027-01-31T25:00:00Z",
    "PT1H",
    "2027-01-31@Mars/X",
  ])("%j is none", (text) => {
    const message = `Expected a date and time such as 2027-01-31T09:00:00Z, got "${text}"`;
    expect(dueAtDate(text)).toEqual({ ok: false, message });
  });

  test("the year 0 is too early", () =>
    expect(dueAtDate("-000001-01-01")).toEqual({
      ok: false,
      message: 'Expected a time in the years 1 to 9999, got "-000001-01-01"',
    }));

  test("the year 10000 is too late", () =>
    expect(dueAtDate("+010000-01-01")).toEqual({
      ok: false,
      message: 'Expected a time in the years 1 to 9999, got "+010000-01-01"',
    }));
});

describe("durations", () => {
  test.each([
    ["PT10S", "2026-01-05T09:00:10.000Z"],
    ["PT1.5S", "2026-01-05T09:00:01.500Z"],
    ["P1DT2H", "2026-01-06T11:00:00.000Z"],
    ["P1W", "2026-01-12T09:00:00.000Z"],
    ["P1M", "2026-02-05T09:00:00.000Z"],
    ["P1Y", "2027-01-05T09:00:00.000Z"],
    ["PT0S", "2026-01-05T09:00:00.000Z"],
    ["-PT5S", "2026-01-05T08:59:55.000Z"],
  ])("%s ends at %s", (text, expected) => {
    const due = dueAfterDuration(text, nowMs);
    expect(due.ok && iso(due.value)).toBe(expected);
  });

  test("a month from the 31st ends with the shorter month", () => {
    const due = dueAfterDuration("P1M", Date.UTC(2026, 0, 31));
    expect(due.ok && iso(due.value)).toBe("2026-02-28T00:00:00.000Z");
  });

  test.each(["", "P", "PT", "1h", "10", "R3/PT1S", "2027-01-01", "PT1X"])("%j is none", (text) =>
    expect(dueAfterDuration(text, nowMs)).toEqual({
      ok: false,
      message: `Expected a duration such as PT30M or P7D, got "${text}"`,
    }),
  );

  test.each(["P9999Y", "P99999999999999999999D"])("%s is too long", (text) =>
    expect(dueAfterDuration(text, nowMs)).toEqual({
      ok: false,
      message: `Expected a time in the years 1 to 9999, got "${text}"`,
    }),
  );
});

/** The first instants of a cycle, at most five. */
function instants(text: string, fromMs = nowMs): string[] {
  const first = firstOfCycle(text, fromMs);
  if (!first.ok) throw new Error(first.message);
  const waits: TimerWait[] = [first.value];
  for (let next = nextOfCycle(first.value); next?.ok && waits.length < 5; next = nextOfCycle(next.value)) {
    waits.push(next.value);
  }
  return waits.map(({ dueMs }) => iso(dueMs).replace(":00.000Z", ""));
}

describe("cycles", () => {
  test.each<[string, string[]]>([
    ["R3/PT10M", ["2026-01-05T09:10", "2026-01-05T09:20", "2026-01-05T09:30"]],
    ["R1/P1D", ["2026-01-06T09:00"]],
    ["R2/2027-01-01T06:00:00Z/P1D", ["2027-01-01T06:00", "2027-01-02T06:00"]],
    ["R2/2026-01-05T09:00:00Z/P1D", ["2026-01-05T09:00", "2026-01-06T09:00"]],
    ["R2/2020-03-01T08:00:00+01:00/P1D", ["2026-01-06T07:00", "2026-01-07T07:00"]],
    ["R2/2024-02-10T00:00:00Z/P1M", ["2026-01-10T00:00", "2026-02-10T00:00"]],
    ["R2/2000-01-31T00:00:00Z/P1M", ["2026-01-31T00:00", "2026-02-28T00:00"]],
    ["R2/1900-01-01T00:00:00Z/P1Y", ["2027-01-01T00:00", "2028-01-01T00:00"]],
  ])("%s fires at %j", (text, expected) => expect(instants(text)).toEqual(expected));

  test.each(["R/PT1M", "R-1/PT1M"])("%s never ends", (text) =>
    expect(instants(text)).toEqual([1, 2, 3, 4, 5].map((n) => `2026-01-05T09:0${n}`)),
  );

  test.each<[string, string[]]>([
    [
      "0 0 6 * * MON-FRI",
      ["2026-01-06T06:00", "2026-01-07T06:00", "2026-01-08T06:00", "2026-01-09T06:00", "2026-01-12T06:00"],
    ],
    [
      "0 0 6 * * THU",
      ["2026-01-08T06:00", "2026-01-15T06:00", "2026-01-22T06:00", "2026-01-29T06:00", "2026-02-05T06:00"],
    ],
    [
      "0 30 9 1 1/3 *",
      ["2026-04-01T09:30", "2026-07-01T09:30", "2026-10-01T09:30", "2027-01-01T09:30", "2027-04-01T09:30"],
    ],
    ["@daily", ["2026-01-06T00:00", "2026-01-07T00:00", "2026-01-08T00:00", "2026-01-09T00:00", "2026-01-10T00:00"]],
  ])("%s fires at %j", (text, expected) => expect(instants(text)).toEqual(expected));

  test.each([
    "",
    " ",
    "R3",
    "R3/",
    "R3/x",
    "R3/P",
    "R3/PT0S",
    "R3/-PT1S",
    "R0/PT1S",
    "Rx/PT1S",
    "R3/10:00/PT1S",
    "R3/2027-01-01/PT1S/PT1S",
    "0 0",
    "* * * * *",
    "0 0 0 30 2 *",
    "0 0 99 * * *",
    "H H * * * *",
    "0 0 6 * * MON,H",
    "@never",
    "banana",
    "PT10S",
  ])("%j is none", (text) => {
    const answer = firstOfCycle(text, nowMs);
    expect(answer.ok ? "accepted" : answer.message).toMatch(/^Expected a (cycle|date)/);
  });

  test("a cycle ends where its next instant cannot be written", () => {
    const last = firstOfCycle("R/9999-06-01T00:00:00Z/P1Y", nowMs);
    expect(last.ok && nextOfCycle(last.value)).toMatchObject({ ok: false });
  });
});

test("a text that is too long for a time is not even read", () => {
  const text = `${"@".repeat(100_000)}\n.`;
  const message = "Expected a date, duration or cycle of at most 500 characters, got 100002";
  for (const read of [dueAtDate, dueAfterDuration, firstOfCycle])
    expect(read(text, nowMs)).toEqual({ ok: false, message });
});
