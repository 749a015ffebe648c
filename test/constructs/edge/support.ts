import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { AuthProfile, ChartVersion, ControlPlaneEdge, ControlPlaneEdgeProps, EdgeController, IdentityProvider, UnionIdentity } from '../../../src';
import { SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

export const HOST = 'union.example.com';
export const INTERNAL_HOST = 'union.internal.example.com';

/** An identity with a second domain, unless told otherwise. */
export function unionAuth(profile = AuthProfile.HARDENED, additionalDomains = [INTERNAL_HOST]): UnionIdentity {
  return new UnionIdentity({
    domain: HOST,
    additionalDomains,
    profile,
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' }),
    applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
  });
}

/** A manifest, as far as these tests look into it. */
export interface Manifest {
  readonly [key: string]: unknown;
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; annotations?: Record<string, string> };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  spec: any;
  data?: Record<string, string>;
}

/** What a construct emits. */
export function manifests(build: (scope: Construct) => void): Manifest[] {
  const chart = Testing.chart();
  build(chart);
  return Testing.synth(chart);
}

/** What an edge emits, with one certificate for all hosts. */
export function edgeManifests(edge: EdgeController, props: Partial<ControlPlaneEdgeProps> = {}): Manifest[] {
  return manifests((scope) => new ControlPlaneEdge(scope, 'edge', { identity: unionAuth(), controller: edge, tls: [{ secretName: 'union-tls' }], ...props }));
}

/** The manifests of a kind, by name. */
export function ofKind(all: readonly Manifest[], kind: string): Map<string, Manifest> {
  return new Map(all.filter((manifest) => manifest.kind === kind).map((manifest) => [manifest.metadata.name, manifest]));
}

export const EDGES: readonly (readonly [string, () => EdgeController])[] = [
  ['ingress-nginx', () => EdgeController.ingressNginx()],
  ['Traefik', () => EdgeController.traefik()],
  ['Envoy Gateway', () => EdgeController.envoyGateway()],
];

export const RELEASES = ChartVersion._all;
