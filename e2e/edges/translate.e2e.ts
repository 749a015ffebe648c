import { ControlPlaneEdgeProps, EdgeController, EnvoyGatewayGuard, RouteGroup } from '../../src';
import { CHART_GATEWAY_ROUTES } from '../../src/contract/union/releases/chart-version';
import { RouteGuard } from '../../src/contract/union/routes';
import { edgeManifests, HOST, INTERNAL_HOST, Manifest, manifests, RELEASES, unionAuth } from '../../test/constructs/edge/support';
import { egctl } from '../tools/egctl';
import { Certificate, certificateFor } from './_certificate';
import { chartGateway, chartRoutes } from './_chart';
import { RouteTable } from './_contract';
import { translate, Translation } from './_egctl';
import { UNANSWERED } from './_envoy-gateway';
import { KubeObject } from './_kubernetes';
import { portsByService, serviceOf, tlsSecrets } from './_services';
import { alpnProtocols, filterProblems, statusProblems, xdsRoutes } from './_xds';

let certificate: Certificate;
beforeAll(async () => {
  certificate = await certificateFor(HOST, INTERNAL_HOST);
});

function translated(emitted: readonly Manifest[], services: readonly string[], ...others: KubeObject[]): Translation {
  const namespace = emitted[0].metadata.namespace;
  return translate([
    ...emitted, ...others, ...tlsSecrets([...emitted, ...others], namespace, certificate),
    ...[...portsByService(services)].map(([name, ports]) => serviceOf(name, namespace, ports)),
  ]);
}

const EXTRA_ROUTES = Object.values(RouteGroup).map((group, i) => ({
  group, path: /grpc/.test(group) ? `/acme.v1.Reports${i}` : `/reports-${i}`, service: 'reports', port: 8080,
}));

interface Combination {
  readonly name: string;
  readonly props: Partial<ControlPlaneEdgeProps>;
  /** Whether to test the routes of each release; the default is the newest only, since each takes seconds. */
  readonly everyRelease?: boolean;
  /** A Gateway that the library does not emit. */
  readonly gateway?: KubeObject;
  /** Emitted for no particular version, and so without "try again", which 1.6 lacks. */
  readonly forEveryVersion?: boolean;
}

const THIS_VERSION = { envoyGatewayVersion: egctl.version };

const COMBINATIONS: readonly Combination[] = [
  { name: 'one domain', props: { identity: unionAuth(undefined, []) } },
  { name: 'two domains on one certificate', props: {}, everyRelease: true },
  { name: 'two domains, each with a certificate', props: { tls: [{ secretName: 'one', hosts: [HOST] }, { secretName: 'two', hosts: [INTERNAL_HOST] }] } },
  { name: 'one of two domains', props: { hosts: [INTERNAL_HOST] } },
  { name: 'another GatewayClass', props: { controller: EdgeController.envoyGateway({ ...THIS_VERSION, gatewayClassName: 'internal' }) } },
  { name: 'no version named', props: { controller: EdgeController.envoyGateway() }, forEveryVersion: true },
  { name: 'routes of the user in every group', props: { extraRoutes: EXTRA_ROUTES }, everyRelease: true },
  {
    name: 'an existing Gateway',
    props: { controller: EdgeController.envoyGateway({ ...THIS_VERSION, gateway: { name: 'shared' } }), tls: undefined },
    gateway: chartGateway('shared', [HOST, INTERNAL_HOST]),
  },
  {
    name: 'one listener of an existing Gateway',
    props: {
      controller: EdgeController.envoyGateway({ ...THIS_VERSION, gateway: { name: 'shared', sectionName: 'https' } }), tls: undefined, hosts: [HOST],
    },
    gateway: chartGateway('shared', [HOST, INTERNAL_HOST]),
  },
];

