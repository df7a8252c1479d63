import type { Order } from "./order.ts";

/** What a line of the log is about. Keys only: never variables, secrets, or the values of a statement. */
export interface About {
  /** `info` unless given. */
  readonly level?: LogLevel;
  readonly processInstanceKey?: string;
  readonly elementId?: string;
  readonly elementInstanceKey?: string;
  readonly jobKey?: string;
  readonly subscriptionKey?: string;
  readonly outboxId?: string;
  readonly commandType?: string;
  readonly requestId?: string;
  /** Where an error was thrown: the frames, without its message. */
  readonly stack?: string;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Tells the operator one thing. */
export type Log = (message: string, about?: About) => void;

/** What a command is about, for the log. */
export function aboutOrder({ processInstanceKey, command, outboxId }: Order): About {
  const { jobKey, elementKey, subscriptionKey } = command as Partial<
    Record<"jobKey" | "elementKey" | "subscriptionKey", string>
  >;
  return {
    processInstanceKey,
    commandType: command.type,
    ...(jobKey === undefined ? {} : { jobKey }),
    ...(elementKey === undefined ? {} : { elementInstanceKey: elementKey }),
    ...(subscriptionKey === undefined ? {} : { subscriptionKey }),
    ...(outboxId === undefined ? {} : { outboxId: String(outboxId) }),
  };
}

/** Tells an error in words that hold no values, with its frames unless they say nothing. */
export function logError(log: Log, where: string, error: unknown, about: About & { isExpected?: boolean } = {}): void {
  const { isExpected = false, ...keys } = about;
  // drizzle's own message holds the values of a statement; what the database said is its cause.
  const given = asError(error);
  const cause = given instanceof Error && given.cause instanceof Error ? given.cause : given;
  const stack = cause instanceof Error && !isExpected ? framesOf(cause) : undefined;
  const level = isExpected ? "warn" : "error";
  log(`Error ${where}: ${textOf(cause)}`, { level, ...keys, ...(stack === undefined ? {} : { stack }) });
}

/** pg-boss tells its errors as objects that only look like one. */
function asError(error: unknown): unknown {
  const isLikeOne = typeof error === "object" && error !== null && !(error instanceof Error) && "message" in error;
  return isLikeOne ? Object.assign(new Error(String(error.message)), error) : error;
}

/**
 * The message without what it quotes of somebody's data: Postgres quotes the value that does not fit (its class 22), the
 * JSON parser the text that it cannot read.
 */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^22...$/.test(code))
    return `${error.name}: ${error.message.split(": ")[0]} (${code})`;
  if (error instanceof SyntaxError) return `${error.name}: the text is not valid`;
  return String(error);
}

/** The lines below the message, which may have several of its own. */
function framesOf({ stack = "" }: Error): string | undefined {
  const frames = stack.split("\n").filter((line) => /^ +at /.test(line));
  return frames.length === 0 ? undefined : frames.join("\n");
}
