// Runs a TypeScript program of this project: node cli/run.js <file> [arguments].

import { pathToFileURL } from "node:url";
import { requireNode } from "./node.js";

requireNode();
const [, , file = "", ...rest] = process.argv;
process.argv = [process.argv[0] ?? "node", file, ...rest];
await import(pathToFileURL(file).href);
