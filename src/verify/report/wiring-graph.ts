import type { Finding } from '../engine/finding';
import { identityText } from '../kube/kube-object';
import type { Wiring, WiringEdge, WiringNode } from '../model/wiring';
import { FieldOwner, placeOf } from '../read/field';
import type { ObjectIdentity } from '../read/object-source';
import type { Report } from '../verify';
import { printable } from './printable';

/** A drawing in the text of a graph language. */
export const GRAPH_FORMATS: Readonly<Record<string, (wiring: Wiring) => string>> = { mermaid, dot };

const MERMAID_SHAPES: Readonly<Record<WiringNode['kind'], readonly [string, string]>> = {
  workload: ['["', '"]'],
  file: ['>"', '"]'],
  secret: ['[("', '")]'],
  writer: ['[["', '"]]'],
  host: ['(["', '"])'],
  routes: ['["', '"]'],
  guard: ['{{"', '"}}'],
  flyteadmin: ['["', '"]'],
  issuer: ['[/"', '"/]'],
  store: ['[("', '")]'],
  missing: ['(("', '"))'],
};

const DOT_SHAPES: Readonly<Record<WiringNode['kind'], string>> = {
  workload: 'box',
  file: 'note',
  secret: 'cylinder',
  writer: 'component',
  host: 'oval',
  routes: 'box',
  guard: 'hexagon',
  flyteadmin: 'box',
  issuer: 'house',
  store: 'cylinder',
  missing: 'point',
};

/**
 * Adds what the rules found: an edge is broken where a finding points at one of its places; others are told
 * at their object.
 */
export function withFindings(wiring: Wiring, report: Report): Wiring {
  const key = (file: string, object: ObjectIdentity, field: string) =>
    JSON.stringify([file, identityText(object), field]);
  const found = new Map<string, number[]>();
  report.findings.forEach((finding, index) =>
    [finding, ...(finding.also ?? [])].forEach(({ file, object, field }) => {
      const place = key(file, object, field);
      found.set(place, [...found.get(place) ?? [], index]);
    }),
  );
  const edges = wiring.edges.map((edge): WiringEdge => {
    const at = edge.fields.map(placeOf);
    const findings = [...new Set(at.flatMap((field) =>
      found.get(key(field.object.source.file, field.object, field.toString())) ?? []))];
    const rules = findings.map((index) => report.findings[index].rule);
    const reasons = [...new Set([...edge.broken === undefined ? [] : [edge.broken], ...rules])];
    return reasons.length === 0 ? edge : { ...edge, broken: reasons.join(', '), findings };
  });
  const told = new Set(edges.flatMap(({ findings = [] }) => findings));
  const nodes = wiring.nodes.map((node): WiringNode => {
    const { object } = node;
    const findings = object === undefined ? [] : report.findings.flatMap((finding, index) =>
      (!told.has(index) && isAbout(finding, object) ? [index] : []));
    return findings.length === 0 ? node : { ...node, findings };
  });
  return { nodes, edges };
}

function isAbout({ file, object }: Finding, owner: FieldOwner): boolean {
  return file === owner.source.file && identityText(object) === identityText(owner);
}

function mermaid({ nodes, edges }: Wiring): string {
  const brokenIndexes = edges.flatMap((edge, index) => (edge.broken === undefined ? [] : [index]));
  return [
    'flowchart LR',
    ...nodes.map(
      ({ id, label, kind }) =>
        `  ${id}${MERMAID_SHAPES[kind][0]}${mermaidText(label)}${MERMAID_SHAPES[kind][1]}`,
    ),
    ...edges.map(
      (edge) =>
        `  ${edge.from} ${edge.broken === undefined ? '-->' : '-.-x'}|"${mermaidText(labelOf(edge))}"| `
          + `${edge.to}`,
    ),
    ...(brokenIndexes.length > 0 ? [`  linkStyle ${brokenIndexes.join(',')} stroke:#c00,color:#c00`] : []),
    '',
  ].join('\n');
}

function dot({ nodes, edges }: Wiring): string {
  return [
    'digraph wiring {',
    '  rankdir=LR;',
    ...nodes.map(({ id, label, kind }) => `  ${id} [shape=${DOT_SHAPES[kind]}, label="${dotText(label)}"];`),
    ...edges.map((edge) => {
      const look = edge.broken === undefined ? '' : ', color=red, fontcolor=red, style=dashed';
      return `  ${edge.from} -> ${edge.to} [label="${dotText(labelOf(edge))}"${look}];`;
    }),
    '}',
    '',
  ].join('\n');
}

function labelOf({ label, broken }: WiringEdge): string {
  return broken === undefined ? label : `${label} ✗ ${broken}`;
}

/** Mermaid reads `#code;` entities; everything that could end a label or start markup becomes one. */
function mermaidText(text: string): string {
  return text.replace(/[^\p{L}\p{N} _./:,@$*()=?+✗-]/gu, (character) =>
    /\s/.test(character) ? ' ' : `#${character.codePointAt(0)};`,
  );
}

function dotText(text: string): string {
  return printable(text.replace(/\s/g, ' ')).replace(/[\\"]/g, '\\$&');
}
