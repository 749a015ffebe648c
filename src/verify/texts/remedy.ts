import type { ObjectIdentity } from '../read/object-source';

/** Whose setting a line of a remedy names. */
export const REMEDY_TARGETS = ['ingress-nginx', 'Traefik', 'Envoy Gateway', 'Gateway API', 'chart'] as const;
export type RemedyTarget = (typeof REMEDY_TARGETS)[number];

/** A line of a remedy. */
export interface RemedyLine {
  /** @default it is for everybody */
  readonly of?: RemedyTarget;
  readonly text: string;
}

/** The object at which a fault is mended. */
export interface Mended {
  readonly object: ObjectIdentity;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether that is done in values of a chart. */
  readonly inValues: boolean;
}

/** What one would type there: the lines for everybody, and those of its edge or of the chart. */
export function remedyAt(lines: readonly RemedyLine[], mended: Mended): string {
  const targets = targetsOf(mended);
  const own = lines.filter(({ of }) => of === undefined || targets.includes(of));
  // Of an object that belongs to no edge, each edge may be meant.
  const isTold = own.some(({ of }) => of !== undefined) || lines.every(({ of }) => of === undefined);
  return (isTold ? own : lines).map((line) => lineText(line)).join('\n');
}

/** A line as one reads it among those of others. */
export function lineText({ of, text }: RemedyLine): string {
  return of === undefined ? text : `${of}: ${text}`;
}

function targetsOf({ object: { apiVersion, kind }, annotations = {}, inValues }: Mended): RemedyTarget[] {
  if (inValues) {
    return ['chart'];
  }
  const group = apiVersion.replace(/\/.*/, '');
  const isHelm = 'meta.helm.sh/release-name' in annotations;
  return [...edgesOf(group, kind, annotations), ...isHelm ? ['chart'] as const : []];
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
