import { describe, expect, test } from "vitest";
import { parseNumber } from "../../../engine/feel/numbers.ts";
import { Range } from "../../../engine/feel/value.ts";
import { called, calledByName, functionOf, type Row } from "./builtinsCalled.ts";

const add = functionOf(["a", "b"], () => null);
const upTo10 = new Range(1, 10, { start: false, end: true });
const moreThan5 = new Range(5, null, { start: false, end: false });

const tables: Readonly<Record<string, readonly Row[]>> = {
  "get value": [
    [[{ foo: 123 }, "foo"], 123],
    [[{ x: { y: { z: 1 } } }, ["x", "y"]], { z: 1 }],
    [[{ a: 1 }, "a", "b"], null],
    [["foo", "foo"], null],
    [[{ a: 1 }, 123], null],
    [[{ a: 1 }, []], null],
    [[null, "a"], null],
  ],
  "get entries": [
    [
      [{ c: 1, b: 2 }],
      [
        { key: "c", value: 1 },
        { key: "b", value: 2 },
      ],
    ],
    [[{}], []],
    [[null], null],
    [[[1, 2]], null],
  ],
  context: [
    [
      [
        [
          { key: "a", value: 1 },
          { key: "b", value: 2 },
        ],
      ],
      { a: 1, b: 2 },
    ],
    [
      [
        [
          { key: "a", value: 1 },
          { key: "a", value: 3 },
        ],
      ],
      { a: 3 },
    ],
    [[{ key: "a", value: null }], { a: null }],
    [[{ key: "", value: 1, ignored: "foo" }], { "": 1 }],
    [[[]], {}],
    [[[{ key: "a", value: 1 }, { key: "b" }]], null],
    [[[{ key: null, value: 1 }]], null],
    [["foo"], null],
  ],
  "context put": [
    [[{ x: 1 }, "y", 2], { x: 1, y: 2 }],
    [[{ x: 1, y: 3 }, "x", null], { x: null, y: 3 }],
    [[{ x: 1, y: { z: 0 } }, ["y", "z"], 2], { x: 1, y: { z: 2 } }],
    [[{ x: 1, y: { a: 0 } }, ["y", "b"], 2], { x: 1, y: { a: 0, b: 2 } }],
    [[{ x: 1 }, ["a", "b", "c"], 2], { x: 1, a: { b: { c: 2 } } }],
    [[{ x: 1, y: 2 }, ["y", "z"], 2], { x: 1, y: { z: 2 } }],
    [[{ x: 1 }, null, 2], null],
    [[{ x: 1 }, [1, 2, 3], 2], null],
    [[{ x: 1 }, ["y", null], 2], null],
    [[{ x: 1 }, [], 2], null],
    [[[], "a", 1], null],
  ],
  put: [[[{ x: 1 }, "y", 2], { x: 1, y: 2 }]],
  "context merge": [
    [[[{ x: 1 }, { y: 2 }]], { x: 1, y: 2 }],
    [[{ x: 1 }, { x: 2 }, { z: 3 }], { x: 2, z: 3 }],
    [[{ x: 1 }], { x: 1 }],
    [[[{ a: { b: 1 } }, { a: { c: 2 } }]], { a: { c: 2 } }],
    [[{}, 1], null],
    [[[{ a: 1 }, 2]], null],
    [[null], null],
    [[], null],
  ],
  "put all": [[[{ x: 1 }, { y: 2 }], { x: 1, y: 2 }]],
  is: [
    [[1, 1], true],
    [[1, "1"], false],
    [
      [
        [1, { a: 2 }],
        [1, { a: 2 }],
      ],
      true,
    ],
    [[null, null], true],
    [[1], false],
  ],
  "get or else": [
    [[3, 1], 3],
    [[null, "default"], "default"],
    [[false, true], false],
  ],
  fromAi: [
    [["x", "what it is", "string", { enum: ["x"] }, null], "x"],
    [[{ a: 1 }], { a: 1 }],
  ],
  string: [
    [["hello"], "hello"],
    [[1.1], "1.1"],
    [[parseNumber("1e21")], "1000000000000000000000"],
    [[true], "true"],
    [[[1, "a", null, [2]]], '[1, "a", null, [2]]'],
    [[{ a: 1, "b c": { d: 'say "x"' }, "e:f": 2 }], '{a:1, b c:{d:"say \\"x\\""}, "e:f":2}'],
    [[upTo10], "(1..10]"],
    [[moreThan5], "> 5"],
    [[add], "function(a, b)"],
    [[{}], "{}"],
  ],
  "to json": [
    [[["a", 1.5, null, true]], '["a",1.5,null,true]'],
    [[{ a: { b: 'say "x"' } }], '{"a":{"b":"say \\"x\\""}}'],
    [[parseNumber("0.1234567890123456789")], "0.1234567890123456789"],
    [[upTo10], '"(1..10]"'],
    [[add], '"function(a, b)"'],
  ],
  "from json": [
    [['{"a": 1, "b": [true, false, null, "x\\n\\u00e9"]}'], { a: 1, b: [true, false, null, "x\né"] }],
    [[" [ ] "], []],
    [["{}"], {}],
    [["-0"], 0],
    [["1.50e2"], 150],
    [["12345678901234567890"], "12345678901234567890"],
    [['"P1Y"'], "P1Y"],
    [['{"a":1,"a":2}'], { a: 2 }],
    [["[1,]"], null],
    [["[1 2]"], null],
    [["01"], null],
    [["{a:1}"], null],
    [['"a\nb"'], null],
    [['"\\x"'], null],
    [["1 2"], null],
    [["invalid"], null],
    [[""], null],
    [[`${"[".repeat(10_000)}`], null],
  ],
};

