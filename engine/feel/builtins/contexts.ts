import { equal } from "../comparison.ts";
import { AssertionFailed, type Evaluation } from "../evaluation.ts";
import {
  contextOf,
  entryOf,
  type Feel,
  type FeelContext,
  type FeelList,
  isContext,
  kindOf,
  Temporal,
} from "../value.ts";
import {
  anything,
  type BuiltIns,
  boolean,
  context,
  type Form,
  form,
  list,
  optional,
  orNull,
  rest,
  text,
} from "./form.ts";
import { temporalText } from "./written.ts";

/** DMN 1.5 tables 77 and 79; from `get or else` on Camunda's. */
export const contexts: BuiltIns = {
  "get value": [
    form([context("m"), text("key")], ([from, key]) => entryOf(from, key) ?? null),
    form([context("context"), text("key")], ([from, key]) => entryOf(from, key) ?? null),
    form([context("context"), list("keys")], ([from, keys], run) => valueAt(from, keys, run)),
  ],
  "get entries": [
    form([context("m")], ([of], run) => entriesOf(of, run)),
    form([context("context")], ([of], run) => entriesOf(of, run)),
  ],
  context: [form([list("entries")], ([entries], run) => contextFrom(entries, "last", run))],
  "context put": putForms("replace"),
  put: putForms("replace"),
  "context merge": mergeForms(),
  "put all": mergeForms(),
  not: [form([orNull(boolean("negand"))], ([negand]) => (negand === null ? null : !negand))],
  is: [
    form([optional(anything("value1")), optional(anything("value2"))], ([one, other], run) => isSame(one, other, run)),
  ],
  "get or else": [form([anything("value"), anything("default")], ([value, other]) => value ?? other)],
  assert: [
    form([anything("value"), anything("condition")], ([value, condition]) => asserted(value, condition, null)),
    form([anything("value"), anything("condition"), text("cause")], ([value, condition, cause]) =>
      asserted(value, condition, cause),
    ),
  ],
  fromAi: [
    form(
      [
        anything("value"),
        optional(anything("description")),
        optional(anything("type")),
        optional(anything("schema")),
        optional(anything("options")),
      ],
      ([value]) => value,
    ),
  ],
};

/**
 * Where DMN wants null and Camunda does not: a name that comes twice, and a path through what is no context.
 */
export const dmnContexts: BuiltIns = {
  context: [form([list("entries")], ([entries], run) => contextFrom(entries, "null", run))],
  "context put": putForms("null"),
};

/** An entry of a large context takes some 500 ns. */
const entrySteps = 8;

/** Paid for as if the entries were copied. */
function namesOf(of: FeelContext, run: Evaluation): readonly string[] {
  const names = Object.keys(of);
  run.spend(entrySteps * names.length);
  run.take(32 * names.length);
  return names;
}

function valueAt(from: FeelContext, keys: FeelList, run: Evaluation): Feel {
  run.spend(keys.length);
  if (keys.length === 0) return run.warn("Expected a key at least, got an empty list");
  let value: Feel = from;
  for (const key of keys) {
    if (typeof key !== "string") return run.warn(`Expected keys that are strings, got ${kindOf(key)}`);
    value = isContext(value) ? (entryOf(value, key) ?? null) : null;
  }
  return value;
}

function entriesOf(of: FeelContext, run: Evaluation): FeelList {
  const names = namesOf(of, run);
  run.take(64 * names.length);
  return names.map((key) => ({ key, value: entryOf(of, key) ?? null }));
}

function contextFrom(entries: FeelList, ofTwo: "last" | "null", run: Evaluation): FeelContext | null {
  run.spend(entrySteps * entries.length);
  run.take(32 * entries.length);
  const made = new Map<string, Feel>();
  for (const entry of entries) {
    const key = isContext(entry) ? entryOf(entry, "key") : undefined;
    const value = isContext(entry) ? entryOf(entry, "value") : undefined;
    if (typeof key !== "string" || value === undefined)
      return run.warn(`Expected contexts of a "key" that is a string and a "value", got ${kindOf(entry)} without`);
    if (ofTwo === "null" && made.has(key)) return run.warn(`Expected each key once, got "${key}" twice`);
    made.set(key, value);
  }
  return contextOf(made);
}

function putForms(inNoContext: "replace" | "null"): readonly Form[] {
  return [
    form([context("context"), text("key"), anything("value")], ([into, key, value], run) =>
      putAt(into, [key], value, inNoContext, run),
    ),
    form([context("context"), list("keys"), anything("value")], ([into, keys, value], run) =>
      putAt(into, keys, value, inNoContext, run),
    ),
  ];
}

/** A copy with the value at a path from a key on; contexts that are missing on the way are made. */
function putAt(
  into: FeelContext,
  keys: FeelList,
  value: Feel,
  inNoContext: "replace" | "null",
  run: Evaluation,
  at = 0,
): FeelContext | null {
  const key = keys[at];
  const isLast = at + 1 === keys.length;
  if (key === undefined) return run.warn("Expected a key at least, got an empty list");
  if (typeof key !== "string") return run.warn(`Expected keys that are strings, got ${kindOf(key)}`);
  const inner = entryOf(into, key) ?? null;
  if (!isLast && inNoContext === "null" && inner !== null && !isContext(inner))
    return run.warn(`Expected a context at "${key}", got ${kindOf(inner)}`);
  run.enter("its path of keys goes");
  const put = isLast ? value : putAt(isContext(inner) ? inner : {}, keys, value, inNoContext, run, at + 1);
  run.leave();
  if (!isLast && put === null) return null;
  namesOf(into, run);
  return { ...into, [key]: put };
}

function mergeForms(): readonly Form[] {
  return [
    form([list("contexts")], ([given], run) => {
      run.spend(given.length);
      const other = given.find((one) => !isContext(one));
      if (other !== undefined) return run.warn(`Expected a list of contexts, got ${kindOf(other)} in it`);
      return merged(given as readonly FeelContext[], run);
    }),
    form([rest(context("contexts"))], ([given], run) =>
      given.length === 0 ? run.warn("Expected a context at least, got none") : merged(given, run),
    ),
  ];
}

/** Of entries with one name the last stays, in the place of the first. */
function merged(given: readonly FeelContext[], run: Evaluation): FeelContext {
  const entries = given.flatMap((one) => {
    namesOf(one, run);
    return Object.entries(one);
  });
  return contextOf(entries);
}

/** As equal, but for what is temporal: two texts of one instant are not the same (DMN 1.5 §10.3.4.7). */
function isSame(one: Feel, other: Feel, run: Evaluation): boolean {
  if (one instanceof Temporal || other instanceof Temporal)
    return (
      one instanceof Temporal &&
      other instanceof Temporal &&
      one.kind === other.kind &&
      textOf(one, run) === textOf(other, run)
    );
  return equal(one, other, run) === true;
}

const textOf = (value: Temporal, run: Evaluation) => temporalText(value, run).replace(/[+-]00:00$/, "Z");

/** The value, when the condition is true; a failure of the evaluation otherwise. */
function asserted(value: Feel, condition: Feel, cause: string | null): Feel {
  if (condition === true) return value;
  const told = (cause ?? "").slice(0, causeLengthMax).trim();
  const more = cause !== null && cause.length > causeLengthMax ? "…" : "";
  throw new AssertionFailed(told === "" ? "the condition of assert() is not true" : `${told}${more}`);
}

/** Characters of a cause that are told: it stands in an incident. */
const causeLengthMax = 500;
