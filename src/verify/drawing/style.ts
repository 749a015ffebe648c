import { NAME_SIZE, SMALL_SIZE } from './text-size';

const LIGHT = `--ink: #1f2328; --faint: #57606a; --ground: #fff; --box: #f3f5f8; --rule: #afb8c1;
  --line: #7d8590;
  --bad: #b3261e; --bad-ground: #fdecea; --on-bad: #fff; --warn: #7d4e00; --warn-ground: #fff6e0;
    --info: #0b57a4;
  --workload: #3f7ae0; --secret: #c48a00; --host: #2f9e58; --guard: #8250df; --issuer: #c8447a;`;
const DARK = `--ink: #e6edf3; --faint: #a3adb8; --ground: #15191e; --box: #1d232a; --rule: #4b5561;
  --line: #7d8894;
  --bad: #ff8b80; --bad-ground: #4a1d1a; --on-bad: #15191e; --warn: #f0c36d; --warn-ground: #3a2f14;
    --info: #82b7ff;
  --workload: #6ea3f7; --secret: #d9a520; --host: #4cbf78; --guard: #b089f5; --issuer: #ec7fa9;`;

/** Never by colour alone: a fault has a number and a thicker line. */
const LOOKS = `
.flow text { font: ${NAME_SIZE}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  fill: var(--ink); white-space: pre; }
.flow .small { font-size: ${SMALL_SIZE}px; fill: var(--faint); }
.flow .label { paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
.flow .in-box .label { stroke: var(--box); }
.flow .heading { font-size: 15px; font-weight: bold; }
.flow .bold { font-weight: bold; }
.flow rect { fill: var(--ground); stroke: var(--rule); }
.flow .box rect { fill: var(--box); }
.flow .stripe { stroke: none; }
.flow .workload .stripe, .flow .flyteadmin .stripe { fill: var(--workload); }
.flow .secret .stripe, .flow .store .stripe, .flow .writer .stripe { fill: var(--secret); }
.flow .host .stripe, .flow .routes .stripe, .flow .person .stripe { fill: var(--host); }
.flow .guard .stripe { fill: var(--guard); }
.flow .issuer .stripe { fill: var(--issuer); }
.flow path { fill: none; stroke: var(--line); stroke-width: 1.25; }
.flow .lifeline { stroke: var(--rule); stroke-dasharray: 3 5; }
.flow .head { fill: var(--line); stroke: none; }
.flow .dotted path:not(.head) { stroke-dasharray: 2 4; }
.flow .dotted rect { stroke-dasharray: 2 3; }
.flow .bad rect:not(.number) { fill: var(--bad-ground); stroke: var(--bad); stroke-width: 2; }
.flow .warn rect:not(.number) { fill: var(--warn-ground); stroke: var(--warn); stroke-width: 2; }
.flow .missing rect:not(.number) { stroke-dasharray: 5 4; }
.flow .bad path { stroke: var(--bad); stroke-width: 2.5; }
.flow .warn path { stroke: var(--warn); stroke-width: 2.5; }
.flow .bad .head { fill: var(--bad); stroke: none; }
.flow .warn .head { fill: var(--warn); stroke: none; }
.flow .bad .wrong, .flow .bad .label, .flow text.wrong { fill: var(--bad); font-weight: bold; }
.flow .warn .wrong, .flow .warn .label { fill: var(--warn); font-weight: bold; }
.flow .number { stroke: none; fill: var(--bad); }
.flow .warning .number { fill: var(--warn); }
.flow .info .number { fill: var(--info); }
.flow .badge text { font-size: 11px; font-weight: bold; fill: var(--on-bad); }
.flow a { cursor: pointer; }
.flow a:focus { outline: none; }
.flow a:hover rect:not(.stripe), .flow a:focus-visible rect:not(.stripe), .flow .chosen rect:not(.stripe) {
  stroke: currentColor; stroke-width: 3; }
.flow a:hover path:not(.head), .flow a:focus-visible path:not(.head),
  .flow .chosen path:not(.head) { stroke-width: 4; }
.flow a[data-open] .opens { text-decoration: underline; }
@media print { .flow { width: 100%; height: auto; } .flow rect { print-color-adjust: exact; } }
`;

/** @param dark what the page has while it is dark; by default, what the system says */
export function drawingStyle(dark?: string): string {
  const screen = dark === undefined
    ? `@media screen and (prefers-color-scheme: dark) { .flow { ${DARK} } }`
    : `@media screen { ${dark} .flow { ${DARK} } }`;
  return `\n.flow { ${LIGHT} background: var(--ground); }\n${screen}${LOOKS}`;
}

export const DRAWING_STYLE = drawingStyle();
