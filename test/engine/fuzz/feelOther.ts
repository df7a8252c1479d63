import { evaluate, FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime, unaryTest } from "feelin";
import { compileExpression, compileUnaryTests } from "../../../engine/feel/compile.ts";
import { Evaluation } from "../../../engine/feel/evaluation.ts";
import { reasonOf } from "../../../engine/feel/expression.ts";
import { isNumeric } from "../../../engine/feel/numbers.ts";
import { type Feel, FunctionValue, isList, Range, Temporal } from "../../../engine/feel/value.ts";
import { type KnownDifference, knownDifferences } from "./feelDifferences.ts";
import type { Subject } from "./feelSubject.ts";
import { reduced, type Tree, textOf } from "./feelTree.ts";

/** Values of both evaluators in one form; numbers stay numbers, what is temporal becomes its text. */
export type Common = null | boolean | number | string | readonly Common[] | { readonly [name: string]: Common };

/** What two evaluators make of one expression. */
export interface Pair {
  readonly text: string;
  readonly tree: Tree;
  /** Undefined where it cannot be read, or ends early. */
  readonly ours: Common | undefined;
  /** Whether our evaluation said why something is null. */
  readonly isWarned: boolean;
  readonly theirs: Common | undefined;
  /** Kinds of the other's warnings. */
  readonly warnings: readonly string[];
}

export interface Difference extends Pair {
  /** The rule that it falls under; null where there is none. */
  readonly known: KnownDifference | null;
}

type Given = Pick<Subject, "top" | "variables">;

/** The smallest part in which feelin and the compiled form differ; null where they agree, or where feelin has no result. */
export function differenceOf(subject: Subject): Difference | null {
  const whole = pairOf(subject.tree, subject);
  if (!differs(whole)) return null;
  const least = pairOf(
    reduced(subject.tree, (candidate) => differs(pairOf(candidate, subject))),
    subject,
  );
  return { ...least, known: knownDifferences.find(({ covers }) => covers(least)) ?? null };
}

/** Warnings of feelin that a function does not exist, or not for such arguments: what it goes on with is no result. */
const lacking = /NO_FUNCTION_FOUND|FUNCTION_INVOCATION_FAILURE|INVALID_ARGUMENTS|UNSUPPORTED/;

/** Null of feelin is what it has not, or what went wrong: there is nothing to compare with. */
function differs({ ours, theirs, warnings }: Pair): boolean {
  if (warnings.some((one) => lacking.test(one))) return false;
  if (ours === undefined || theirs === undefined || theirs === null) return false;
  return !agrees(ours, theirs);
}

function pairOf(tree: Tree, given: Given): Pair {
  const text = textOf(tree);
  const { ours, isWarned } = oursOf(text, given);
  return {
    text,
    tree,
    ours,
    isWarned,
    ...(ours === undefined ? { theirs: undefined, warnings: [] } : theirsOf(text, given)),
  };
}

const moment = { nowMs: Date.UTC(2024, 1, 29, 12), random: () => 0.5 };

function oursOf(text: string, { top, variables }: Given): Pick<Pair, "ours" | "isWarned"> {
  const nothing = { ours: undefined, isWarned: false };
  const read = top === "Expression" ? compileExpression(text) : compileUnaryTests(text);
  if (!read.ok) return nothing;
  const run = new Evaluation(moment);
  try {
    const value = read.value.evaluate((name) => (name === "?" ? variables.x : variables[name]), run);
    return { ours: commonOf(value), isWarned: run.warnings.length > 0 };
  } catch (error) {
    reasonOf(error);
    return nothing;
  }
}

/** Feelin counts for ever through a range whose ends are no whole numbers. */
const mayNeverEnd = (text: string) => /\b(?:for|some|every)\b/.test(text) && /[[\](][^,[\]()]*\.\./.test(text);

function theirsOf(text: string, { top, variables }: Given): Pick<Pair, "theirs" | "warnings"> {
  if (mayNeverEnd(text)) return { theirs: undefined, warnings: [] };
  try {
    const { value, warnings } = (top === "Expression" ? evaluate : unaryTest)(
      text,
      { ...variables, "?": variables.x },
      "camunda",
    );
    return { theirs: commonOfOther(value), warnings: warnings.map(({ type }) => type) };
  } catch {
    return { theirs: undefined, warnings: [] };
  }
}

function commonOf(value: Feel): Common {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (isNumeric(value)) return Number(value);
  if (isList(value)) return value.map(commonOf);
  if (value instanceof Temporal) return `@${value}`;
  if (value instanceof FunctionValue) return "function";
  if (value instanceof Range)
    return {
      range: [commonOf(value.start), commonOf(value.end), value.isStartIncluded, value.isEndIncluded],
    };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, commonOf(inner)]));
}

function commonOfOther(value: unknown): Common | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : undefined;
  if (Array.isArray(value)) return value.map((item) => commonOfOther(item) ?? null);
  if (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof FeelDuration
  )
    return `@${value.toString()}`;
  if (value instanceof FeelFunction || typeof value === "function") return "function";
  if (value instanceof FeelRange) {
    const { start, end } = value;
    return {
      range: [commonOfOther(start) ?? null, commonOfOther(end) ?? null, value["start included"], value["end included"]],
    };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, commonOfOther(inner) ?? null]));
}

/** Numbers of feelin are binary: they agree when 12 digits do. Within lists too its null says nothing. */
function agrees(ours: Common, theirs: Common): boolean {
  if (theirs === null) return true;
  if (typeof ours === "number" && typeof theirs === "number")
    return ours === theirs || Math.abs(ours - theirs) <= 1e-12 * Math.max(Math.abs(ours), Math.abs(theirs), 1);
  if (typeof ours !== "object" || typeof theirs !== "object" || ours === null || theirs === null)
    return ours === theirs;
  if (Array.isArray(ours) !== Array.isArray(theirs)) return false;
  const names = Object.keys(ours);
  const [own, other] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  return (
    names.length === other.size &&
    names.every((name) => other.has(name) && agrees(own.get(name) ?? null, other.get(name) ?? null))
  );
}
