import { join } from 'node:path';
import { JsonObject } from '../../src/common/data/json';
import { INGRESS_PROVIDER, NO_PROVIDER, rendersGateway, rendersIngresses } from '../../src/contract/union/gateway-routes';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { examine } from '../../src/init';
import { verify } from '../../src/verify/verify';
import { chartStandIn } from '../_tools/chart-stand-in';
import { drawn } from '../_tools/drawn';
import '../_tools/quiet-warnings';
import { UNION_CHARTS } from '../_tools/union-charts';
import { Manifest, manifestsIn } from '../examples/_dist';
import { KINDS, LEAST } from './_answers';
import { EDGE_ANSWERS, madeBesideChart, TLS } from './_beside-chart';

const CHARTS: readonly (readonly [name: string, release: ChartVersion, chart: () => string])[] = [
  ...ChartVersion._all.map((release) => [`stand-in ${release}`, release, () => chartStandIn(release)] as const),
  ...UNION_CHARTS.map(({ version, release, folder }) => [`of Union, ${version}`, release, () => join(folder, 'controlplane')] as const),
];

/** What says that a route is open, that it is guarded and must not be, or that its guard lets somebody choose who they are. */
const GUARDS = ['route-unguarded', 'guard-bypassed', 'guard-asks-other', 'sign-in-route-missing', 'gateway-route-unguarded', 'identity-chosen-by-caller'];

/** Which edges serve a host: an Ingress counts where its class is there, and by whom it is served. */
function serving(manifests: readonly Manifest[], host: string): string[] {
  const ofKind = (...kinds: string[]) => manifests.filter(({ kind }) => kinds.includes(kind));
  const classes = ofKind('IngressClass').map(({ metadata }) => metadata.name);
  const speaksOf = (manifest: Manifest) => JSON.stringify(manifest.spec).includes(host);
  const gatewayRoutes = ofKind('HTTPRoute', 'GRPCRoute').filter(speaksOf);
  const isOurs = (manifest: Manifest) => JSON.stringify(manifest).includes('"app.kubernetes.io/managed-by":"cdk8s-union-auth"');
  const serves = {
    'ingress-nginx': ofKind('Ingress').some((each) => classes.includes(each.spec.ingressClassName) && speaksOf(each)),
    'traefik': ofKind('IngressRoute').some(speaksOf),
    'envoy-gateway': gatewayRoutes.some(isOurs),
    'chart gateway': gatewayRoutes.some((route) => !isOurs(route)),
  };
  return Object.entries(serves).flatMap(([edge, is]) => (is ? [edge] : []));
}

