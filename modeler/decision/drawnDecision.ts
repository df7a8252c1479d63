import type Canvas from "diagram-js/lib/core/Canvas";
import type EventBus from "diagram-js/lib/core/EventBus";
import NavigatedViewer, { type DecisionView } from "dmn-js/lib/NavigatedViewer";
import { whenFontReady } from "../canvas/drawing.ts";
import { listenToTouch } from "../canvas/touchPan.ts";
import { CanvasView } from "../canvas/view.ts";
import { colour } from "../tokens.ts";
import { asDmn13, withIds } from "./dmnXml.ts";

/** A literal family: text is measured on a 2D canvas, where `var()` is ignored. */
const fontFamily = '"Inter Variable", system-ui, sans-serif';

/** Below it nobody notices how long the browser takes for widths that suit the cells. */
const rowsForFixedColumns = 300;

const columnPixels = 160;

/** A file of decisions, drawn into a container one view at a time. Told what to show, it shows it; it decides nothing. */
export class DrawnDecision {
  /** The look at the requirements graph; null while something else is shown. */
  graph: CanvasView | null = null;
  readonly #viewer: NavigatedViewer;
  readonly #container: HTMLElement;
  readonly #pick: (decisionId: string) => void;
  #letGo: (() => void) | null = null;

  constructor(container: HTMLElement, pick: (decisionId: string) => void) {
    this.#container = container;
    this.#pick = pick;
    this.#viewer = new NavigatedViewer({
      container,
      drd: {
        drillDown: { enabled: false },
        drdRenderer: {
          defaultFillColor: colour("bpmn-fill"),
          defaultStrokeColor: colour("bpmn-stroke"),
          defaultLabelColor: colour("bpmn-label"),
        },
        textRenderer: {
          defaultStyle: { fontFamily, fontSize: 14, fontWeight: "450", lineHeight: 1.3 },
          externalStyle: { fontFamily, fontSize: 13, fontWeight: "450", lineHeight: 1.25 },
        },
      },
    });
    this.#viewer.on("import.parse.complete", ({ definitions }) => withIds(definitions));
  }

  /** Reads the file in place of the one before. Throws what dmn-js throws when it cannot. */
  async read(xml: string): Promise<void> {
    await whenFontReady();
    this.#leaveGraph();
    await this.#viewer.importXML(asDmn13(xml), { open: false });
  }

  /** Shows the table or expression of a decision, or with null the graph. False when there is nothing to draw of it. */
  async open(decisionId: string | null): Promise<boolean> {
    const view = this.#viewer.getViews().find((one) => isOf(one, decisionId));
    this.#leaveGraph();
    if (!view) return false;
    await this.#viewer.open(view);
    if (view.type === "drd") this.#enterGraph();
    this.#fixLargeColumns();
    this.#hideEmptyAnnotations();
    return true;
  }

  /** To find widths that suit all cells, the browser looks at each whenever one changes; many get columns of one width. */
  #fixLargeColumns(): void {
    const table = this.#container.querySelector<HTMLElement>(".tjs-table");
    const isLarge = (table?.querySelectorAll("tbody tr").length ?? 0) > rowsForFixedColumns;
    table?.classList.toggle("large", isLarge);
    const columns = table?.querySelectorAll("thead th").length ?? 0;
    table?.style.setProperty("width", isLarge ? `max(100%, ${columns * columnPixels}px)` : "");
  }

  /** dmn-js gives every table a column for annotations, with a dash where there is none. */
  #hideEmptyAnnotations(): void {
    const cells = [...this.#container.querySelectorAll<HTMLElement>(".tjs-table tbody td.annotation")];
    const isEmpty = cells.every(({ textContent }) => /^-?$/.test(textContent.trim()));
    this.#container.querySelector(".tjs-table")?.classList.toggle("unannotated", isEmpty);
  }

  /** Marks these rules of the table, counted from 1, and no others; shows the first of them when `isNew`. */
  mark(ruleIndices: readonly number[], isNew: boolean): void {
    const rows = [...this.#container.querySelectorAll<HTMLElement>(".tjs-table tbody tr")];
    for (const [at, row] of rows.entries()) row.toggleAttribute("data-matched", ruleIndices.includes(at + 1));
    const first = rows[Math.min(...ruleIndices) - 1];
    if (isNew && first) this.#reveal(first);
  }

  /** Within the table only: the page around it stays where people have scrolled it. */
  #reveal(row: HTMLElement): void {
    const table = row.closest<HTMLElement>(".tjs-table-container");
    if (!table) return;
    const roomTop = table.querySelector("thead")?.getBoundingClientRect().bottom ?? 0;
    const roomBottom = table.getBoundingClientRect().bottom;
    const { top, bottom } = row.getBoundingClientRect();
    if (top < roomTop || bottom > roomBottom) table.scrollTop += (top + bottom - roomTop - roomBottom) / 2;
  }

  destroy(): void {
    this.#leaveGraph();
    this.#viewer.destroy();
  }

  #enterGraph(): void {
    const drd = this.#viewer.getActiveViewer();
    if (!drd) return;
    const canvas = drd.get<Canvas>("canvas");
    const eventBus = drd.get<EventBus>("eventBus");
    // An overview: all of it, also where that makes it small.
    const view = new CanvasView(canvas, true);
    const letGoOfTouch = listenToTouch(this.#container, canvas, view);
    const clicked = (event: unknown) => {
      const { element } = event as { element: { id: string; type: string } };
      if (element.type === "dmn:Decision") this.#pick(element.id);
    };
    eventBus.on("element.click", clicked);
    this.graph = view;
    this.#letGo = () => {
      letGoOfTouch();
      eventBus.off("element.click", clicked);
    };
    view.open([]);
  }

  #leaveGraph(): void {
    this.#letGo?.();
    this.#letGo = null;
    this.graph = null;
    this.#container.style.touchAction = "";
  }
}

const isOf = (view: DecisionView, decisionId: string | null): boolean =>
  decisionId === null ? view.type === "drd" : view.type !== "drd" && view.id === decisionId;
