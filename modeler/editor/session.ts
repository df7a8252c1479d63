import { whenFontReady } from "../canvas/drawing.ts";
import { type BpmnElement, elementOf, flowNodesOf, nameInWords, typeInWords } from "../canvas/services.ts";
import { CanvasView } from "../canvas/view.ts";
import { withLightColours } from "../tokens.ts";
import type { ElementRow } from "../viewer/elementsList.ts";
import { type BpmnEditor, createEditor, type EditorPlaces } from "./bpmnEditor.ts";
import { drawFindings, type ElementFindings, findingsInWords } from "./findingBadges.ts";
import { focusEntry } from "./findingFields.ts";
import { hintsOf, withHints } from "./hints.ts";
import type { PaletteUse } from "./palette.ts";
import { usePalette } from "./paletteUse.ts";

/** What the editor tells its component. */
export interface EditorListener {
  /** The model has changed; told once for changes that follow each other closely. */
  changed(can: { canUndo: boolean; canRedo: boolean }): void;
  /** Another element is selected, or none, or several (then null). */
  selected(elementId: string | null): void;
  /** Zoom, tool or drawing changed: what stands around the canvas is to be drawn again. */
  redraw(): void;
}

/** Changes closer together than this are told as one; typing in the properties panel changes with every key. */
const changeMs = 150;

/** The context pad opens on the right of what is selected: its 86 px and the gap. */
const contextPadWidth = 98;

/** Distance of the dots behind the drawing, in diagram units. */
const gridStep = 16;

/** One model being edited, from its import to the next. */
export class EditorSession {
  readonly view: CanvasView;
  readonly #editor: BpmnEditor;
  readonly #listener: EditorListener;
  readonly #properties: HTMLElement;
  #findings: readonly ElementFindings[] = [];
  /** The findings, and hints at what would be refused. */
  #shown: readonly ElementFindings[] = [];
  #changeTimer: ReturnType<typeof setTimeout> | undefined;
  #isLoading = false;
  #tool: string | null = null;

  constructor(places: EditorPlaces, listener: EditorListener) {
    this.#editor = createEditor(places);
    this.#listener = listener;
    this.#properties = places.properties;
    this.view = new CanvasView(this.#editor.get("canvas"), false);
    const events = this.#editor.get("eventBus");
    events.on("commandStack.changed", this.#changed);
    events.on("selection.changed", this.#selectionChanged);
    events.on("tool-manager.update", this.#toolChanged);
    events.on(["canvas.viewbox.changed", "root.set"], () => {
      this.#moveGrid(places.canvas);
      this.#listener.redraw();
    });
  }

  /** bpmn-js's name of the active tool. */
  get tool(): string | null {
    return this.#tool;
  }

  /** Opens a model in place of the one before, with an empty undo history. Throws what bpmn-js throws. */
  async load(xml: string): Promise<void> {
    await whenFontReady();
    this.#isLoading = true;
    try {
      await this.#editor.importXML(xml);
    } finally {
      this.#isLoading = false;
    }
    this.view.open([]);
    this.#describe();
    this.showFindings(this.#findings);
  }

  /** The drawing takes keys of its own; its text is the list of elements. */
  #describe(): void {
    const drawing = this.#editor.get("canvas").getContainer().querySelector("svg");
    drawing?.setAttribute("role", "application");
    drawing?.setAttribute("aria-label", "Drawing area; Shift L lists the elements");
  }

  /** The model as formatted XML. */
  async xml(): Promise<string> {
    const { xml } = await this.#editor.saveXML({ format: true });
    return xml ?? "";
  }

  /** The drawing as an SVG image in the light theme, whatever theme is shown. */
  async svg(): Promise<string> {
    const { svg } = await this.#editor.saveSVG();
    return withLightColours(svg);
  }

  undo(): void {
    const stack = this.#editor.get("commandStack");
    if (stack.canUndo()) stack.undo();
  }

  redo(): void {
    const stack = this.#editor.get("commandStack");
    if (stack.canRedo()) stack.redo();
  }

  /** Selects the element, scrolls to it and moves the keyboard focus to the canvas; null selects nothing. */
  select(elementId: string | null): void {
    const element = elementId === null ? null : elementOf(this.#editor.get("elementRegistry"), elementId);
    if (element) this.view.reveal(element.id, contextPadWidth);
    this.#editor.get("selection").select((element as never) ?? null);
    this.#editor.get("canvas").focus();
  }

  /** Moves into the property of the selected element that mends a finding with this code, where there is one. */
  mend(code: string): void {
    const events = this.#editor.get("eventBus");
    void focusEntry(this.#properties, code, (id) => events.fire("propertiesPanel.showEntry", { id }));
  }

  showFindings(findings: readonly ElementFindings[]): void {
    this.#findings = findings;
    this.#redrawFindings();
  }

  /** Also after every change: an element that comes back by undo has lost its badge. */
  #redrawFindings(): void {
    const get = this.#editor.get.bind(this.#editor);
    const services = { canvas: get("canvas"), overlays: get("overlays"), elementRegistry: get("elementRegistry") };
    this.#shown = withHints(this.#findings, hintsOf(services.elementRegistry));
    drawFindings(services, this.#shown);
  }

  /** All flow nodes in words, with the number of their findings. */
  rows(): ElementRow[] {
    return flowNodesOf(this.#editor.get("elementRegistry")).map(({ id, businessObject }) => {
      const own = this.#shown.find(({ elementId }) => elementId === id);
      return {
        elementId: id,
        name: nameInWords(businessObject),
        type: typeInWords(businessObject),
        state: own ? findingsInWords(own) : "",
        mark: own ? "incident" : null,
      };
    });
  }

  use(paletteUse: PaletteUse): void {
    usePalette(this.#editor, paletteUse);
  }

  focusCanvas(): void {
    this.#editor.get("canvas").focus();
  }

  destroy(): void {
    clearTimeout(this.#changeTimer);
    this.#editor.destroy();
  }

  /** The dots behind the drawing move and grow with it. */
  #moveGrid({ style }: HTMLElement): void {
    const { x, y, scale } = this.view.look;
    style.backgroundSize = `${gridStep * scale}px ${gridStep * scale}px`;
    style.backgroundPosition = `${-x * scale}px ${-y * scale}px`;
  }

  #changed = () => {
    if (this.#isLoading) return;
    clearTimeout(this.#changeTimer);
    this.#changeTimer = setTimeout(() => {
      const stack = this.#editor.get("commandStack");
      this.#redrawFindings();
      this.#listener.changed({ canUndo: stack.canUndo(), canRedo: stack.canRedo() });
    }, changeMs);
  };

  #selectionChanged = ({ newSelection }: { newSelection: BpmnElement[] }) => {
    const [first, ...others] = newSelection;
    const one = others.length === 0 ? first : undefined;
    if (!this.#isLoading) this.#listener.selected(one?.labelTarget?.id ?? one?.id ?? null);
  };

  #toolChanged = ({ tool }: { tool?: string }) => {
    this.#tool = tool ?? null;
    this.#listener.redraw();
  };
}