describe.each(CHARTS)('beside the chart %s', (name, release, chart) => {
  const { version, controlPlane } = release._contract;
  const possible = Object.entries(EDGE_ANSWERS).filter(([edge]) => edge !== 'chart gateway' || rendersGateway(controlPlane, 'envoy'));

  test.each(drawn(possible, 2))('one word has %s serve each host, and nothing else', (edge, answers) => {
    const onFromTheStart = { controlPlane: { extraValues: { 'ingress-nginx': { enabled: true } } } };
    const { made, manifests, texts } = madeBesideChart({ ...(edge === 'ingress-nginx' ? onFromTheStart : {}), ...answers }, release, chart());
    expect(made.problems).toEqual([]);
    expect(serving(manifests, 'union.example.com')).toEqual([edge]);
    // Union's own rendering lacks what others deliver: the database password.
    const isReal = name.startsWith('of Union');
    expect(verify(texts, isReal ? { only: GUARDS } : {}).findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual([]);
    const values = JSON.stringify(texts.find((text) => text.name === 'controlplane.values.yaml'));
    expect(values.includes('nginx-controller')).toBe(false);
  });

  test('both serve while DNS moves, where the values say so', () => {
    const controlPlaneAnswers = { extraValues: { 'global': { INGRESS_PROVIDER: 'nginx' }, 'ingress-nginx': { enabled: true } } };
    const edge = { controller: { traefik: {} }, ...TLS };
    const { manifests, texts } = madeBesideChart({ edge, controlPlane: controlPlaneAnswers }, release, chart());
    expect(serving(manifests, 'union.example.com')).toEqual(['ingress-nginx', 'traefik']);
    expect(verify(texts, { only: GUARDS }).findings).toEqual([]);
  });

  test(`warns where the chart reads no ${INGRESS_PROVIDER}, and names the way out`, () => {
    const { warnings } = examine({ ...LEAST, edge: { controller: { traefik: {} }, ...TLS }, planes: { charts: { version } } });
    const told = warnings.filter((text) => /renders its Ingresses with any values.* use a later chartVersion/.test(text));
    expect(told).toHaveLength(rendersIngresses(controlPlane, NO_PROVIDER) ? 1 : 0);
  });
});

describe('the controller of the edge', () => {
  const pathsOf = (answers: JsonObject) => examine(answers).files.map(({ path }) => path);

  test.each<[string, JsonObject, string | undefined]>([
    ['Traefik', { edge: { controller: { traefik: {} }, ...TLS } }, 'traefik.values.yaml'],
    ['Traefik in plain YAML', { ...KINDS['plain YAML'], edge: { controller: { traefik: {} }, ...TLS } }, 'traefik.values.yaml'],
    ['an ingress-nginx of one\'s own', { ...KINDS['plain YAML'], edge: { controller: { ingressNginx: { ingressClassName: 'nginx' } }, ...TLS } }, 'ingress-nginx.values.yaml'],
    ['somebody\'s Gateway', { edge: { controller: { envoyGateway: { gateway: { name: 'public' } } } } }, 'gateway.client-traffic.yaml'],
    ['a Gateway of its own', { edge: { controller: { envoyGateway: {} }, ...TLS } }, undefined],
    ['the chart', {}, undefined],
  ])('%s gets its settings as a file', (_, answers, file) => {
    const settings = ['traefik.values.yaml', 'ingress-nginx.values.yaml', 'gateway.client-traffic.yaml'];
    expect(pathsOf({ ...LEAST, ...answers }).filter((path) => settings.includes(path))).toEqual(file === undefined ? [] : [file]);
  });
});

describe('who reaches the services of the chart', () => {
  const policiesOf = (answers: JsonObject) => examine({ ...LEAST, ...answers }).files.filter(({ path }) => path.endsWith('.k8s.yaml'))
    .flatMap(({ path, text }) => manifestsIn(text).map((manifest) => ({ path, manifest })))
    .filter(({ manifest: { kind, metadata } }) => kind === 'NetworkPolicy' && metadata.namespace === 'union-cp');

  test.each(Object.entries(EDGE_ANSWERS))('the edge alone, by default: %s', (edge, answers) => {
    const policies = policiesOf(answers);
    const from = JSON.stringify(policies[0].manifest.spec.ingress[0].from);
    expect(policies.map(({ path, manifest }) => [path, manifest.metadata.name])).toEqual([
      ['union-cp.k8s.yaml', 'union-trusting-services'],
      ['union-cp.k8s.yaml', edge === 'ingress-nginx' ? 'union-auth-gate-nginx' : 'union-auth-gate'],
    ]);
    expect(from).toContain({ 'ingress-nginx': 'ingress-nginx', 'traefik': 'traefik', 'envoy-gateway': 'owning-gateway-name', 'chart gateway': 'owning-gateway-name' }[edge]);
  });

  test('the named callers, or everyone if configured so', () => {
    const networkPolicy = { allowFrom: [{ namespace: 'monitoring', podLabels: { app: 'prometheus' } }, { cidr: '10.0.0.0/16' }] };
    expect(JSON.stringify(policiesOf({ controlPlane: { networkPolicy } })[0].manifest.spec)).toMatch(/monitoring.*prometheus.*10\.0\.0\.0\/16/);
    expect(policiesOf({ controlPlane: { networkPolicy: { enabled: false } } })).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    ['in plain YAML', { ...KINDS['plain YAML'], controlPlane: { networkPolicy: { enabled: false } } },
      'controlPlane.networkPolicy: is for planes with the charts; planes in plain YAML have their own; leave it out'],
    ['both', { controlPlane: { networkPolicy: { enabled: false, allowFrom: [{ namespace: 'a' }] } } },
      'controlPlane.networkPolicy.allowFrom: has no effect, as enabled is false; leave one of the two out'],
    ['nobody', { controlPlane: { networkPolicy: { allowFrom: [{}] } } },
      'controlPlane.networkPolicy.allowFrom[0]: {} selects no pods; give namespace, namespaceLabels, podLabels or cidr'],
    ['pods in the network of their node', { controlPlane: { extraValues: { 'ingress-nginx': { controller: { hostNetwork: true } } } } },
      'controlPlane.networkPolicy: would lock the controller out: extraValues has ingress-nginx.controller.hostNetwork'],
  ])('%s is refused at its answer', (_, answers, problem) => {
    expect(examine({ ...LEAST, ...answers }).problems.map(({ path, text }) => `${path}: ${text}`.slice(0, problem.length))).toEqual([problem]);
  });
});
