import { coerced } from "../coercion.ts";
import { any, type FeelType } from "../types.ts";
import { FunctionValue } from "../value.ts";
import type { Compiler, Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { nameOf } from "./names.ts";
import { namesScope, within } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";
import { knownTypeAt } from "./typeNames.ts";

interface Formal {
  readonly name: string;
  readonly type: FeelType;
}

/** `function(a: number, b) a + b` (DMN 1.5 §10.3.2.9): it sees what is bound where it stands. */
export const functions: Rules = {
  FunctionDefinition: (node, scope, compiler) => {
    const children = childrenOf(node);
    if (children.some(({ name }) => name === "external"))
      return ({ run }) => run.warn("A function in another language than FEEL is not carried out");
    const list = children.find(({ name }) => name === "FormalParameters");
    const body = children.at(-1);
    if (!body) throw new Faulty(node.from, "expected the body of a function");
    const formals = (list ? childrenOf(list) : []).flatMap((child) =>
      child.name === "FormalParameter" ? [formalOf(child, compiler)] : [],
    );
    const names = formals.map(({ name }) => name);
    const inner = namesScope(names, scope);
    const code = compiler.compile(body, inner);
    const cost = compiler.costOf(body);
    const type = { kind: "function", parameters: formals.map((formal) => formal.type), result: any } as const;
    return (frame) =>
      new FunctionValue(names, type, (args, run) => {
        run.spend(cost);
        run.enter();
        const values = formals.map((formal, at) => coerced(args[at] ?? null, formal.type, run));
        // An argument that is not of the parameter's type makes the whole call null (DMN 1.5 §10.3.2.9.4).
        const isMisfit = values.some((value, at) => value === null && (args[at] ?? null) !== null);
        const result = isMisfit ? null : code({ ...within(frame, values), run });
        run.leave();
        return result;
      });
  },
  FunctionBody: (node, scope, compiler) => {
    const [body] = childrenOf(node);
    if (!body) throw new Faulty(node.from, "expected the body of a function");
    return compiler.compile(body, scope);
  },
};

function formalOf(node: SyntaxNode, compiler: Compiler): Formal {
  const [name, type] = childrenOf(node);
  if (!name) throw new Faulty(node.from, "expected a parameter");
  return { name: nameOf(name, compiler.text), type: (type && knownTypeAt(type, compiler).type) ?? any };
}
