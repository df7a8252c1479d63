import type { BuiltIns } from "../builtins/form.ts";
import type { FeelType } from "../types.ts";
import { calls, type Known } from "./calls.ts";
import { contexts } from "./contexts.ts";
import { Faulty } from "./faulty.ts";
import { functions } from "./functions.ts";
import { iterations } from "./iterations.ts";
import { literals } from "./literals.ts";
import { logic } from "./logic.ts";
import { operations } from "./operations.ts";
import { paths } from "./paths.ts";
import { ranges } from "./ranges.ts";
import type { Code, Scope } from "./scope.ts";
import { type SyntaxNode, sizeOf } from "./tree.ts";
import { tests } from "./unaryTests.ts";

/** What compiles one kind of node. */
export type Rule = (node: SyntaxNode, scope: Scope | null, compiler: Compiler) => Code;
export type Rules = Readonly<Record<string, Rule>>;

const rules: Rules = {
  ...literals,
  ...operations,
  ...logic,
  ...ranges,
  ...tests,
  ...paths,
  ...iterations,
  ...functions,
  ...contexts,
  ...calls,
};

/** Turns the nodes of one expression into code, and gathers what it reads. */
export class Compiler {
  readonly text: string;
  readonly builtIns: BuiltIns;
  /** Types that the expression may name. */
  readonly types: ReadonlyMap<string, FeelType>;
  /** Variables that are functions, or may be. */
  readonly known: Known;
  /** Names of the variables that it reads. */
  readonly names = new Set<string>();
  /** Names of the built-in functions that it calls. */
  readonly functions = new Set<string>();

  constructor(text: string, { builtIns, types, known }: Pick<Compiler, "builtIns" | "types" | "known">) {
    this.text = text;
    this.builtIns = builtIns;
    this.types = types;
    this.known = known;
  }

  compile(node: SyntaxNode, scope: Scope | null): Code {
    const rule = rules[node.name];
    if (!rule) throw new Faulty(node.from, `unexpected "${this.textOf(node)}"`);
    return rule(node, scope, this);
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** Steps of evaluating it once, for what evaluates it many times. */
  costOf(node: SyntaxNode): number {
    return sizeOf(node);
  }
}
