/** `npm run fuzz` makes BPMN files by the thousand, `npm run fuzz -- feel` expressions and decision tables. */
if (process.argv[2] === "feel") {
  process.argv.splice(2, 1);
  await import("./feelMain.ts");
} else await import("./models.ts");
