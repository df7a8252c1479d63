import { unsafeCSS } from "lit";

/**
 * Light and dark hex of the design tokens that this folder draws with, without the leading dashes.
 *
 * The page defines the tokens and they inherit through shadow roots; these stand in where it does not,
 * and are what an exported image gets, because an image resolves no custom property.
 */
const hexes = {
  "bpmn-canvas": ["#fdfdfd", "#121517"],
  "bpmn-grid": ["#dededb", "#2a2e32"],
  "bpmn-fill": ["#ffffff", "#191d20"],
  "bpmn-stroke": ["#3a3d41", "#a6acb1"],
  "bpmn-label": ["#1b1e22", "#e3e7e9"],
  "bpmn-muted": ["#898c90", "#5f6469"],
  "bpmn-path": ["#0a7397", "#55b9dc"],
  "bpmn-path-halo": ["#bfe5f4", "#0f3b4c"],
  bg: ["#fdfdfd", "#121517"],
  "bg-sunken": ["#f6f6f3", "#0b0e11"],
  "bg-raised": ["#ffffff", "#1a1e21"],
  "bg-field": ["#ffffff", "#0d0f12"],
  "bg-hover": ["#f1f1ee", "#191d20"],
  "bg-pressed": ["#e8e8e4", "#22262a"],
  "bg-selected": ["#e3f2f8", "#152731"],
  "bg-code": ["#f4f4f1", "#090c0f"],
  line: ["#e2e2df", "#25292d"],
  "line-faint": ["#ededeb", "#1c1f22"],
  "line-strong": ["#cdccc9", "#393e42"],
  "line-control": ["#84837f", "#6c7278"],
  text: ["#1b1e22", "#ebedef"],
  "text-2": ["#4b4f53", "#b2b6bb"],
  "text-3": ["#64686c", "#8f949a"],
  "text-disabled": ["#8f9296", "#595e63"],
  accent: ["#026d8f", "#5ac0e1"],
  "accent-hover": ["#005c7d", "#70d0ee"],
  "accent-text": ["#006487", "#72cce9"],
  "accent-tint": ["#e1f2f9", "#122b36"],
  "accent-line": ["#90c7dd", "#256076"],
  "on-accent": ["#ffffff", "#051119"],
  focus: ["#007cb0", "#4cc8ee"],
  danger: ["#c02b2c", "#f46f6b"],
  "danger-text": ["#b32324", "#fe9390"],
  "st-active": ["#0a7397", "#5bb7e0"],
  "st-active-text": ["#006283", "#87cdee"],
  "st-active-tint": ["#e2f2fa", "#122a35"],
  "st-active-line": ["#a7cee2", "#28596e"],
  "st-incident": ["#c92f30", "#f77269"],
  "st-incident-text": ["#a6151c", "#ffa197"],
  "st-incident-tint": ["#ffe7e3", "#3e1b18"],
  "st-incident-line": ["#ffb0a7", "#803a35"],
  "st-completed": ["#227f53", "#5cc38c"],
  "st-completed-text": ["#116a43", "#89d7aa"],
  "sla-risk": ["#b46d20", "#f8a558"],
  "sla-risk-text": ["#894a00", "#fcb97e"],
  "sla-risk-tint": ["#fcecdf", "#37210d"],
  "sla-risk-line": ["#e6bf9e", "#72471e"],
  "shadow-ink-2": ["#1a222b21", "#00000199"],
  "watermark-plate": ["#fdfdfdd9", "#c9ced3"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type TokenName = keyof typeof hexes;

/** The CSS value of a token; it follows the theme without being drawn again. */
export function colour(name: TokenName): string {
  const [light, dark] = hexes[name];
  return `var(--${name}, light-dark(${light}, ${dark}))`;
}

/** The same, to put into a `css` template. */
export const c = (name: TokenName) => unsafeCSS(colour(name));

/** `svg` with every colour of a token, and every colour that has a dark variant, replaced by its light hex. */
export function withLightColours(svg: string): string {
  return svg
    .replace(/var\(--([a-z0-9-]+)(?:, ?light-dark\([^()]*\))?\)/g, (whole, name: string) => lightHex(name) ?? whole)
    .replace(/light-dark\(([^,()]+|[a-z]+\([^()]*\)), ?[^()]*(?:\([^()]*\))?\)/g, "$1");
}

function lightHex(name: string): string | undefined {
  return Object.entries(hexes).find(([known]) => known === name)?.[1][0];
}
