import { AuthProfile, ChartVersion, EdgeController, RouteGroup } from '../../../../src';
import { GUARDED_HEADERS } from '../../../../src/contract/union/caller-headers';
import { edgeManifests, HOST, ofKind, unionAuth } from '../support';

const PREFIX = 'nginx.ingress.kubernetes.io/';

interface IngressPath {
  readonly path: string;
  readonly pathType: string;
}

const pathsOf = ({ http }: { http: { paths: IngressPath[] } }): IngressPath[] => http.paths;

function ingresses(props: Parameters<typeof edgeManifests>[1] = {}) {
  return ofKind(edgeManifests(EdgeController.ingressNginx(), props), 'Ingress');
}

describe('the hardened profile', () => {
  const OPEN = ['controlplane', 'controlplane-grpc', 'controlplane-grpc-streaming'];

  // None is above the risk level that the controller allows by default, High (internal/ingress/annotations).
  it('asks its gate on guarded routes only, sends browsers to sign in, and lets streams be silent for a week', () => {
    for (const [name, { metadata }] of ingresses({ namespace: 'acme-cp' })) {
      const [isGrpc, isStreaming, isOpen] = [/grpc/.test(name), name.endsWith('-streaming'), OPEN.includes(name)];
      const { [`${PREFIX}auth-response-headers`]: headers, ...annotations } = metadata.annotations!;
      expect([name, annotations]).toEqual([name, Object.fromEntries(Object.entries({
        'backend-protocol': isGrpc ? 'GRPC' : 'HTTP',
        'use-regex': 'true',
        ...isOpen ? { 'rewrite-target': '/$1' } : {
          'auth-url': 'http://union-auth-gate-nginx.acme-cp.svc.cluster.local:8081/me',
          'auth-cache-key': '$http_authorization$http_flyte_authorization$http_cookie',
          'auth-cache-duration': '200 202 1m',
        },
        ...isOpen || isGrpc ? {} : { 'auth-signin': 'https://$host/login?redirect_url=$escaped_request_uri', 'auth-signin-redirect-param': 'redirect_url' },
        'proxy-body-size': isStreaming ? '0' : '6m',
        'proxy-read-timeout': isStreaming ? '604800' : '3600',
        'proxy-send-timeout': isStreaming ? '604800' : '3600',
        // Cookies and tokens are in what /me answers, as a page or as the guard, and /callback.
        ...isOpen && isGrpc ? {} : { 'proxy-buffer-size': '32k' },
      }).map(([annotation, value]) => [`${PREFIX}${annotation}`, value]))]);
      expect(headers?.split(',').sort()).toEqual(isOpen ? undefined : ['Set-Cookie', ...GUARDED_HEADERS].sort());
    }
  });

  it('signs people in on the domain itself, or with several, on the one they came to', () => {
    const signIn = (additionalDomains: string[]) =>
      ingresses({ identity: unionAuth(AuthProfile.HARDENED, additionalDomains) }).get('controlplane-protected')!.metadata.annotations![`${PREFIX}auth-signin`];
    expect(signIn([])).toBe(`https://${HOST}/login?redirect_url=$escaped_request_uri`);
    expect(signIn(['union.internal.example.com'])).toBe('https://$host/login?redirect_url=$escaped_request_uri');
  });

  it('prints the settings that only the controller’s ConfigMap has', () => expect(EdgeController.ingressNginx().controllerSettings.toObject()).toEqual({
    controller: {
      config: {
        'client-body-timeout': '604800',
        'client-header-buffer-size': '16k',
        'large-client-header-buffers': '64 32k',
        'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*' 'X-User-Claim-*' 'X-User-Subject' 'X-User-Token' 'Userinfo-Bin';",
      },
    },
  }));

  it('writes every path as an anchored regular expression, the catch-all apart', () => {
    const paths: IngressPath[] = [...ingresses().values()].flatMap(({ spec }) => spec.rules.flatMap(pathsOf));
    const isAnchored = ({ path }: IngressPath) => path === '/' || path.endsWith('$') || path.endsWith('(/|$)');
    expect(paths.length).toBeGreaterThan(200);
    expect(paths.filter((path) => path.pathType !== 'ImplementationSpecific' || !isAnchored(path))).toEqual([]);
  });

  it('names no path of a host twice: the admission webhook rejects the second', () => {
    const paths = [...ingresses().values()].flatMap(({ spec }) => spec.rules[0].http.paths.map(({ path }: { path: string }) => path));
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
  });
});

