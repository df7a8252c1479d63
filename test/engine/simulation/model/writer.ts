import type { Part } from "../../../bpmnText.ts";
import type { Random } from "../random.ts";

/** Parts with one way in and one way out. */
export interface Block {
  readonly parts: readonly Part[];
  readonly first: string;
  readonly last: string;
}

/** Where something is drawn. */
export interface Place {
  /** How often blocks and scopes may still nest. */
  readonly depth: number;
  readonly scope: "process" | "subProcess" | "transaction" | "eventSubProcess" | "adHoc";
  /**
   * Runs beside the main flow, started by an event. It throws no signal that such a start waits for: the two would call
   * each other for ever within one command.
   */
  readonly isBeside: boolean;
  /** Several tokens may be on the way here at once, in one scope: an inclusive join takes those of different ones. */
  readonly isMany: boolean;
  /** An error that is thrown here is caught in the same process. */
  readonly isCaught: boolean;
  /** Activities of this scope that can be undone. */
  readonly undoable: string[];
  /** Activities that a compensation event in this place undoes. */
  readonly undone: readonly string[];
}

export interface Manner {
  readonly isSound: boolean;
  readonly isCalm: boolean;
}

/** Draws with random choices, with an id for everything, until the drawing is large enough. */
export class Writer {
  readonly random: Random;
  /** Every token comes to an end when everything that waits is answered. */
  readonly isSound: boolean;
  /** Nothing that is thrown comes back for ever, though it is delivered at once. */
  readonly isCalm: boolean;
  /** Processes that may be called: none that leads back here. */
  readonly callable: readonly string[];
  #count = 0;
  #left: number;

  constructor(
    random: Random,
    { isSound, isCalm, callable, size }: Manner & { callable: readonly string[]; size: number },
  ) {
    this.random = random;
    this.isSound = isSound;
    this.isCalm = isCalm;
    this.callable = callable;
    this.#left = size;
  }

  id(prefix: string): string {
    this.#count += 1;
    this.#left -= 1;
    return `${prefix}${this.#count}`;
  }

  /** Nothing more nests: the drawing is large enough. */
  get isFull(): boolean {
    return this.#left <= 0;
  }
}

/** Within a block of this place. */
export const deeper = (place: Place): Place => ({ ...place, depth: place.depth - 1 });

/** Connects blocks one behind the other. */
export function inRow(blocks: readonly Block[]): Block {
  const flows = blocks.slice(1).map(({ first }, index) => `${blocks[index]?.last} -> ${first}`);
  return {
    parts: [...blocks.flatMap(({ parts }) => parts), ...flows],
    first: blocks[0]?.first ?? "",
    last: blocks.at(-1)?.last ?? "",
  };
}
