import { EdgeController } from '../../../../src';
import { GUARDED_HEADERS, GUARDED_HEADERS_PATTERN } from '../../../../src/contract/union/caller-headers';
import { problemsOf } from '../../../_tools/problems';
import { edgeManifests, HOST, INTERNAL_HOST, ofKind } from '../support';

test.each([
  ...GUARDED_HEADERS, 'X-User-Claim-Anything', 'X-User-Claim-Custom-Claim',
  // As Go writes what a client sends with underscores.
  'X_user_subject', 'X_user_claim_email', 'X-User_claim_email',
  'Grpc-Metadata-Anything', 'Grpc_metadata_userinfo_bin',
])('Traefik takes %s from the client', (name) => expect(name).toMatch(new RegExp(GUARDED_HEADERS_PATTERN)));

test.each(['X-User-Agent', 'X-Username', 'X-Forwarded-User', 'Cookie', 'Grpc-Timeout', 'From'])('Traefik leaves %s alone', (name) => {
  expect(name).not.toMatch(new RegExp(GUARDED_HEADERS_PATTERN));
});

describe('Traefik', () => {
  const all = edgeManifests(EdgeController.traefik());
  const routes = (name: string) => ofKind(all, 'IngressRoute').get(name)!.spec.routes;

  it('asks the gate with the credentials and nothing else of the client', () => {
    for (const [name, port] of [['controlplane-sign-in', 8080], ['controlplane-unauthorized', 8081]] as const) {
      expect(ofKind(all, 'Middleware').get(name)!.spec.forwardAuth).toEqual({
        address: `http://union-auth-gate.union-cp.svc.cluster.local:${port}/`,
        trustForwardHeader: false,
        authRequestHeaders: ['Cookie', 'Authorization', 'Flyte-Authorization', 'Accept'],
        authResponseHeaders: [
          'X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token',
          'X-User-Claim-Userhandle', 'X-User-Claim-Groups',
        ],
        authResponseHeadersRegex: GUARDED_HEADERS_PATTERN,
      });
    }
  });

  it('speaks HTTP/2 in the clear to gRPC backends only', () => {
    for (const [name, { spec }] of [...ofKind(all, 'IngressRoute')].filter(([, { spec: { tls } }]) => tls)) {
      for (const { services } of spec.routes) {
        expect([name, services[0].scheme]).toEqual([name, /grpc/.test(name) ? 'h2c' : undefined]);
      }
    }
  });

  it('matches every host, and a tree by its slash', () => {
    expect(routes('controlplane-protected').find(({ match }: { match: string }) => match.includes('`/api`'))).toEqual({
      kind: 'Rule',
      match: `(Host(\`${HOST}\`) || Host(\`${INTERNAL_HOST}\`)) && (Path(\`/api\`) || PathPrefix(\`/api/\`))`,
      priority: 4,
      middlewares: [{ name: 'controlplane-headers' }, { name: 'controlplane-sign-in' }],
      services: [{ name: 'flyteadmin', port: 80 }],
    });
  });

  it('gives every route a separate priority, the catch-all the lowest', () => {
    const everyRoute = [...ofKind(all, 'IngressRoute').values()].filter(({ spec }) => spec.tls).flatMap(({ spec }) => spec.routes);
    const lowest = Math.min(...everyRoute.map(({ priority }) => priority));
    expect(everyRoute.filter(({ priority }) => priority === lowest).map(({ match }) => match)).toEqual([
      expect.stringMatching(/PathPrefix\(`\/`\)$/),
    ]);
    // 0 would mean the length of the rule.
    expect(lowest).toBeGreaterThan(0);
  });

  it('serves TLS on its entry point, with the default certificate where none is given', () => {
    const { spec } = ofKind(edgeManifests(EdgeController.traefik({ entryPoints: ['public'] }), { tls: [] }), 'IngressRoute').get('controlplane')!;
    expect(spec.entryPoints).toEqual(['public']);
    expect(spec.tls).toEqual({});
  });

  it('redirects HTTP to https, by an entry point that serves nothing else', () => {
    const { spec } = ofKind(all, 'IngressRoute').get('controlplane-https-redirect')!;
    expect([spec.entryPoints, spec.tls]).toEqual([['web'], undefined]);
    expect(spec.routes).toEqual([{
      kind: 'Rule',
      match: `Host(\`${HOST}\`) || Host(\`${INTERNAL_HOST}\`)`,
      priority: 1,
      middlewares: [{ name: 'controlplane-https-redirect' }],
      services: [{ kind: 'TraefikService', name: 'noop@internal' }],
    }]);
    expect(ofKind(all, 'Middleware').get('controlplane-https-redirect')!.spec).toEqual({ redirectScheme: { scheme: 'https', permanent: true } });
    const insecure = [...ofKind(all, 'IngressRoute').values()].filter((route) => route.spec.entryPoints.includes('web'));
    expect(insecure.map(({ metadata }) => metadata.name)).toEqual(['controlplane-https-redirect']);
    expect(ofKind(edgeManifests(EdgeController.traefik({ httpEntryPoints: [] })), 'IngressRoute').has('controlplane-https-redirect')).toBe(false);
  });

  it('sends HSTS and removes forbidden headers in either spelling, on open routes too', () => {
    expect(ofKind(all, 'Middleware').get('controlplane-headers')!.spec.headers).toEqual({
      stsSeconds: 31536000,
      stsIncludeSubdomains: true,
      customRequestHeaders: Object.fromEntries([...GUARDED_HEADERS, ...GUARDED_HEADERS.map((name) => name.replace(/-/g, '_'))].map((name) => [name, ''])),
    });
    for (const name of ['controlplane', 'controlplane-protected', 'controlplane-protected-grpc']) {
      expect(routes(name).every(({ middlewares }: { middlewares: { name: string }[] }) => middlewares[0].name === 'controlplane-headers')).toBe(true);
    }
  });

  it('prints the settings that only entry points have', () => {
    expect(EdgeController.traefik({ entryPoints: ['public'] }).controllerSettings.toObject()).toEqual({
      ports: {
        public: {
          transport: { respondingTimeouts: { readTimeout: '0s', writeTimeout: '0s' } },
          http: { encodedCharacters: { allowEncodedSlash: false, allowEncodedBackSlash: false } },
        },
      },
      providers: { kubernetesCRD: { enabled: true, allowEmptyServices: true } },
    });
  });

  it('gets traffic from the pods of its Helm chart, or from yours', () => {
    expect(EdgeController.traefik()._kind.pods('cp')).toEqual([{ namespace: 'traefik', podLabels: { 'app.kubernetes.io/name': 'traefik' } }]);
    expect(EdgeController.traefik({ pods: [{ namespace: 'edge' }] })._kind.pods('cp')).toEqual([{ namespace: 'edge' }]);
  });

  it('rejects redirecting its own entry points', () => {
    expect(() => EdgeController.traefik({ entryPoints: ['web'] })).toThrow(/httpEntryPoints: \["web"\] would redirect to themselves/);
  });

  it('rejects an entry point twice, and the address of one', () => {
    const make = () => EdgeController.traefik({ entryPoints: ['websecure', 'websecure'], httpEntryPoints: [':80'] });
    expect(problemsOf(make)).toEqual([
      'entryPoints[1]: "websecure" is given twice; keep one',
      'httpEntryPoints[0]: ":80" is the address of an entry point; give its name, such as websecure',
    ]);
  });

  it('rejects an empty list of entry points, and a gate without allowed callers', () => {
    const make = () => EdgeController.traefik({ entryPoints: [], gate: { replicas: 0 } });
    expect(make).toThrow(/entryPoints: \[\] must not be empty, as that means every entry point/);
    expect(make).toThrow(/gate\.replicas: 0 rejects every request/);
  });
});
