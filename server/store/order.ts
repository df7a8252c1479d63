import type { Command, Event, Rejection } from "../../engine/vocabulary.ts";

/** A command on its way into a process instance. */
export interface Order {
  readonly processInstanceKey: string;
  readonly command: Command;
  /** A user's name, `timer`, `message` or `anonymous`; kept in the journal. */
  readonly actor: string;
  /** Present when the command starts the instance. */
  readonly start?: NewInstance;
  /** The outbox row it comes from; carried out once, by whoever deletes the row. */
  readonly outboxId?: number;
  /** The message that it brings to a wait; it looks for another one when the wait has gone. */
  readonly messageKey?: string;
  /** Somebody waits for its outcome, although it comes out of the outbox. */
  readonly isAwaited?: true;
  /** Whose it is, `<default>` unless given: tenants are served in turn. */
  readonly tenantId?: string;
}

export interface NewInstance {
  readonly definitionKey: string;
  readonly tags: readonly string[];
  readonly businessId: string | null;
  readonly startCorrelationKey: string | null;
  /** The call activity instance that calls it. */
  readonly callerKey?: string;
}

/** What became of an order, after its transaction was committed. */
export type Outcome =
  | { kind: "done"; events: readonly Event[]; isEnded: boolean; revision: number }
  | { kind: "rejected"; rejection: Rejection }
  /** Another node carried it out. */
  | { kind: "taken" };
