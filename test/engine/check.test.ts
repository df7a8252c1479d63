import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bpmn, job, node } from "../bpmnText.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-check-"));
const good = bpmn("pay", [node("startEvent", "start"), job("serviceTask", "charge"), "start -> charge"]);
const bad = bpmn("send", [node("startEvent", "start"), node("serviceTask", "mail"), "start -> mail"]);

beforeAll(() => {
  mkdirSync(join(folder, "models/deep"), { recursive: true });
  mkdirSync(join(folder, "empty"));
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, "models", name), content);
  write("good.bpmn", good);
  write("deep/bad.bpmn", bad);
  write("deep/notes.txt", "no model");
  const named = good.replace("UTF-8", "ISO-8859-1").replace('id="charge"', 'id="charge" name="Gebühr"');
  write("old.bpmn20.xml", Buffer.from(named, "latin1"));
  write("deep/lying.bpmn", Buffer.from(named.replace("ISO-8859-1", "UTF-8"), "latin1"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The command as people call it, in a process of its own. */
async function millrace(...args: string[]) {
  const program = fileURLToPath(new URL("../../cli/millrace.js", import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  const [code] = await once(child, "close");
  return { code, ...texts };
}

const decision = (id: string, logic: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}s" name="${id}" namespace="http://${id}"><decision id="${id}" name="${id}"><literalExpression><text>${logic}</text></literalExpression></decision></definitions>`;

describe("millrace check", () => {
  test("says of decisions what it says of processes", async () => {
    writeFileSync(join(folder, "rate.dmn"), decision("rate", "amount * 0.2"));
    writeFileSync(join(folder, "lost.dmn"), decision("lost", "amount *"));
    const { code, stdout } = await millrace("check", "--json", "rate.dmn", "lost.dmn");
    expect(JSON.parse(stdout)).toMatchObject({
      executed: 1,
      refused: 1,
      files: [
        { file: "rate.dmn", verdict: "executed", processes: [], decisions: ["rate"], findings: [] },
        {
          file: "lost.dmn",
          verdict: "refused",
          decisions: [],
          findings: [{ code: "EXPRESSION_INVALID", elementId: "lost" }],
        },
      ],
    });
    expect(code).toBe(1);
  });

  test("says that a file is executed", async () => {
    expect(await millrace("check", "models/good.bpmn")).toEqual({
      code: 0,
      stdout: "executed  models/good.bpmn\n1 file: 1 executed, 0 refused.\n",
      stderr: "",
    });
  });

  test("tells element, line and reason of what is refused, and ends with 1", async () => {
    const { code, stdout } = await millrace("check", "models/deep/bad.bpmn");
    const line = bad.split("\n").findIndex((text) => text.includes('id="mail"')) + 1;
    expect(stdout).toMatch(
      new RegExp(
        `^refused {2}models/deep/bad\\.bpmn\\n {2}models/deep/bad\\.bpmn:${line}: error JOB_TYPE_MISSING at mail\\n {4}`,
      ),
    );
    expect(code).toBe(1);
  });

  test("looks into folders, at models only, and reads each in its own encoding", async () => {
    const { code, stdout } = await millrace("check", "models", "models/good.bpmn");
    const lines = stdout.split("\n").filter((text) => /^\S/.test(text));
    expect(lines).toEqual([
      "refused  models/deep/bad.bpmn",
      "refused  models/deep/lying.bpmn",
      "executed  models/good.bpmn",
      "executed  models/old.bpmn20.xml",
      "4 files: 2 executed, 2 refused.",
    ]);
    expect(stdout).toContain("Expected BPMN 2.0 XML: expected text in utf-8, got other bytes.");
    expect(code).toBe(1);
  });

  test("tells the same as JSON", async () => {
    const { code, stdout } = await millrace("check", "--json", "models/good.bpmn", "models/deep/bad.bpmn");
    expect(JSON.parse(stdout)).toMatchObject({
      executed: 1,
      refused: 1,
      files: [
        { file: "models/good.bpmn", verdict: "executed", processes: ["pay"], findings: [] },
        {
          file: "models/deep/bad.bpmn",
          verdict: "refused",
          processes: [],
          findings: [{ code: "JOB_TYPE_MISSING", severity: "error", elementId: "mail", line: expect.any(Number) }],
        },
      ],
    });
    expect(code).toBe(1);
  });

  test.each([
    ["no file", [], "Expected files or folders, got none"],
    ["a path that leads to nothing", ["gone.bpmn"], '"gone.bpmn" does not exist'],
    ["a folder without models", ["empty"], 'in the folder "empty", found none'],
    ["an unknown option", ["--loud", "models"], "--loud"],
  ])("ends with 2 for %s", async (_, args, says) => {
    const { code, stdout, stderr } = await millrace("check", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });
});

describe("millrace", () => {
  test("lists its commands", async () => {
    const { code, stdout } = await millrace();
    expect(stdout).toMatch(/ {2}check {4}Say of BPMN files/);
    expect(code).toBe(0);
  });

  test("refuses a command that it does not have", async () => {
    const { code, stderr } = await millrace("toString");
    expect(stderr).toContain('Expected a command, got "toString"');
    expect(code).toBe(2);
  });
});
