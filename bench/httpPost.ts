import { type Agent, request } from "node:http";

/** Posts JSON and answers the body. Fails unless the status is 2xx, and when the signal aborts. */
export async function post(url: URL, body: object, options: { agent: Agent; signal?: AbortSignal }): Promise<string> {
  const content = Buffer.from(JSON.stringify(body));
  const headers = { "content-type": "application/json", "content-length": content.length };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request(url, { method: "POST", headers, ...options }, (response) => {
    const parts: Buffer[] = [];
    response.on("error", reject);
    response.on("data", (part: Buffer) => parts.push(part));
    response.on("end", () => {
      const text = Buffer.concat(parts).toString();
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300) resolve(text);
      else reject(new Error(`Expected 2xx from ${url.pathname}, got ${statusCode}: ${text}`));
    });
  });
  sent.on("error", reject);
  sent.end(content);
  return promise;
}