describe.each(RELEASES)('Envoy Gateway\'s translation of the edge of %s', (chartVersion) => {
  const { groups } = chartVersion._contract.controlPlane.routes;
  const services = [...new RouteTable(chartVersion).backends, 'reports:8080'];

  const newest = chartVersion === RELEASES[RELEASES.length - 1];
  it.each(COMBINATIONS.filter(({ everyRelease }) => newest || everyRelease))('$name', ({ props, gateway, forEveryVersion }) => {
    const emitted = edgeManifests(EdgeController.envoyGateway(THIS_VERSION), { chartVersion, ...props });
    const translation = translated(emitted, services, ...(gateway ? [gateway] : []));
    const all = xdsRoutes(translation);
    const routes = all.filter(({ redirects }) => !redirects);

    expect(statusProblems(translation)).toEqual([]);
    expect(filterProblems(translation, routes, forEveryVersion ? 'denied' : UNANSWERED)).toEqual([]);
    expect(routes.filter(({ answers }) => answers !== undefined)).toEqual([]);

    const domains = props.hosts ?? (props.identity ?? unionAuth()).domains;
    expect([...new Set(routes.map(({ domain }) => domain))].sort()).toEqual([...domains].sort());
    for (const { name, guard } of groups) {
      const ofGroup = routes.filter(({ from }) => from.name.replace(/-\d+$/, '') === name);
      const wanted = { [RouteGuard.OPEN]: undefined, [RouteGuard.SIGN_IN]: 'controlplane-sign-in', [RouteGuard.UNAUTHORIZED]: 'controlplane-unauthorized' }[guard];
      expect(ofGroup.filter(({ policy }) => policy !== wanted)).toEqual([]);
      if (emitted.some(({ kind, metadata }) => /Route$/.test(kind) && metadata.name === name)) {
        expect([name, new Set(ofGroup.map(({ domain }) => domain)).size]).toEqual([name, domains.length]);
      }
    }
    expect(routes.filter(({ from }) => !groups.some(({ name }) => from.name.replace(/-\d+$/, '') === name))).toEqual([]);

    if (!gateway) {
      const plain = all.filter(({ listener }) => /\/http$/.test(listener));
      expect(plain.filter(({ redirects }) => !redirects)).toEqual([]);
      expect(plain.map(({ domain }) => domain).sort()).toEqual([...domains].sort());
      expect(alpnProtocols(translation)).toEqual(Object.fromEntries(domains.map((domain) => [domain, ['h2', 'http/1.1']])));
    }
  });
});

describe('Envoy Gateway\'s translation of the guard', () => {
  const services = [...new Set(CHART_GATEWAY_ROUTES.flatMap(({ rules }) => rules.flatMap(({ backend }) => backend ?? [])))];
  const guarded = (props?: ConstructorParameters<typeof EnvoyGatewayGuard>[2]): Translation =>
    translated(manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', { ...THIS_VERSION, ...props })),
      services, chartGateway('controlplane', [HOST]), ...chartRoutes([HOST]));

  it('every protected route of the chart has a guard, and no open route has one', () => {
    const translation = guarded();
    const routes = xdsRoutes(translation);
    // Without the status of the chart's own routes, for which the chart is responsible.
    expect(statusProblems(translation).filter((problem) => problem.startsWith('SecurityPolicy'))).toEqual([]);
    expect(filterProblems(translation, routes, UNANSWERED)).toEqual([]);
    for (const { kind, name, guarded: wanted } of CHART_GATEWAY_ROUTES) {
      const of = routes.filter(({ from }) => from.kind === kind && from.name === name);
      expect([name, of.length > 0]).toEqual([name, true]);
      expect(of.filter(({ policy }) => (policy !== undefined) !== wanted)).toEqual([]);
    }
  });

  it('a route without a policy counts as open, so the test above can fail', () => {
    const open = xdsRoutes(guarded({ grpcRoutes: ['controlplane-grpc-protected'] })).filter(({ policy }) => policy === undefined);
    expect(new Set(open.map(({ from }) => from.name))).toContain('controlplane-grpc-protected-extended');
  });

  it('policies for routes that a release lacks do no harm', () => {
    const translation = translated(manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', THIS_VERSION)), services, chartGateway('controlplane', [HOST]),
      ...chartRoutes([HOST]).filter(({ metadata }) => metadata.name !== 'controlplane-grpc-protected-extended'));
    const open = xdsRoutes(translation).filter(({ policy }) => policy === undefined);
    const meant = CHART_GATEWAY_ROUTES.filter((route) => !route.guarded).map(({ name }) => name);
    expect([...new Set(open.map(({ from }) => from.name))].sort()).toEqual(meant.sort());
  });
});
