import type { Lookup } from "../../../engine/feel/expression.ts";
import type { Json, Variables } from "../../../engine/feel/values.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import type { Random } from "../simulation/random.ts";
import { isFulfilled, type Want, type Wish, wishesOf } from "./wishes.ts";

/** Variables that a model's expressions read, with values that its author may have had in mind. */
export interface Invention {
  readonly wishes: readonly Wish[];
  /** Values for everything that any expression reads; every call gives others. */
  variables(random: Random, nowMs: number): Variables;
  /** Values that fulfil all wishes of an element, given what it sees already; null when none were found. */
  mend(random: Random, elementId: string, lookup: Lookup, nowMs: number): Variables | null;
}

/** Of the two by itself, the engine gives them. */
const given = /^(loopCounter|numberOf\w+|activationCount|waitingForStart|toolCallResult\w*)$/;

export function inventionFor(model: ProcessModel): Invention {
  const wishes = wishesOf(model);
  const values = valuesByPath(model, wishes);
  const elements = new Set(
    [...model.nodes.values()].flatMap(({ loop }) => (loop?.kind === "multiInstance" ? (loop.inputElement ?? []) : [])),
  );
  const paths = [...values.keys()].filter((path) => !given.test(rootOf(path)) && !elements.has(rootOf(path)));
  return {
    wishes,
    variables: (random, nowMs) => {
      const variables: Variables = {};
      for (const path of paths) put(variables, path, sample(values, path, random, elements));
      for (const wish of wishes) fulfil(wish, variables, { values, random, elements, nowMs, lookup: () => undefined });
      return variables;
    },
    mend: (random, elementId, lookup, nowMs) => {
      const own = wishes.filter((wish) => wish.elementId === elementId);
      for (let round = 0; round < roundsMax; round++) {
        const variables: Variables = {};
        for (const wish of own) fulfil(wish, variables, { values, random, elements, nowMs, lookup });
        const sees: Lookup = (name) => variables[name] ?? lookup(name);
        if (own.every((wish) => isFulfilled(wish, sees, nowMs))) return variables;
      }
      return null;
    },
  };
}

/** Most conditions compare one or two variables with literals; 40 draws nearly always hit. */
const drawsMax = 40;
const roundsMax = 5;

interface Drawing {
  readonly values: ReadonlyMap<string, readonly Json[]>;
  readonly random: Random;
  readonly elements: ReadonlySet<string>;
  readonly nowMs: number;
  readonly lookup: Lookup;
}

/** Draws values for what the wish reads until it is fulfilled, and keeps them then; else keeps what was there. */
function fulfil(wish: Wish, variables: Variables, { values, random, elements, nowMs, lookup }: Drawing): void {
  const read = [wish.expression, ...wish.oneOf].flatMap(({ source, names }) => pathsIn(source, names));
  for (let draw = 0; draw < drawsMax; draw++) {
    const tried = structuredClone(variables) as Variables;
    if (draw > 0) for (const path of read) put(tried, path, sample(values, path, random, elements));
    if (!isFulfilled(wish, (name) => tried[name] ?? lookup(name), nowMs)) continue;
    Object.assign(variables, tried);
    return;
  }
}

/** Every path that is read, with the values that may stand there. */
function valuesByPath(model: ProcessModel, wishes: readonly Wish[]): Map<string, Json[]> {
  const values = new Map<string, Json[]>();
  const add = (path: string, more: readonly Json[]) => {
    const known = values.get(path) ?? [];
    const texts = new Set(known.map((value) => JSON.stringify(value)));
    values.set(path, [...known, ...more.filter((value) => !texts.has(JSON.stringify(value)))].slice(0, valuesMax));
  };
  for (const { expression, want } of wishes) {
    const { source, names } = expression;
    for (const path of pathsIn(source, names)) {
      const isWhole = isWholly(source, path);
      add(path, [
        ...literalsIn(source),
        ...(isWhole ? typical[want] : []),
        ...(isListIn(source, path) ? typical.list : []),
      ]);
    }
  }
  // A mapping carries what another expression reads: the worker has to give it where the mapping finds it.
  for (const node of model.nodes.values())
    for (const { source, target } of [...node.outputs, ...node.inputs])
      for (const path of pathsIn(source.source, source.names)) {
        const name = target.join(".");
        if (!isWholly(source.source, path) || rootOf(path) === rootOf(name)) continue;
        for (const [other, some] of [...values])
          if (other === name || other.startsWith(`${name}.`)) add(path + other.slice(name.length), some);
      }
  return values;
}

