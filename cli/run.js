// Runs a TypeScript program of this project: node cli/run.js <file> [arguments].
// Plain JavaScript, so that a Node that is too old gets a sentence and not a stack trace.

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Millrace needs Node 22.18 or newer, this is ${process.versions.node}. ` +
      "On Linux and Windows `npm install` brings Node 24 for the npm scripts; elsewhere install Node 24.",
  );
  process.exit(1);
}

const { pathToFileURL } = await import("node:url");
const [, , file = "", ...rest] = process.argv;
process.argv = [process.argv[0] ?? "node", file, ...rest];
await import(pathToFileURL(file).href);
