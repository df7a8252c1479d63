import type { Form, Parameter } from "../../../engine/feel/builtins/form.ts";
import { builtIns } from "../../../engine/feel/builtins/index.ts";
import { deeper, expression, functionNames, type Place, type Sort } from "./feelGrammar.ts";
import { leaf } from "./feelLeaves.ts";
import { joined, type Tree, tree } from "./feelTree.ts";

/** What a clock or chance gives, or another evaluator does not know. */
const untame = /^(?:now|today|uuid|random number|fromAi)$/;

/** By the sort that they give, so that expressions have sense in them; others are called anywhere. */
const giving: Readonly<Partial<Record<Sort, RegExp>>> = {
  number:
    /^(?:count|min|max|sum|mean|median|product|stddev|abs|modulo|sqrt|log|exp|decimal|floor|ceiling|round.*|number|string length|day of year|week of year)$/,
  string:
    /^(?:substring.*|.* case|string|replace|string join|trim|day of week|month of year|to json|to base64|from base64)$/,
  boolean:
    /^(?:not|contains|.*s with|matches|all|any|odd|even|is.*|before|after|meets|met by|overlaps.*|finish.*|includes|during|start.*|coincides|list contains)$/,
  list: /^(?:sublist|append|concatenate|insert before|remove|list replace|reverse|index of|union|distinct values|duplicate values|flatten|sort|partition|mode|split|extract|get entries)$/,
  context: /^(?:context.*|put.*|from json)$/,
  temporal: /^(?:date|time|date and time|duration|years and months duration|last day of month|abs)$/,
};

const namesGiving = (sort: Sort): readonly string[] => {
  const pattern = giving[sort];
  return pattern ? functionNames.filter((name) => pattern.test(name)) : functionNames;
};

/** A call of a built-in function; some have arguments too many, too few or of another kind. */
export function call(sort: Sort): (place: Place) => Tree {
  return (place) => {
    const { name, form } = picked(place, sort);
    const given = form.parameters.flatMap((parameter) => argumentsFor(parameter, place));
    const args = place.random.chance(4) ? [...given, leaf(place, "any")] : given;
    return tree(`call of ${name}`, `${name}(`, ...joined(args, ", "), ")");
  };
}

/** The same by the names of the parameters. */
export function namedCall(place: Place): Tree {
  const { name, form } = picked(place, "any");
  const args = form.parameters.map((parameter) =>
    tree("named", `${parameter.name}: `, argumentsFor(parameter, place)[0] ?? leaf(place, "any")),
  );
  return tree(`named call of ${name}`, `${name}(`, ...joined(args, ", "), ")");
}

function picked({ random, isTame }: Place, sort: Sort): { readonly name: string; readonly form: Form } {
  const names = namesGiving(sort).filter((name) => !(isTame && untame.test(name)));
  const name = random.pickAny(names) ?? "count";
  const form = random.pickAny(builtIns[name] ?? []);
  if (!form) throw new Error(`Expected a form of "${name}", got none`);
  return { name, form };
}

function argumentsFor(parameter: Parameter<unknown>, place: Place): Tree[] {
  const { random } = place;
  if (parameter.isOptional && random.chance(50)) return [];
  const one = () => (random.chance(5) ? leaf(place, "any") : expression(deeper(place), sortOf(parameter)));
  if (!parameter.isRest) return [patternFor(parameter, place) ?? one()];
  if (random.chance(50)) return [expression(deeper(place), "list")];
  return Array.from({ length: random.number(4) }, one);
}

const patterns = ['"a"', '"[a-c]+"', '"^a.*"', '"(a)(b)?"', '"\\\\d+"', '"x|b"', '" "'] as const;

function patternFor({ name }: Parameter<unknown>, { random, isTame }: Place): Tree | null {
  if (name !== "pattern" || !(isTame || random.chance(50))) return null;
  return tree("pattern", random.pick(patterns));
}

function sortOf({ expected }: Parameter<unknown>): Sort {
  const found = (["number", "string", "boolean", "list", "context", "range", "function"] as const).find((sort) =>
    expected.startsWith(`a ${sort}`),
  );
  return found ?? (/date|time|duration/.test(expected) ? "temporal" : "any");
}
