import { Type } from "@sinclair/typebox";

export const EvaluatedInput = Type.Object({
  inputId: Type.String(),
  inputName: Type.String({ description: "Its label, else its expression" }),
  inputValue: Type.String({ description: "JSON text" }),
});

export const MatchedRule = Type.Object({
  ruleId: Type.String(),
  ruleIndex: Type.Integer({ description: "From 1" }),
  evaluatedOutputs: Type.Array(
    Type.Object({
      outputId: Type.String(),
      outputName: Type.String(),
      outputValue: Type.String({ description: "JSON text" }),
      ruleId: Type.String(),
      ruleIndex: Type.Integer(),
    }),
  ),
});
