import { Edge } from '../../src';
import { edgeManifests, HOST, INTERNAL_HOST, ofKind } from './support';

describe('Traefik', () => {
  const all = edgeManifests(Edge.traefik());
  const routes = (name: string) => ofKind(all, 'IngressRoute').get(name)!.spec.routes;

  it('asks the gate with the credentials and nothing else of the client', () => {
    for (const [name, port] of [['controlplane-sign-in', 8080], ['controlplane-unauthorized', 8081]] as const) {
      expect(ofKind(all, 'Middleware').get(name)!.spec.forwardAuth).toEqual({
        address: `http://union-auth-gate.union-cp.svc.cluster.local:${port}/`,
        trustForwardHeader: false,
        authRequestHeaders: ['Cookie', 'Authorization', 'Flyte-Authorization', 'Accept'],
        authResponseHeaders: ['X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token'],
      });
    }
  });

  it('speaks HTTP/2 in the clear to gRPC backends only', () => {
    for (const [name, { spec }] of ofKind(all, 'IngressRoute')) {
      for (const { services } of spec.routes) {
        expect([name, services[0].scheme]).toEqual([name, /grpc/.test(name) ? 'h2c' : undefined]);
      }
    }
  });

  it('matches every host, and a tree by its slash', () => {
    const { match } = routes('controlplane-protected').find((route: { match: string }) => route.match.includes('`/api`'));
    expect(match).toBe(`(Host(\`${HOST}\`) || Host(\`${INTERNAL_HOST}\`)) && (Path(\`/api\`) || PathPrefix(\`/api/\`))`);
  });

  it('gives every route a priority of its own, the catch-all the lowest', () => {
    const everyRoute = [...ofKind(all, 'IngressRoute').values()].flatMap(({ spec }) => spec.routes);
    const lowest = Math.min(...everyRoute.map(({ priority }) => priority));
    expect(everyRoute.filter(({ priority }) => priority === lowest).map(({ match }) => match)).toEqual([
      expect.stringMatching(/PathPrefix\(`\/`\)$/),
    ]);
    // 0 would mean the length of the rule.
    expect(lowest).toBeGreaterThan(0);
  });

  it('serves TLS on its entry point, with the default certificate where none is given', () => {
    const { spec } = ofKind(edgeManifests(Edge.traefik({ entryPoints: ['public'] }), { tls: [] }), 'IngressRoute').get('controlplane')!;
    expect(spec.entryPoints).toEqual(['public']);
    expect(spec.tls).toEqual({});
  });

  it('refuses no entry point, and a gate that lets nobody in', () => {
    const make = () => Edge.traefik({ entryPoints: [], gate: { replicas: 0 } });
    expect(make).toThrow(/entryPoints: \[\] is empty, which means every entry point/);
    expect(make).toThrow(/gate\.replicas: 0 lets nobody in/);
  });
});
