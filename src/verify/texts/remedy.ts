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
  /** The way to what is mended. @default the whole object */
  readonly path?: readonly (string | number)[];
  /** Whether that is done in values of a chart. */
  readonly inValues: boolean;
  /** What is wrong there. @default the words of the text */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** What one would type there: the lines for any edge, and those of its own edge or of the chart. */
export function remedyAt(lines: readonly RemedyLine[], mended: Mended): string {
  const targets = targetsOf(mended, lines);
  const own = lines.filter(({ of }) => of === undefined || targets.includes(of));
  // Of an object that belongs to no edge, each edge may be meant.
  return (targets.length === 0 || own.length === 0 ? lines : own)
    .map((line) => remedyWith(mended.values ?? {}, lineText(line))).join('\n');
}

/** A line as one reads it among those of others. */
export function lineText({ of, text }: RemedyLine): string {
  return of === undefined ? text : `${of}: ${text}`;
}

/** `{missing|the missing headers}` is the value in a finding, and the words where there is none. */
export function remedyWith(values: Readonly<Record<string, string | undefined>>, text: string): string {
  return text.replace(/\{(\w+)\|([^}]+)\}/g, (_, name: string, generic: string) => {
    const value = values[name];
    return value === undefined || value.length > LONGEST ? generic : value;
  });
}

/** A value that is longer is under "found" or "expected" anyway. */
const LONGEST = 80;

/** In values a setting of the chart is told, where there is one; elsewhere those of the object's edge. */
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