describe.each(Object.entries(tables))("%s", (name, rows) => {
  test.each(rows)("%j is %j", (args, expected) => {
    const { value, warnings } = called(name, args);
    expect(value).toEqual(expected);
    expect(warnings.length).toBe(expected === null ? 1 : 0);
  });
});

test("null is a value", () => {
  expect(called("get value", [{ a: null }, "a"])).toEqual({ value: null, warnings: [] });
  expect(called("get value", [{}, "toString"])).toEqual({ value: null, warnings: [] });
  expect(called("not", [null])).toEqual({ value: null, warnings: [] });
  expect(called("string", [null])).toEqual({ value: null, warnings: [] });
  expect(called("from json", ["null"])).toEqual({ value: null, warnings: [] });
  expect(called("not", [true]).value).toBe(false);
  expect(called("not", [1]).value).toBe(null);
});

test("an entry may have any name", () => {
  const { value } = called("context put", [{}, "__proto__", { polluted: true }]);
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.keys(called("from json", ['{"__proto__":{"a":1}}']).value as object)).toEqual(["__proto__"]);
});

test("DMN's dialect gives null where two entries contradict each other", () => {
  const twice = [
    { key: "a", value: 1 },
    { key: "a", value: 2 },
  ];
  expect(called("context", [twice], "dmn").value).toBe(null);
  expect(called("context put", [{ y: { a: 0 } }, ["y", "a", "b"], 2], "dmn").value).toBe(null);
  expect(called("context put", [{ y: { a: 0 } }, ["y", "b"], 2], "dmn").value).toEqual({ y: { a: 0, b: 2 } });
});

test("takes arguments by name", () => {
  expect(calledByName("get value", { key: "a", m: { a: "foo" } }).value).toBe("foo");
  expect(calledByName("get value", { context: { x: { y: 1 } }, keys: ["x", "y"] }).value).toBe(1);
  expect(calledByName("context put", { context: { x: { y: 1 } }, keys: ["x", "y"], value: 2 }).value).toEqual({
    x: { y: 2 },
  });
  expect(calledByName("context merge", { contexts: [{ x: 1 }, { y: 2 }] }).value).toEqual({ x: 1, y: 2 });
  expect(calledByName("fromAi", { value: 1, type: "number" }).value).toBe(1);
  expect(calledByName("get or else", { value: null, default: 1 }).value).toBe(1);
});