describe('the guide profile', () => {
  const guide = (): ReturnType<typeof ingresses> => ingresses({ identity: unionAuth(AuthProfile.GUIDE) });

  it('brings no gate, as the guide has none', () => {
    const kinds = edgeManifests(EdgeController.ingressNginx(), { identity: unionAuth(AuthProfile.GUIDE) }).map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(['Ingress']);
  });

  it('carries the guide’s annotations and no others of the guard', () => {
    const { annotations } = guide().get('controlplane-protected')!.metadata;
    expect(annotations).toEqual({
      [`${PREFIX}backend-protocol`]: 'HTTP',
      [`${PREFIX}auth-url`]: 'https://$host/me',
      [`${PREFIX}auth-signin`]: 'https://$host/login?redirect_url=$escaped_request_uri',
      [`${PREFIX}auth-response-headers`]: 'Set-Cookie',
      [`${PREFIX}auth-cache-key`]: '$http_flyte_authorization$http_cookie',
    });
    expect(guide().get('controlplane-protected-grpc')!.metadata.annotations).toEqual({
      [`${PREFIX}backend-protocol`]: 'GRPC',
      [`${PREFIX}auth-url`]: 'https://$host/me',
      [`${PREFIX}auth-response-headers`]: 'Set-Cookie',
      [`${PREFIX}auth-cache-key`]: '$http_authorization$http_flyte_authorization$http_cookie',
    });
  });

  it('renders the paths of the release that the guide describes, as they are', () => {
    for (const { name, routes } of ChartVersion.V2026_3._contract.controlPlane.routes.groups) {
      expect(pathsOf(guide().get(name)!.spec.rules[0])).toEqual(routes.map(({ path, pathType, service, port }) =>
        ({ path, pathType, backend: { service: { name: service, port: { name: port } } } })));
    }
  });

  it('uses regular expressions where the chart does', () => {
    const names = [...guide()].filter(([, { metadata }]) => metadata.annotations![`${PREFIX}use-regex`]).map(([name]) => name);
    expect(names.sort()).toEqual([RouteGroup.USAGE, RouteGroup.USAGE_GRPC]);
  });
});

describe('props', () => {
  it('set class and further annotations', () => {
    const annotations = { 'cert-manager.io/cluster-issuer': 'acme', [`${PREFIX}proxy-body-size`]: '16m' };
    const [ingress] = ofKind(edgeManifests(EdgeController.ingressNginx({ ingressClassName: 'acme-nginx', annotations })), 'Ingress').values();
    expect(ingress.spec.ingressClassName).toBe('acme-nginx');
    expect(ingress.metadata.annotations).toMatchObject(annotations);
  });

  it.each([
    'auth-url',
    'auth-signin',
    'auth-cache-duration',
    'auth-snippet',
    'configuration-snippet',
    'server-snippet',
    'server-alias',
    'satisfy',
    'rewrite-target',
    'use-regex',
    'backend-protocol',
    'enable-global-auth',
  ])('refuse %s, which may change who has access', (name) => {
    expect(() => EdgeController.ingressNginx({ annotations: { [`${PREFIX}${name}`]: '' } })).toThrow(/may change who has access/);
  });

  it('refuse a misspelt one, and say which is meant', () => {
    expect(() => EdgeController.ingressNginx({ annotations: { [`${PREFIX}proxy-body-sise`]: '1m' } }))
      .toThrow(`"1m" is unknown to ingress-nginx; did you mean ${PREFIX}proxy-body-size?`);
  });

  it.each([
    ['proxy-body-size', '10Mi', 'is not an nginx size; write a size such as 10m, or 0 for no limit'],
    ['proxy-buffer-size', '16KB', 'is not an nginx size; write a size such as 10m, or 0 for no limit'],
    ['proxy-read-timeout', '60s', 'must be a whole number; write timeouts in seconds, without a unit'],
  ])('refuse %s of %s', (name, content, remedy) => {
    expect(() => EdgeController.ingressNginx({ annotations: { [`${PREFIX}${name}`]: content } })).toThrow(`annotations[${PREFIX}${name}]: "${content}" ${remedy}`);
  });

  it.each([['proxy-body-size', '0'], ['proxy-body-size', '2G'], ['proxy-read-timeout', '600']])('take %s of %s', (name, content) => {
    expect(() => EdgeController.ingressNginx({ annotations: { [`${PREFIX}${name}`]: content } })).not.toThrow();
  });

  it('refuse the annotation of a class beside the field', () => {
    expect(() => EdgeController.ingressNginx({ annotations: { 'kubernetes.io/ingress.class': 'nginx' } })).toThrow('Kubernetes refuses both together; set only ingressClassName');
  });

  it('let traffic come from the pods of its Helm chart, wherever it is', () => {
    const podLabels = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
    expect(EdgeController.ingressNginx()._kind.pods('cp')).toEqual([{ namespace: 'ingress-nginx', podLabels }, { podLabels }]);
  });

  it('set the gate', () => {
    const gate = { replicas: 3, flyteadminAddress: 'flyteadmin.acme.svc.cluster.local:80' };
    const all = edgeManifests(EdgeController.ingressNginx({ gate }));
    expect(ofKind(all, 'Deployment').get('union-auth-gate-nginx')!.spec.replicas).toBe(3);
    expect(ofKind(all, 'ConfigMap').get('union-auth-gate-nginx')!.data!['nginx.conf']).toContain(`set $flyteadmin ${gate.flyteadminAddress};`);
  });

  it('refuse a blank class', () => {
    expect(() => EdgeController.ingressNginx({ ingressClassName: ' ' })).toThrow(/ingressClassName: " " must not be empty/);
    expect(() => EdgeController.ingressNginx({ ingressClassName: 'nginx\n' })).toThrow(/ingressClassName: "nginx\\n" is not an object name/);
  });
});
