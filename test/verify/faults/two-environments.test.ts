import { verify } from '../../../src/verify/verify';
import { drawn, oneIn } from '../../_tools/drawn';
import { EdgeName, Planes } from './_planes';

/** Two environments in one input, alike but for their clusters: what one of them lacks, the other does not make up for. */

const CLUSTER = 'union-auth.cdk8s.io/cluster';

function environment(cluster: string, edge: EdgeName, lacks?: readonly [kind: string, name: string]) {
  const planes = Planes.behind(edge);
  if (lacks !== undefined) {
    planes.remove(...lacks);
  }
  for (const { metadata } of planes.objects) {
    metadata.annotations = { ...metadata.annotations, [CLUSTER]: cluster };
  }
  return { name: `${cluster}.yaml`, text: `${planes}` };
}

const found = (...texts: readonly { readonly name: string; readonly text: string }[]) =>
  [...new Set(verify(texts).findings.map(({ rule, file }) => `${rule} ${file}`))].sort();

const OPEN = { 'ingress-nginx': 'Ingress', 'Traefik': 'IngressRoute', 'Envoy Gateway': 'HTTPRoute' } as const;
const OPEN_GRPC = { 'ingress-nginx': 'Ingress', 'Traefik': 'IngressRoute', 'Envoy Gateway': 'GRPCRoute' } as const;

describe.each(drawn(['ingress-nginx', 'Traefik', 'Envoy Gateway'] as const, 1))('behind %s', (edge) => {
  test('both are sound', () => expect(found(environment('staging', edge), environment('production', edge))).toEqual([]));

  oneIn(3).each([
    ['sign-in-route-missing', [OPEN[edge], 'controlplane']],
    ['auth-metadata-missing', [OPEN_GRPC[edge], 'controlplane-grpc']],
    ['route-backend-missing', ['Service', 'executions']],
    ['client-secret-undelivered', ['ExternalSecret', 'union-controlplane-secrets-auth']],
  ] as const)('%s tells of %p of one of them', (rule, [kind, name]) => {
    const [staging, production] = [environment('staging', edge), environment('production', edge, [kind, name])];
    expect(found(staging, production)).toContain(`${rule} production.yaml`);
    expect(found(staging, production).filter((each) => each.endsWith('staging.yaml'))).toEqual([]);
  });
});
