import { Type } from "@sinclair/typebox";
import { Evaluation } from "../../engine/feel/evaluation.ts";
import { readExpression, reasonOf } from "../../engine/feel/expression.ts";
import type { Moment } from "../../engine/feel/moment.ts";
import type { Feel } from "../../engine/feel/value.ts";
import { NoRoom, toJson, type Variables } from "../../engine/feel/values.ts";
import { Refused } from "../store/failures.ts";
import { momentOf } from "../store/moment.ts";
import type { App, Context } from "./context.ts";
import { Nullable, problems, TenantId, VariablesBody } from "./schemas.ts";

const Answer = Type.Object({
  expression: Type.String(),
  result: Type.Unknown({ description: "Any JSON value; dates, times and durations are ISO 8601 text" }),
  warnings: Type.Array(Type.Object({ message: Type.String({ description: "Why something in it is null" }) })),
});

export function expressionRoutes(app: App, { store }: Context): void {
  app.post(
    "/v2/expression/evaluation",
    {
      schema: {
        tags: ["Expressions"],
        summary: "Evaluate a FEEL expression",
        description:
          "With the variables that come with it, and within the bounds that processes have. Nothing is kept.",
        body: Type.Object(
          {
            expression: Type.String({
              minLength: 1,
              description: "FEEL behind an equals sign; without it, the result is the text itself",
            }),
            variables: Type.Optional(Nullable(VariablesBody)),
            tenantId: Type.Optional(TenantId),
          },
          { additionalProperties: false },
        ),
        response: { 200: Answer, ...problems },
      },
    },
    async (request) => {
      const { expression, variables } = request.body;
      const moment = momentOf({ nowMs: () => store.nowMs() });
      return { expression, ...evaluate(expression, (variables ?? {}) as Variables, moment) };
    },
  );
}

function evaluate(source: string, variables: Variables, moment: Moment) {
  const read = readExpression(source);
  if (!read.ok) throw refused(read.message);
  const { compiled, fixed } = read.value;
  if (!compiled) return { result: fixed, warnings: [] };
  const run = new Evaluation(moment);
  try {
    const value = compiled.evaluate((name) => (Object.hasOwn(variables, name) ? variables[name] : undefined), run);
    return { result: jsonOf(value), warnings: run.warnings };
  } catch (error) {
    throw error instanceof Refused ? error : refused(`Expression "${source}" failed: ${reasonOf(error)}`);
  }
}

function jsonOf(value: Feel) {
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof NoRoom) throw refused("Expected a result of at most 32 MB, got more");
    throw error;
  }
}

const refused = (detail: string) => new Refused("EXPRESSION_REFUSED", detail, { field: "/expression" });
