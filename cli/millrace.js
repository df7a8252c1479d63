#!/usr/bin/env node
// The command `millrace`: millrace <command> [arguments], from any folder.

import { fileURLToPath } from "node:url";
import { loadLean, settleLater } from "./lean.js";
import { requireNode } from "./node.js";

const commands = {
  check: { program: "./check.ts", does: "Say of BPMN files whether they are executed or refused, and why" },
  start: { program: "../server/main.ts", given: ["--samples"], does: "Start the server with the sample processes" },
  serve: { program: "../server/main.ts", does: "Start the server" },
  verify: { program: "./verify.ts", does: "Check that nothing in the journal was changed, left out or added" },
  worker: { program: "../processes/workers.ts", does: "Work the jobs of the sample processes" },
};

const usage = `Usage: millrace <command> [arguments]

${Object.entries(commands)
  .map(([name, { does }]) => `  ${name.padEnd(8)} ${does}`)
  .join("\n")}

  millrace <command> --help says more.
`;

requireNode();
loadLean();
const [, , name = "", ...rest] = process.argv;
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command) {
  const program = new URL(command.program, import.meta.url);
  process.argv = [process.argv[0] ?? "node", fileURLToPath(program), ...(command.given ?? []), ...rest];
  await import(program.href);
  settleLater();
} else if (["", "help", "--help", "-h"].includes(name)) {
  console.log(usage);
} else {
  console.error(`Expected a command, got "${name}".\n\n${usage}`);
  process.exitCode = 2;
}
