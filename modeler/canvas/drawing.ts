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

type Shape = Parameters<BpmnRenderer["drawShape"]>[1];
type Connection = Parameters<BpmnRenderer["drawConnection"]>[1];
type Attributes = Parameters<BpmnRenderer["drawShape"]>[2];

/** Draws as bpmn-js does; a colour stored in the model keeps its hue and follows the theme in lightness. */
class ThemedRenderer extends BpmnRenderer {
  static override $inject = ["config.bpmnRenderer", "eventBus", "styles", "pathMap", "canvas", "textRenderer"];

  override drawShape(visual: SVGElement, shape: Shape, attributes: Attributes = {}) {
    const thick = outlineClass[String(shape.type)];
    if (thick) visual.classList.add(thick);
    return super.drawShape(visual, shape, { ...storedColours(shape), ...attributes });
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
