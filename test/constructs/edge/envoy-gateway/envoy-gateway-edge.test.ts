import { ControlPlaneEdge, EdgeController, Route, RouteGroup } from '../../../../src';
import { packedRules } from '../../../../src/constructs/edge/envoy-gateway/gateway-routes';
import { TableGroup } from '../../../../src/constructs/edge/route-table';
import { GUARDED_HEADERS, IDENTITY_HEADERS } from '../../../../src/contract/union/caller-headers';
import { RouteGuard, RouteProtocol } from '../../../../src/contract/union/routes';
import { problemsOf } from '../../../_tools/problems';
import { edgeManifests, HOST, INTERNAL_HOST, ofKind, unionAuth } from '../support';

describe('Envoy Gateway', () => {
  const all = edgeManifests(EdgeController.envoyGateway());
  const newest = edgeManifests(EdgeController.envoyGateway({ envoyGatewayVersion: '1.9' }));
  const specOf = (kind: string, name = 'controlplane'): any => ofKind(all, kind).get(name)!.spec;
  const parent = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };
  const REDIRECT = 'controlplane-https-redirect';
  const routesOf = (manifests: typeof all) => manifests.filter(({ kind }) => /^(HTTP|GRPC)Route$/.test(kind));
  const served = routesOf(all).filter(({ metadata }) => metadata.name !== REDIRECT);
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  /** How many matches each rule of each route has. */
  const sizesOf = (routes: { spec: any }[]): number[][] => routes.map(({ spec }) => spec.rules.map(({ matches }: any) => matches.length));

  it('brings a Gateway with a listener a host', () => {
    const { gatewayClassName, listeners } = specOf('Gateway');
    expect(gatewayClassName).toBe('eg');
    expect(listeners.map(({ name, hostname, port, protocol }: Record<string, unknown>) => [name, hostname, port, protocol])).toEqual([
      ['https', HOST, 443, 'HTTPS'],
      ['https-2', INTERNAL_HOST, 443, 'HTTPS'],
      ['http', undefined, 80, 'HTTP'],
    ]);
  });

  it('offers HTTP/2 even where listeners share a certificate', () => {
    const [{ tls }, { tls: second }] = specOf('Gateway').listeners;
    expect(tls.certificateRefs).toEqual(second.certificateRefs);
    expect(specOf('ClientTrafficPolicy').tls.alpnProtocols).toEqual(['h2', 'http/1.1']);
  });

  it('spells out what the API server fills into lists that are written as a whole', () => {
    const references = newest.flatMap(({ spec }) => [
      ...(spec?.parentRefs ?? []),
      ...(spec?.listeners ?? []).flatMap(({ tls }: { tls?: { certificateRefs: object[] } }) => tls?.certificateRefs ?? []),
      ...(spec?.rules ?? []).flatMap(({ backendRefs = [] }: { backendRefs?: object[] }) => backendRefs),
      ...(spec?.extAuth?.http.backendRefs ?? []),
    ]);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference).toMatchObject({ group: expect.any(String), kind: expect.any(String), ...('port' in reference ? { weight: 1 } : {}) });
    }
    expect(all.flatMap(({ spec }) => spec?.rules ?? []).filter(({ matches }: { matches?: object[] }) => !matches)).toEqual([]);
  });

  it('guards with two policies that fail closed', () => {
    const policies = ofKind(newest, 'SecurityPolicy');
    expect([...policies.keys()]).toEqual(['controlplane-sign-in', 'controlplane-unauthorized']);
    expect(policies.get('controlplane-sign-in')!.spec.extAuth).toEqual({
      failOpen: false,
      statusOnError: 503,
      headersToExtAuth: ['cookie', 'authorization', 'flyte-authorization', 'accept'],
      http: {
        backendRefs: [{ group: '', kind: 'Service', name: 'union-auth-gate', port: 8080, weight: 1 }],
        headersToBackend: GUARDED_HEADERS.map((name) => name.toLowerCase()),
      },
    });
    expect(policies.get('controlplane-unauthorized')!.spec.extAuth.http.backendRefs).toEqual([{ group: '', kind: 'Service', name: 'union-auth-gate', port: 8081, weight: 1 }]);
  });

  it('serves nothing without TLS but the redirect to https', () => {
    const onHttp = routesOf(all).filter(({ spec }) => spec.parentRefs.some(({ sectionName = 'http' }) => sectionName === 'http'));
    expect(onHttp.map(({ metadata, spec }) => [metadata.name, spec.parentRefs, spec.rules])).toEqual([[
      REDIRECT,
      [{ ...parent, name: 'controlplane', sectionName: 'http' }],
      [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    ]]);
    expect(specOf('HTTPRoute').parentRefs).toEqual(['https', 'https-2'].map((sectionName) => ({ ...parent, name: 'controlplane', sectionName })));
  });

  it('removes internal headers everywhere and identities on open routes, and sends HSTS', () => {
    for (const { kind, metadata, spec } of served) {
      const isOpen = ['controlplane', 'controlplane-grpc', 'controlplane-grpc-streaming'].includes(metadata.name);
      const remove = [
        'X-Forwarded-Host', 'Grpc-Metadata-Userinfo-Bin', 'Grpc-Metadata-X-Forwarded-Host', 'Grpc-Metadata-From_http',
        'Grpc-Metadata-Authorization', 'Grpc-Metadata-Flyte-Authorization', 'Userinfo-Bin', 'From_http',
        ...(isOpen ? IDENTITY_HEADERS : []),
      ];
      for (const { filters } of spec.rules) {
        expect([metadata.name, filters]).toEqual([metadata.name, [
          { type: 'RequestHeaderModifier', requestHeaderModifier: { remove } },
          ...(kind === 'HTTPRoute'
            ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' }] } }]
            : []),
        ]]);
      }
    }
  });

  it('prints the ClientTrafficPolicy that the owner of an existing Gateway needs', () => {
    expect(EdgeController.envoyGateway({ gateway: { name: 'shared', namespace: 'infra', sectionName: 'https' } }).controllerSettings.toObject()).toEqual({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'ClientTrafficPolicy',
      metadata: { name: 'shared', namespace: 'infra' },
      spec: {
        ...specOf('ClientTrafficPolicy'),
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'shared', sectionName: 'https' }],
      },
    });
    expect(EdgeController.envoyGateway().controllerSettings.toObject()).toEqual({});
  });

  it('targets every guarded route once, and no open one', () => {
    const targeted = [...ofKind(all, 'SecurityPolicy').values()].flatMap(({ spec }) => spec.targetRefs.map(({ name }: { name: string }) => name));
    expect(targeted.sort()).toEqual(routesOf(all).map(({ metadata }) => metadata.name).filter((name) => /protected|dataproxy|usage/.test(name)).sort());
  });

  it('lifts the time limits that nginx does not have', () => {
    const { timeout, targetRefs } = specOf('BackendTrafficPolicy');
    expect([timeout, targetRefs.length]).toEqual([{ http: { requestTimeout: '0s' } }, served.length]);
    expect(specOf('ClientTrafficPolicy').timeout.http.streamIdleTimeout).toBe('0s');
  });

  it('matches methods by their beginning where the chart does', () => {
    expect(specOf('GRPCRoute', 'controlplane-protected-grpc-streaming').rules.flatMap(({ matches }: any) => matches)).toContainEqual({
      method: { type: 'RegularExpression', service: 'flyteidl2\\.task\\.TaskService', method: 'Watch.*' },
    });
  });

  it('stays within the limits of one route, however many there are', () => {
    const extraRoutes = Array.from({ length: 300 }, (_, i): Route =>
      ({ group: RouteGroup.GUARDED_HTTP, path: `/reports-${i}`, service: i < 200 ? 'reports' : `reports-${i}`, port: 8080, exact: true }));
    const many = edgeManifests(EdgeController.envoyGateway(), { extraRoutes });
    const routes = [...ofKind(many, 'HTTPRoute').values()].filter(({ metadata }) => /^controlplane-protected(-\d+)?$/.test(metadata.name));
    const sizes = sizesOf(routes);
    const ofTheRelease = sizesOf([{ spec: specOf('HTTPRoute', 'controlplane-protected') }]);
    expect(sum(sizes.flat())).toBe(300 + sum(ofTheRelease.flat()));
    const guarded = ofKind(many, 'SecurityPolicy').get('controlplane-sign-in')!.spec.targetRefs.map(({ name }: { name: string }) => name);
    expect(guarded).toEqual(expect.arrayContaining(routes.map(({ metadata }) => metadata.name)));
  });

  it.each<[number, number, number[][]]>([
    // One rule has 64 matches, and all rules of a route have 127.
    [127, 1, [[64, 63]]],
    [128, 1, [[64], [64]]],
    [129, 1, [[64], [64, 1]]],
    [16, 16, [Array<number>(16).fill(1)]],
    [17, 17, [Array<number>(16).fill(1), [1]]],
  ])('packs %s routes to %s Services as tightly as the Gateway API takes them', (count, services, expected) => {
    const routes = Array.from({ length: count }, (_, i) => ({ match: { kind: 'exact', path: `/${i}` } as const, service: `s${i % services}`, port: 80 }));
    const group = { routes, protocol: RouteProtocol.HTTP, guard: RouteGuard.SIGN_IN } as unknown as TableGroup;
    expect(packedRules(group, []).map((rules) => rules.map(({ matches }) => matches.length))).toEqual(expected);
  });

  it('stays within them with many open trees, too, each of which the console takes path tricks from', () => {
    const extraRoutes = Array.from({ length: 150 }, (_, i): Route => ({ group: RouteGroup.OPEN_HTTP, path: `/hooks-${i}`, service: 'hooks', port: 8080 }));
    const console = [...ofKind(edgeManifests(EdgeController.envoyGateway(), { extraRoutes }), 'HTTPRoute').values()]
      .filter(({ metadata }) => metadata.name.startsWith('controlplane-console-protected'));
    const sizes = sizesOf(console);
    expect(Math.max(...sizes.flat())).toBeLessThanOrEqual(64);
    expect(Math.max(...sizes.map(sum))).toBeLessThan(128);
    const expressions = console.flatMap(({ spec }) => spec.rules).flatMap(({ matches }) => matches).filter(({ path }) => path.type === 'RegularExpression');
    expect(expressions.filter(({ path }) => path.value.startsWith('/hooks-'))).toHaveLength(150);
  });

  it('attaches to an existing Gateway and leaves its settings alone', () => {
    const gateway = { name: 'shared', namespace: 'infra', sectionName: 'https' };
    const attached = edgeManifests(EdgeController.envoyGateway({ gateway }), { tls: [] });
    expect(attached.filter(({ kind }) => kind === 'Gateway' || kind === 'ClientTrafficPolicy')).toEqual([]);
    for (const { spec } of routesOf(attached)) {
      expect(spec.parentRefs).toEqual([{ ...parent, ...gateway }]);
    }
  });

  it('requires a certificate for each of its own listeners, and none for those of others', () => {
    expect(() => edgeManifests(EdgeController.envoyGateway(), { tls: [{ secretName: 'a', hosts: [HOST] }] })).toThrow(
      /tls: required; the HTTPS listeners of union\.internal\.example\.com need a certificate/,
    );
    expect(() => edgeManifests(EdgeController.envoyGateway({ gateway: { name: 'shared' } }))).toThrow(/tls: "union-tls" has no effect on the existing Gateway shared/);
  });

  it('has a listener for each host, as many as a route may attach to', () => {
    const edgeOf = (hosts: number, edge = EdgeController.envoyGateway(), tls = [{ secretName: 'union-tls' }]) =>
      edgeManifests(edge, { tls, identity: unionAuth(undefined, Array.from({ length: hosts - 1 }, (_, i) => `union-${i}.example.com`)) });
    const parents = edgeOf(32).filter(({ kind }) => kind === 'HTTPRoute').map(({ spec }) => spec.parentRefs.length as number);
    expect(Math.max(...parents)).toBe(32);
    expect(problemsOf(() => edgeOf(33))).toEqual([
      'hosts: 33 are too many for one Gateway, as a route attaches to at most 32 listeners; use an existing Gateway, whose listeners can have wildcard hosts',
    ]);
    expect(() => edgeOf(33, EdgeController.envoyGateway({ gateway: { name: 'shared' } }), [])).not.toThrow();
  });

  it.each<[string, EdgeController, string, string, string[]]>([
    ['its Gateway', EdgeController.envoyGateway(), 'controlplane', 'cp', ['envoy-gateway-system', 'cp']],
    ['an existing one', EdgeController.envoyGateway({ gateway: { name: 'shared', namespace: 'infra' } }), 'shared', 'infra', ['envoy-gateway-system', 'infra']],
    ['that of the chart', ControlPlaneEdge.chartGateway().controller, 'controlplane', 'cp', ['envoy-gateway-system', 'envoy-gateway', 'cp']],
  ])('gets traffic from the pods that run for %s', (_, { _kind: kind }, name, home, namespaces) => {
    const podLabels = {
      'app.kubernetes.io/name': 'envoy',
      'app.kubernetes.io/component': 'proxy',
      'gateway.envoyproxy.io/owning-gateway-name': name,
      'gateway.envoyproxy.io/owning-gateway-namespace': home,
    };
    expect(kind.pods('cp')).toEqual(namespaces.map((namespace) => ({ namespace, podLabels })));
  });

  it.each([
    ['a class beside an existing Gateway', { gatewayClassName: 'eg', gateway: { name: 'shared' } }, /gatewayClassName: "eg" conflicts with gateway, which names an existing Gateway/],
    ['a class that is not a name', { gatewayClassName: 'EG' }, /gatewayClassName: "EG" is not an object name/],
    ['a Gateway without a name', { gateway: { name: '' } }, /gateway\.name: "" is not an object name/],
    ['a gate without pods', { gate: { replicas: 0 } }, /gate\.replicas: 0 rejects every request/],
    ['a gate without an image', { gate: { image: ' ' } }, /gate\.image: must not be empty/],
    ['flyteadmin without a port', { gate: { flyteadminAddress: 'flyteadmin' } }, /gate\.flyteadminAddress: "flyteadmin" is not a host:port/],
    ['flyteadmin at a port that there is not', { gate: { flyteadminAddress: 'admin.example.com:99999' } }, /gate\.flyteadminAddress: "admin\.example\.com:99999" is not a host:port/],
    ['flyteadmin with a directive', { gate: { flyteadminAddress: 'x:80; } server {' } }, /gate\.flyteadminAddress: .* is not a host:port/],
  ])('rejects %s', (_, props, message) => expect(() => EdgeController.envoyGateway(props)).toThrow(message));
});
