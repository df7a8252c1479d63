import { compileExpression } from "../../../engine/feel/compile.ts";
import { Evaluation } from "../../../engine/feel/evaluation.ts";
import type { Feel } from "../../../engine/feel/value.ts";

/** An evaluation that tells what was paid for. */
export class Counted extends Evaluation {
  steps = 0;
  bytes = 0;

  override spend(steps: number): void {
    this.steps += steps;
    super.spend(steps);
  }

  override take(bytes: number): void {
    this.bytes += bytes;
    super.take(bytes);
  }
}

/** What an expression pays for with these variables, and what it comes to. */
export function counted(
  text: string,
  variables: Readonly<Record<string, Feel>> = {},
): { readonly value: Feel; readonly run: Counted } {
  const compiled = compileExpression(text);
  if (!compiled.ok) throw new Error(compiled.message);
  const run = new Counted({ nowMs: 0, random: () => 0.5 });
  const value = compiled.value.evaluate((name) => variables[name], run);
  return { value, run };
}
