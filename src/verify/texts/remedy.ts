import type { ObjectIdentity } from '../read/object-source';

/** Whose setting a line of a remedy names. */
export const REMEDY_TARGETS = ['ingress-nginx', 'Traefik', 'Envoy Gateway', 'Gateway API', 'chart'] as const;
export type RemedyTarget = (typeof REMEDY_TARGETS)[number];

export interface RemedyLine {
  /**
   * The target. @default every edge
   * @default it is for every edge
   */
  readonly of?: RemedyTarget;
  readonly text: string;
}

export interface Mended {
  readonly object: ObjectIdentity;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The path to change. @default the whole object */
  readonly path?: readonly (string | number)[];
  /** Whether the change is in values of a chart. */
  readonly inValues: boolean;
  /** The values of its `{names}`. @default the words of the text */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** The settings to change: the lines for any edge, and those of its own edge or of the chart. */
export function remedyAt(lines: readonly RemedyLine[], mended: Mended): string {
  const targets = targetsOf(mended, lines);
  const own = lines.filter(({ of }) => of === undefined || targets.includes(of));
  // For an object without an edge, any edge is possible.
  return (targets.length === 0 || own.length === 0 ? lines : own)
    .map((line) => remedyWith(mended.values ?? {}, lineText(line))).join('\n');
}

/** A line for a list with others. */
export function lineText({ of, text }: RemedyLine): string {
  return of === undefined ? text : `${of}: ${text}`;
}

/** `{missing|the missing headers}` is the value in a finding, otherwise the words. */
export function remedyWith(values: Readonly<Record<string, string | undefined>>, text: string): string {
  return text.replace(/\{(\w+)\|([^}]+)\}/g, (_, name: string, generic: string) => {
    const value = values[name];
    return value === undefined || value.length > LONGEST ? generic : value;
  });
}

/** Longer values are under "found" or "expected". */
const LONGEST = 80;

/** In values, the chart's setting if there is one; elsewhere the setting of the object's edge. */
function targetsOf(
  { object: { apiVersion, kind }, annotations = {}, path = [], inValues }: Mended,
  lines: readonly RemedyLine[],
): readonly RemedyTarget[] {
  const hasOfChart = lines.some(({ of }) => of === 'chart');
  if (inValues && hasOfChart) {
    return ['chart'];
  }
  const isOfNginx = path.some((step) => /^(?:ingress-nginx$|nginx\.ingress\.)/.test(String(step)));
  const edges = isOfNginx
    ? ['ingress-nginx' as const] : edgesOf(apiVersion.replace(/\/.*/, ''), kind, annotations);
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
