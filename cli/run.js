// Runs a TypeScript program of this project: node cli/run.js <file> [arguments].

import { pathToFileURL } from "node:url";
import { loadLean, settleLater } from "./lean.js";
import { requireNode } from "./node.js";

requireNode();
loadLean();
const [, , file = "", ...rest] = process.argv;
process.argv = [process.argv[0] ?? "node", file, ...rest];
await import(pathToFileURL(file).href);
settleLater();
