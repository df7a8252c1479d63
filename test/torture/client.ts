import { setTimeout as pause } from "node:timers/promises";
import type { Outcome, Told, What } from "./ledger.ts";
import type { Random } from "./random.ts";

/** Longer than any request should take; its outcome is uncertain then. Milliseconds. */
const answerMsMax = 20_000;

export interface Request {
  readonly what: What;
  readonly target: string;
  readonly method?: "POST" | "PATCH" | "PUT";
  readonly path: string;
  /** `mark` is the attempt's own. */
  readonly body: (mark: string) => unknown;
  /** Who asks; the mark unless the person matters. */
  readonly user?: string;
}

export interface Answer {
  readonly mark: string;
  readonly outcome: Outcome;
  readonly status: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  readonly body: any;
}

/** Talks to any of the servers, as clients behind a load balancer do, and tells the ledger of each attempt. */
export class Client {
  readonly #addresses: () => readonly string[];
  readonly #name: string;
  readonly #random: Random;
  readonly #tell: (told: Told) => void;
  #count = 0;

  constructor(name: string, addresses: () => readonly string[], random: Random, tell: (told: Told) => void) {
    this.#name = name;
    this.#addresses = addresses;
    this.#random = random;
    this.#tell = tell;
  }

  /** One attempt. */
  async attempt({ what, target, method = "POST", path, body, user }: Request): Promise<Answer> {
    this.#count += 1;
    const mark = `t-${this.#name}-${this.#count}`;
    this.#tell({ mark, what, target, outcome: "uncertain", answer: "none" });
    const answer = await this.#send(method, path, body(mark), user ?? mark);
    const outcome = outcomeOf(answer);
    const said = answer.status === null ? String(answer.body) : `${answer.status} ${answer.body?.code ?? ""}`.trim();
    this.#tell({ mark, what, target, outcome, answer: said });
    return { mark, outcome, ...answer };
  }

  /** Tries again until the answer is certain; the last answer when it is not after `triesMax`. */
  async insist(request: Request, triesMax = 1_000): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.attempt(request);
      if (isFinal(answer) || tries >= triesMax) return answer;
      await pause(this.#random.between(50, 400));
    }
  }

  /** Asks something that changes nothing; null when there is no good answer. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  async look(method: "GET" | "POST", path: string, body?: unknown): Promise<any> {
    const { status, body: answer } = await this.#send(method, path, body, "looker");
    return status !== null && status < 300 ? answer : null;
  }

  async #send(method: string, path: string, body: unknown, user: string): Promise<Pick<Answer, "status" | "body">> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "x-millrace-user": user, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    try {
      const address = this.#random.of(this.#addresses());
      const signal = AbortSignal.timeout(answerMsMax);
      const response = await fetch(address + path, { method, headers, signal, ...json });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    } catch (error) {
      const { cause, message } = error as Error;
      return {
        status: null,
        body: cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : message,
      };
    }
  }
}

/** Trying again would not give another answer. */
export const isFinal = ({ outcome, status, body }: Answer) =>
  outcome !== "uncertain" && status !== null && body?.code !== "RESOURCE_EXHAUSTED";

/** A server that is full has refused; one whose database is gone may have been heard by it. */
function outcomeOf({ status, body }: Pick<Answer, "status" | "body">): Outcome {
  if (status === null) return body === "ECONNREFUSED" ? "refused" : "uncertain";
  if (status < 300) return "acknowledged";
  return status < 500 || body?.code === "RESOURCE_EXHAUSTED" ? "refused" : "uncertain";
}
