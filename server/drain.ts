/**
 * Whether the server is on its way out. It says so before anything else, so that whoever sends it work looks elsewhere
 * while it still answers.
 */
export class Drain {
  #isDraining = false;
  /** Requests that have come and are not answered. */
  #requests = 0;

  get isDraining(): boolean {
    return this.#isDraining;
  }

  get requests(): number {
    return this.#requests;
  }

  begin(): void {
    this.#isDraining = true;
  }

  came(): void {
    this.#requests += 1;
  }

  answered(): void {
    this.#requests -= 1;
  }
}
