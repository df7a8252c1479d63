// Plain JavaScript, so that a Node that is too old gets a sentence and not a stack trace.

/** Ends the program when this Node cannot run TypeScript as it is. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  console.error(
    `Millrace needs Node 22.18 or newer, this is ${process.versions.node}. ` +
      "On Linux and Windows `npm install` brings Node 24 for the npm scripts; elsewhere install Node 24.",
  );
  process.exit(1);
}
