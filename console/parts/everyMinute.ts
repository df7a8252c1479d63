import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Times left and passed are written in minutes, so that is how often they are written again. */
const minuteMs = 60_000;

/** Renders its host again each minute, for as long as it is in the page. */
export class EveryMinute implements ReactiveController {
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), minuteMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
