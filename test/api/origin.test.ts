import { expect, test } from "vitest";
import { refuseForeign } from "../../server/origin.ts";
import { Refused } from "../../server/store/failures.ts";

type Request = Parameters<typeof refuseForeign>[0];

const proxy = ["https://millrace.example.org"];

test.each([
  ["a program", { host: "127.0.0.1:8080" }, true],
  ["a program by name", { host: "localhost:8080" }, true],
  ["a program by IPv6", { host: "[::1]:8080" }, true],
  ["our own page", { host: "localhost:8080", origin: "http://localhost:8080" }, true],
  ["our own page behind a proxy", { host: "127.0.0.1:8080", origin: "https://millrace.example.org" }, true],
  ["our own page behind a proxy that keeps the host", { host: "millrace.example.org", origin: proxy[0] }, true],
  ["another page", { host: "localhost:8080", origin: "https://evil.example" }, false],
  ["another port's page", { host: "localhost:8080", origin: "http://localhost:3000" }, false],
  ["a sandboxed page", { host: "localhost:8080", origin: "null" }, false],
  ["a page whose name points here", { host: "evil.example:8080", origin: "http://evil.example:8080" }, false],
  ["no host", {}, false],
])("%s: %o", (_, headers, isLetIn) => {
  const call = () => refuseForeign({ headers } as unknown as Request, proxy);
  if (isLetIn) expect(call).not.toThrow();
  else expect(call).toThrow(Refused);
});