/** The expression is this name or path and nothing else. */
const isWholly = (source: string, path: string) => source.replace(/^=\s*/, "").trim() === path;

/** Of one path; a long decision compares a variable with some dozens of texts. */
const valuesMax = 40;

const typical: Readonly<Record<Want, readonly Json[]>> = {
  boolean: [true, false],
  list: [["first", "second"]],
  text: ["north"],
  key: ["K-1", "K-2"],
  count: [2, 3],
  date: ["2026-01-06T09:00:00Z"],
  duration: ["PT1M", "PT1H"],
  cycle: ["R2/PT1M"],
  any: [],
};

const anything: readonly Json[] = ["some text", 7, true, false, null, ["first", "second"]];

function sample(
  values: ReadonlyMap<string, readonly Json[]>,
  path: string,
  random: Random,
  elements: ReadonlySet<string>,
): Json {
  const known = values.get(path) ?? [];
  const value = random.pickAny(random.chance(90) && known.length > 0 ? known : anything) ?? null;
  if (!Array.isArray(value)) return value;
  // What is repeated over a list reads its elements' fields.
  const fields = [...values.keys()].filter((one) => one.includes(".") && elements.has(rootOf(one)));
  if (fields.length === 0) return value;
  return value.map(() => {
    const element: Variables = {};
    for (const field of fields)
      put(element, field.slice(field.indexOf(".") + 1), random.pickAny(values.get(field) ?? anything) ?? "x");
    return element;
  });
}

/** A whole name or path that a list function, a filter or an iteration reads. */
function isListIn(source: string, path: string): boolean {
  const escaped = path.replaceAll(".", "\\.");
  return new RegExp(
    `\\b(count|sum|min|max|concatenate|append|flatten|list contains)\\(\\s*${escaped}\\b|\\bin ${escaped}\\b|\\b${escaped}\\[`,
  ).test(source);
}

/** `order.items` of `=count(order.items) > 0`: the names that an expression reads, with their fields. */
function pathsIn(source: string, names: readonly string[]): string[] {
  const bare = source.replace(/"(?:\\.|[^"\\])*"/g, '""');
  const paths = [...bare.matchAll(/(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g)].map(([path]) => path);
  return [...new Set(paths.filter((path) => names.includes(rootOf(path))))];
}

const rootOf = (path: string) => path.split(".")[0] ?? "";

function literalsIn(source: string): Json[] {
  const texts = [...source.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, text = ""]) => text);
  const bare = source.replace(/"(?:\\.|[^"\\])*"/g, '""');
  const numbers = [...bare.matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].map(([text]) => Number(text));
  const isAsked = /\b(true|false|not|and|or)\b/.test(bare) || /^=\s*[\w.]+\s*$/.test(bare);
  return [
    ...texts,
    ...numbers.flatMap((number) => [number - 1, number, number + 1]),
    ...(isAsked ? [true, false] : []),
  ];
}

/** Sets a field of a field; what stands in the way and has none gives way. */
function put(variables: Variables, path: string, value: Json): void {
  const [name = "", ...fields] = path.split(".");
  if (fields.length === 0) {
    if (!isContext(variables[name])) variables[name] = value;
    return;
  }
  const inner = isContext(variables[name]) ? variables[name] : {};
  variables[name] = inner;
  put(inner, fields.join("."), value);
}

const isContext = (value: Json | undefined): value is Variables =>
  typeof value === "object" && value !== null && !Array.isArray(value);
