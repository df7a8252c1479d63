import BpmnRenderer from "bpmn-js/lib/draw/BpmnRenderer";
import { colour } from "../tokens.ts";
import type { BpmnElement } from "./services.ts";

/** A literal family: text is measured on a 2D canvas, where `var()` is ignored and labels would drift off centre. */
const fontFamily = '"Inter Variable", system-ui, sans-serif';

/** A mini diagram is seen at about 0.6, where 15.5 px still reads as 9. */
const fontSize = { page: 12, compact: 15.5 };

/** The options of `bpmnRenderer` and `textRenderer`: colours that follow the theme, text in the interface's family. */
export function drawingOptions(isCompact: boolean): Record<string, unknown> {
  const size = isCompact ? fontSize.compact : fontSize.page;
  return {
    bpmnRenderer: {
      labelScale: isCompact ? fontSize.compact / fontSize.page : 1,
      defaultFillColor: colour("bpmn-fill"),
      defaultStrokeColor: colour("bpmn-stroke"),
      defaultLabelColor: colour("bpmn-label"),
    },
    textRenderer: {
      defaultStyle: { fontFamily, fontSize: size, fontWeight: "450", lineHeight: 1.3 },
      externalStyle: { fontFamily, fontSize: size - 0.5, fontWeight: "450", lineHeight: 1.25 },
    },
  };
}

/** Text drawn before its font has come is measured in another one. Without the font this resolves at once. */
export async function whenFontReady(): Promise<void> {
  await document.fonts.load('12px "Inter Variable"').catch(() => []);
}

/** The class of a drawn element whose outline is not the common 1.5 px. */
const outlineClass: Record<string, string> = { "bpmn:EndEvent": "is-thick", "bpmn:CallActivity": "is-call" };

/** The class of shapes around others: the path taken runs beneath the drawing and must be seen through them. */
const frameTypes = /^bpmn:(SubProcess|Transaction|AdHocSubProcess|Participant|Lane)$/;

type Shape = Parameters<BpmnRenderer["drawShape"]>[1];
type Connection = Parameters<BpmnRenderer["drawConnection"]>[1];
type Attributes = Parameters<BpmnRenderer["drawShape"]>[2];

/** Draws as bpmn-js does; a colour stored in the model keeps its hue and follows the theme in lightness. */
class ThemedRenderer extends BpmnRenderer {
  static override $inject = ["config.bpmnRenderer", "eventBus", "styles", "pathMap", "canvas", "textRenderer"];

  readonly #labelScale: number;

  constructor(...given: ConstructorParameters<typeof BpmnRenderer>) {
    super(...given);
    this.#labelScale = (given[0] as { labelScale?: number } | undefined)?.labelScale ?? 1;
  }

  override drawShape(visual: SVGElement, shape: Shape, attributes: Attributes = {}) {
    const thick = outlineClass[String(shape.type)];
    if (thick) visual.classList.add(thick);
    const colours = storedColours(shape);
    if (frameTypes.test(String(shape.type)) && !shape.collapsed && !colours.fill) visual.classList.add("is-frame");
    if (shape.labelTarget && this.#labelScale > 1) return this.#drawLabel(visual, shape, { ...colours, ...attributes });
    return super.drawShape(visual, shape, { ...colours, ...attributes });
  }

  /** A label's bounds are made for text of the common size; larger text would break inside its words. */
  #drawLabel(visual: SVGElement, shape: Shape, attributes: Attributes) {
    const width = shape.width * this.#labelScale;
    const label = super.drawShape(visual, Object.create(shape, { width: { value: width } }), attributes);
    label.setAttribute("transform", `translate(${(shape.width - width) / 2} 0)`);
    return label;
  }

  override drawConnection(visual: SVGElement, connection: Connection, attributes: Attributes = {}) {
    const { stroke } = storedColours(connection);
    return super.drawConnection(visual, connection, stroke ? { stroke, ...attributes } : attributes);
  }
}

export const themedRendererModule = { bpmnRenderer: ["type", ThemedRenderer] };

function storedColours(element: Pick<BpmnElement, "di">): { fill?: string; stroke?: string } {
  const fill = element.di?.get("color:background-color") ?? element.di?.get("bioc:fill");
  const stroke = element.di?.get("color:border-color") ?? element.di?.get("bioc:stroke");
  return { ...(fill && { fill: themed(fill, 0.3) }), ...(stroke && { stroke: themed(stroke, 0.75) }) };
}

/** Relative colours are younger than `light-dark()`; without them the model's colour stays as it is. */
function themed(stored: string, darkLightness: number): string {
  const dark = `oklch(from ${stored} ${darkLightness} c h)`;
  return CSS.supports("color", dark) ? `light-dark(${stored}, ${dark})` : stored;
}
