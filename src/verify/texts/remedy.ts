import type { ObjectIdentity } from '../read/object-source';

/** Whose setting a line of a remedy names. */
export const REMEDY_TARGETS = ['ingress-nginx', 'Traefik', 'Envoy Gateway', 'Gateway API', 'chart'] as const;
export type RemedyTarget = (typeof REMEDY_TARGETS)[number];

export interface RemedyLine {
  /** @default it is for every edge */
  readonly of?: RemedyTarget;
  readonly text: string;
}

export interface Mended {
  readonly object: ObjectIdentity;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether that is done in values of a chart. */
  readonly inValues: boolean;
}

/** What one would type there: the lines for any edge, and those of its own edge or of the chart. */
export function remedyAt(lines: readonly RemedyLine[], mended: Mended): string {
  const targets = targetsOf(mended, lines);
  const own = lines.filter(({ of }) => of === undefined || targets.includes(of));
  // Of an object that belongs to no edge, each edge may be meant.
  return (targets.length === 0 || own.length === 0 ? lines : own).map((line) => lineText(line)).join('\n');
}

/** A line as one reads it among those of others. */
export function lineText({ of, text }: RemedyLine): string {
  return of === undefined ? text : `${of}: ${text}`;
}

/** In values a setting of the chart is told, where there is one; elsewhere those of the object's edge. */
function targetsOf(
  { object: { apiVersion, kind }, annotations = {}, inValues }: Mended, lines: readonly RemedyLine[],
): readonly RemedyTarget[] {
  const hasOfChart = lines.some(({ of }) => of === 'chart');
  if (inValues && hasOfChart) {
    return ['chart'];
  }
  const edges = edgesOf(apiVersion.replace(/\/.*/, ''), kind, annotations);
  return hasOfChart && 'meta.helm.sh/release-name' in annotations ? [...edges, 'chart'] : edges;
}

function edgesOf(
  group: string, kind: string, annotations: Readonly<Record<string, string>>,
): readonly RemedyTarget[] {
  const isTraefik = Object.keys(annotations).some((name) => name.startsWith('traefik.'));
  switch (true) {
    case kind === 'Ingress': return [isTraefik ? 'Traefik' : 'ingress-nginx'];
    case /^traefik\./.test(group): return ['Traefik'];
    case group === 'gateway.envoyproxy.io': return ['Envoy Gateway', 'Gateway API'];
    case group === 'gateway.networking.k8s.io': return ['Gateway API', 'Envoy Gateway'];
    default: return [];
  }
}
