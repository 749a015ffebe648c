import { EdgeController } from '../../../src';
import { RouteGuard } from '../../../src/contract/union/routes';
import { servicePortNumber } from '../../../src/contract/union/services';
import { drawn, oneIn } from '../../_tools/drawn';
import { envoyGatewayModel } from './model/envoy-gateway';
import { ingressNginxModel } from './model/ingress-nginx';
import { EdgeModel, Outcome } from './model/outcome';
import { traefikModel } from './model/traefik';
import { PATH_TRICKS } from './path-tricks';
import { edgeManifests, HOST, INTERNAL_HOST, RELEASES } from './support';

/** Each asks every route of an edge. */
const it = oneIn(8);

/** Requests that a path of the chart is about, whatever its notation. */
function requestsFor(path: string, isGrpc: boolean): string[] {
  const plain = path.replace(/\(.*/, '');
  if (plain !== path) {
    return isGrpc ? [`${plain}/GetUsage`, `${plain}/GetMeasureGroup`] : [plain, `${plain}/org`, `${plain}/measure_group/x`];
  }
  if (isGrpc && path.lastIndexOf('/') === 0) {
    return [`${path}/Get`];
  }
  return path.endsWith('*') ? [path.replace('*', 'Something')] : [path];
}

describe.each(drawn(RELEASES, 1))('the edges of %s', (chartVersion) => {
  const { groups } = chartVersion._contract.controlPlane.routes;
  const models = new Map<string, EdgeModel>([
    ['ingress-nginx', ingressNginxModel(edgeManifests(EdgeController.ingressNginx(), { chartVersion }))],
    ['Traefik', traefikModel(edgeManifests(EdgeController.traefik(), { chartVersion }))],
    ['Envoy Gateway', envoyGatewayModel(edgeManifests(EdgeController.envoyGateway(), { chartVersion }))],
  ]);
  const routes = groups.flatMap((group) =>
    group.routes.flatMap(({ path, service, port }) =>
      requestsFor(path, group.protocol === 'GRPC').map((request) => ({ request, group, backend: `${service}:${servicePortNumber(service, port)}` })),
    ),
  );
  const everywhere = (request: string, host = HOST): [string, Outcome][] => [...models].map(([name, model]) => [name, model.outcome(host, request)]);

  it.each([...models.keys()])('%s guards what the chart guards, and opens what it opens', (name) => {
    for (const { request, group, backend } of routes) {
      const { anonymousBrowser, anonymousGrpc, identityHeaders, credentials, ...target } = models.get(name)!.outcome(HOST, request);
      expect([request, target]).toEqual([request, { backend, protocol: group.protocol }]);
      const expected = { [RouteGuard.OPEN]: 'passes', [RouteGuard.SIGN_IN]: 'redirect', [RouteGuard.UNAUTHORIZED]: '401' }[group.guard];
      expect([request, anonymousBrowser]).toEqual([request, expected]);
      if (group.guard === RouteGuard.OPEN) {
        expect([request, anonymousGrpc]).toEqual([request, 'passes']);
      } else {
        expect([request, identityHeaders, credentials]).toEqual([request, 'from /me', ['authorization', 'cookie', 'flyte-authorization']]);
      }
      if (group.guard === RouteGuard.UNAUTHORIZED) {
        expect([request, anonymousGrpc]).toEqual([request, '401']);
      }
    }
  });

  it('agree on every route and host', () => {
    for (const { request } of routes) {
      for (const host of [HOST, INTERNAL_HOST]) {
        // What a gRPC client meets on an HTTP route is ingress-nginx's own: it redirects what gets 401 there.
        const [[, nginx], ...others] = everywhere(request, host).map(([name, { anonymousGrpc, ...rest }]) => [name, { request, ...rest }] as const);
        expect(nginx.backend).toBeDefined();
        for (const [, other] of others) {
          expect(other).toEqual(nginx);
        }
      }
    }
  });

  it.each(['/members', '/menu', '/loginx', '/apis', '/unknown', '/healthcheckx', '/Xwell-known/x', '/me/x'])('agree that %s is guarded', (request) => {
    for (const [name, { anonymousBrowser }] of everywhere(request)) {
      expect([name, anonymousBrowser]).toEqual([name, 'redirect']);
    }
  });

  // ingress-nginx normalizes first; what it does with these is tried in a real nginx.
  const matchedRaw = [...models.keys()].filter((name) => name !== 'ingress-nginx');
  it.each(PATH_TRICKS)('guard %s, matched as it is', (request) => {
    for (const name of matchedRaw) {
      const { anonymousBrowser, backend } = models.get(name)!.outcome(HOST, request);
      expect([name, request, anonymousBrowser === 'passes' && backend]).toEqual([name, request, false]);
    }
  });

  it('agree that other hosts are not served', () => {
    expect(everywhere('/api', 'evil.example').map(([, { backend }]) => backend)).toEqual([undefined, undefined, undefined]);
  });
});
