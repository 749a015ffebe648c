import { EdgeController } from '../../../src';
import { edgeManifests, HOST, INTERNAL_HOST, ofKind } from './support';

/** A certificate for one host; a load balancer ends TLS for the other. */
const PROPS = { tls: [{ secretName: 'union-tls', hosts: [HOST] }], tlsEndsElsewhere: true };

describe('where something in front ends TLS', () => {
  test('ingress-nginx serves the host in the clear, and names a certificate for the other alone', () => {
    const { spec } = ofKind(edgeManifests(EdgeController.ingressNginx(), PROPS), 'Ingress').get('controlplane')!;
    expect(spec.tls).toEqual([{ hosts: [HOST], secretName: 'union-tls' }]);
  });

  test('Traefik serves the host on the entry point without TLS too, guarded as on the other, and redirects it nowhere', () => {
    const all = edgeManifests(EdgeController.traefik(), PROPS);
    const routes = ofKind(all, 'IngressRoute');
    const [secure, plain] = ['controlplane-protected-2', 'controlplane-protected-2-plain'].map((name) => routes.get(name)!.spec);
    expect([secure.entryPoints, secure.tls]).toEqual([['websecure'], {}]);
    expect([plain.entryPoints, 'tls' in plain]).toEqual([['web'], false]);
    expect(plain.routes).toEqual(secure.routes);
    expect(routes.get('controlplane-https-redirect')!.spec.routes[0].match).toBe(`Host(\`${HOST}\`)`);
    expect([...routes.values()].filter(({ spec }) => !spec.tls && JSON.stringify(spec).includes(HOST)).map(({ metadata }) => metadata.name))
      .toEqual(['controlplane-https-redirect']);
  });

  test('Traefik sends HSTS although it does not terminate TLS', () => {
    const headers = (props: object) => ofKind(edgeManifests(EdgeController.traefik(), props), 'Middleware').get('controlplane-headers')!.spec.headers;
    expect(headers(PROPS)).toMatchObject({ stsSeconds: 31536000, forceSTSHeader: true });
    expect(headers({})).not.toHaveProperty('forceSTSHeader');
  });

  test('Traefik does not redirect if it terminates TLS for no host', () => {
    const all = edgeManifests(EdgeController.traefik(), { tlsEndsElsewhere: true, tls: [] });
    expect(ofKind(all, 'IngressRoute').has('controlplane-https-redirect')).toBe(false);
    expect(ofKind(all, 'Middleware').has('controlplane-https-redirect')).toBe(false);
  });

  test('Envoy Gateway has a listener in the clear for the host, which serves what the others do, and redirects it nowhere', () => {
    const all = edgeManifests(EdgeController.envoyGateway(), PROPS);
    const { listeners } = ofKind(all, 'Gateway').get('controlplane')!.spec;
    expect(listeners.map(({ name, protocol, port, hostname }: Record<string, unknown>) => [name, protocol, port, hostname])).toEqual([
      ['https', 'HTTPS', 443, HOST], ['plain-2', 'HTTP', 80, INTERNAL_HOST], ['http', 'HTTP', 80, undefined],
    ]);
    const sections = ofKind(all, 'HTTPRoute').get('controlplane')!.spec.parentRefs.map(({ sectionName }: { sectionName: string }) => sectionName);
    expect(sections).toEqual(['https', 'plain-2']);
    expect(ofKind(all, 'HTTPRoute').get('controlplane-https-redirect')!.spec.hostnames).toEqual([HOST]);
  });

  test('Envoy Gateway wants a certificate where nothing does', () => {
    expect(() => edgeManifests(EdgeController.envoyGateway(), { tls: [] })).toThrow(/tls: .*need a certificate; name its Secret, an existing Gateway, or set tlsEndsElsewhere/);
  });
});
