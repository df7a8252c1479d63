import type { Form } from "../builtins/form.ts";
import { functionOf, invokeBuiltIn, invokeBuiltInByName } from "../builtins/invoke.ts";
import { nearest } from "../nearest.ts";
import { type Feel, FunctionValue, kindOf } from "../value.ts";
import type { Compiler, Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { nameOf } from "./names.ts";
import { type Code, type Frame, isCallable, readVariable, type Scope } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** Names of variables that may be functions; a call of anything else must be built in. */
export type Known = (name: string) => boolean;

/** Variables, and calls of what is built in, defined or given (DMN 1.5 §10.3.2.9, §10.3.4). */
export const calls: Rules = {
  VariableName: (node, scope, compiler) => variable(nameOf(node, compiler.text), scope, compiler),
  FunctionInvocation: (node, scope, compiler) => {
    const [callee] = childrenOf(node);
    if (!callee) throw new Faulty(node.from, "expected a function");
    return call(callee, node, scope, compiler);
  },
  /** `date and time(…)` and such, whose names hold words that mean something else. */
  DateTimeLiteral: (node, scope, compiler) => {
    const [first] = childrenOf(node);
    if (!first) throw new Faulty(node.from, "expected a function");
    return first.name === "AtLiteral" ? compiler.compile(first, scope) : call(first, node, scope, compiler);
  },
};

function variable(name: string, scope: Scope | null, compiler: Compiler): Code {
  return readVariable(name, scope, () => {
    compiler.names.add(name);
    const forms = formsOf(name, compiler);
    const builtIn = forms && functionOf(name, forms);
    return ({ lookup, run }) => {
      const value = lookup(name);
      if (value !== undefined) return value;
      return builtIn ?? run.warn(`Expected a variable "${name}", got none`);
    };
  });
}

const formsOf = (name: string, { builtIns }: Compiler): readonly Form[] | undefined =>
  Object.hasOwn(builtIns, name) ? builtIns[name] : undefined;

type Arguments =
  | { readonly names: null; readonly values: readonly Code[] }
  | { readonly names: readonly string[]; readonly values: readonly Code[] };

/**
 * What an expression binds itself is called by its name; so is a variable that is known to be a function. Then come the
 * built-in functions, which a variable of the same name does not hide: `count + count(items)` reads one and calls the
 * other.
 */
function call(callee: SyntaxNode, node: SyntaxNode, scope: Scope | null, compiler: Compiler): Code {
  const name = callee.name === "PathExpression" ? null : nameOf(callee, compiler.text);
  const args = argumentsOf(node, scope, compiler);
  const isName = name !== null && calleeNames.has(callee.name);
  if (!isName) return callValue(compiler.compile(callee, scope), args, compiler.textOf(callee));
  if (name === "is defined") return isDefined(args, node);
  if (isCallable(name, scope) || compiler.known(name)) return callValue(variable(name, scope, compiler), args, name);
  const forms = formsOf(name, compiler);
  if (!forms) throw new Faulty(callee.from, unknownFunction(name, compiler));
  compiler.functions.add(name);
  return callBuiltIn(name, forms, args);
}

function unknownFunction(name: string, { builtIns }: Compiler): string {
  const meant = nearest(name, [...Object.keys(builtIns), "is defined"]);
  const proposal = meant === null ? "" : ` (did you mean "${meant}"?)`;
  return `function "${name}" does not exist, which would always give null${proposal}`;
}

const calleeNames = new Set(["VariableName", "DateTimeConstructor", "SpecialFunctionName"]);

function argumentsOf(node: SyntaxNode, scope: Scope | null, compiler: Compiler): Arguments {
  const list = childrenOf(node).find(({ name }) => name === "PositionalParameters" || name === "NamedParameters");
  if (!list) return { names: null, values: [] };
  const items = childrenOf(list).filter(({ name }) => name !== ",");
  if (list.name === "PositionalParameters")
    return { names: null, values: items.map((item) => compiler.compile(item, scope)) };
  const named = items.map((item) => {
    const [name, value] = childrenOf(item);
    if (!name || !value) throw new Faulty(item.from, "expected a name and a value");
    return [nameOf(name, compiler.text), compiler.compile(value, scope)] as const;
  });
  return { names: named.map(([name]) => name), values: named.map(([, value]) => value) };
}

function callBuiltIn(name: string, forms: readonly Form[], { names, values }: Arguments): Code {
  if (names === null) return (frame) => invokeBuiltIn(name, forms, valuesOf(values, frame), frame.run);
  return (frame) => {
    const given = new Map(names.map((one, at) => [one, values[at]?.(frame) ?? null]));
    return invokeBuiltInByName(name, forms, given, frame.run);
  };
}

const valuesOf = (codes: readonly Code[], frame: Frame): Feel[] => codes.map((code) => code(frame));

function callValue(callee: Code, { names, values }: Arguments, shown: string): Code {
  return (frame) => {
    const value = callee(frame);
    if (!(value instanceof FunctionValue))
      return frame.run.warn(`Expected a function "${shown}", got ${kindOf(value)}`);
    const args = valuesOf(values, frame);
    if (names === null) {
      if (args.length !== value.parameters.length && !value.isBuiltIn)
        return frame.run.warn(`Expected ${value.parameters.length} arguments of "${shown}", got ${args.length}`);
      return value.invoke(args, frame.run);
    }
    const unknown = names.find((name) => !value.parameters.includes(name));
    if (unknown !== undefined || names.length !== value.parameters.length)
      return frame.run.warn(
        `Expected the parameters ${value.parameters.join(", ")} of "${shown}", got ${names.join(", ")}`,
      );
    return value.invoke(
      value.parameters.map((parameter) => args[names.indexOf(parameter)] ?? null),
      frame.run,
    );
  };
}

/** Whether a variable or a property is there, whatever its value is; Camunda's own. */
function isDefined({ values: [value], names }: Arguments, node: SyntaxNode): Code {
  if (!value || (names && names[0] !== "value")) throw new Faulty(node.from, 'expected one argument of "is defined"');
  return (frame) => {
    const before = frame.run.warningCount;
    const found = value(frame);
    return found !== null || frame.run.warningCount === before;
  };
}
