import { failed, ok, type Result } from "../result.ts";
import { builtIns, dmnBuiltIns } from "./builtins/index.ts";
import { Compiler } from "./compile/compiler.ts";
import { Faulty } from "./compile/faulty.ts";
import { type SureKind, sureKind } from "./compile/kinds.ts";
import type { FeelLookup } from "./compile/scope.ts";
import { type KnownNames, parseFeel, type Top } from "./compile/tree.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FeelType } from "./types.ts";
import type { Feel } from "./value.ts";

export type { FeelLookup, KnownNames };

export interface CompileOptions {
  /** Camunda's unless DMN's is wanted: few built-in functions differ. */
  readonly dialect?: "camunda" | "dmn";
  /** Names with spaces or signs in them, and names of functions that the lookup gives. */
  readonly names?: KnownNames;
  /** Types by name, for `instance of` and the parameters of functions. */
  readonly types?: ReadonlyMap<string, FeelType>;
}

/** An expression that was read once, to be evaluated any number of times. */
export interface Compiled {
  readonly text: string;
  /** Names of the variables that it may read, `?` among them. */
  readonly names: readonly string[];
  /** Names of the built-in functions that it calls. */
  readonly functions: readonly string[];
  /** What it gives whatever the variables are; null where its form does not tell. */
  readonly kind: SureKind | null;
  /**
   * Spends what its size costs, as a table or a loop may evaluate it very often. Throws `BoundReached` when it uses more
   * than it may; everything else that goes wrong is null and a warning.
   */
  readonly evaluate: (lookup: FeelLookup, run: Evaluation) => Feel;
}

/** Fails with the position and what was expected, or with a function or type that does not exist. */
export const compileExpression = (text: string, options: CompileOptions = {}): Result<Compiled> =>
  compile(text, "Expression", options);

/** As {@link compileExpression}, for the entry of a decision table: `< 5, > 10`, `not("a")`, `-`. True, false or null. */
export const compileUnaryTests = (text: string, options: CompileOptions = {}): Result<Compiled> =>
  compile(text, "UnaryTests", options);

/** Half of what an expression consists of are names and signs, which do nothing by themselves. */
const partsPerStep = 2;

const noTypes: ReadonlyMap<string, FeelType> = new Map();

function compile(
  text: string,
  top: Top,
  { dialect = "camunda", names = {}, types = noTypes }: CompileOptions,
): Result<Compiled> {
  const parsed = parseFeel(text, top, names);
  if (!parsed.ok) return parsed;
  const compiler = new Compiler(text, {
    builtIns: dialect === "dmn" ? dmnBuiltIns : builtIns,
    types,
    known: (name) => Object.hasOwn(names, name),
  });
  try {
    const code = compiler.compile(parsed.value.root, null);
    const cost = Math.ceil(compiler.costOf(parsed.value.root) / partsPerStep);
    return ok({
      text,
      names: [...compiler.names],
      functions: [...compiler.functions],
      kind: sureKind(parsed.value.root),
      evaluate: (lookup, run) => {
        run.spend(cost);
        return code({ run, lookup, values: [], outer: null });
      },
    });
  } catch (error) {
    if (error instanceof Faulty) return failed(`${error.message}, at character ${error.at + 1}`);
    throw error;
  }
}
