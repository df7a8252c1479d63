import dmn13 from "dmn-moddle/resources/dmn/json/dmn13.json" with { type: "json" };

/** One property of an element: a child that stands under its name unless it says otherwise. */
const child = (name: string, type: string) => ({ name, type, xml: { serialize: "property" } });

const attribute = (name: string) => ({ name, type: "String", isAttr: true });

const expression = (name: string, properties: readonly object[], superClass = "Expression") => ({
  name,
  superClass: [superClass],
  properties,
});

/** What DMN 1.4 and 1.5 have beyond 1.3 (DMN 1.5 §10.2.2.10 to 10.2.2.13, §7.3.3). */
const added = [
  expression("ChildExpression", [{ name: "value", type: "Expression" }], "DMNElement"),
  expression("Conditional", [
    child("if", "ChildExpression"),
    child("then", "ChildExpression"),
    child("else", "ChildExpression"),
  ]),
  expression("Filter", [child("in", "ChildExpression"), child("match", "ChildExpression")]),
  expression("For", [
    attribute("iteratorVariable"),
    child("in", "ChildExpression"),
    child("return", "ChildExpression"),
  ]),
  ...["Some", "Every"].map((name) =>
    expression(name, [
      attribute("iteratorVariable"),
      child("in", "ChildExpression"),
      child("satisfies", "ChildExpression"),
    ]),
  ),
];

/** DMN 1.5 as dmn-moddle's descriptor of 1.3 and what came later; read under the namespace of 1.3. */
export const dmn = {
  ...dmn13,
  types: [
    ...dmn13.types.map((type) =>
      type.name === "ItemDefinition"
        ? { ...type, properties: [...type.properties, child("typeConstraint", "UnaryTests")] }
        : type,
    ),
    ...added,
  ],
};
