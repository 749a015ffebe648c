import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { IRouteGuard, RouteKind } from '../../src';
import { verify } from '../../src/verify/verify';
import { HOST, Manifest, manifests } from '../../test/constructs/edge/support';
import { alice, anonymousApi, anonymousBrowser, bob, Caller } from './_cases';
import { Answer } from './_client';
import { RunningEdge, Surroundings } from './_edge';
import { staged } from './_stage';

/** The user's own routes: a page for people, and an API. */
const ROUTES = [
  { name: 'reports', path: '/reports', kind: RouteKind.BROWSER },
  { name: 'metrics', path: '/metrics-api', kind: RouteKind.API },
] as const;
const SERVICES = ROUTES.map(({ name }) => `${name}:80`);

/** Routes that the library does not emit, and their guard. */
export interface OwnEdge {
  readonly name: string;
  readonly guard: (scope: Construct) => IRouteGuard;
  readonly route: (path: string, service: string) => { readonly apiVersion: string; readonly kind: string; readonly spec: object };
  /** The route without its guard. */
  readonly bare: (route: Manifest) => Manifest;
  readonly start: (surroundings: Surroundings) => Promise<RunningEdge>;
}

function emitted({ guard, route }: OwnEdge): Manifest[] {
  return manifests((scope) => {
    const added = guard(scope);
    for (const { name, path, kind } of ROUTES) {
      added.addTo(new ApiObject(scope, name, { ...route(path, name), metadata: { name, namespace: 'union-cp' } }), kind);
    }
  });
}

/** Tests the guard of the user's own routes on a real edge. */
export function describeOwnRoutes(edge: OwnEdge): void {
  describe(`${edge.name}, with the user's own guarded routes`, () => servesOwnRoutes(edge));
  describe(`${edge.name}, with a route whose guard is removed`, () => servesAnyone(edge));
}

function servesOwnRoutes(edge: OwnEdge): void {
  const stage = staged({ manifests: emitted(edge), hosts: [HOST], services: SERVICES, start: edge.start });
  const ask = (path: string, { headers }: Pick<Caller, 'headers'>) => stage().client.http1({ host: HOST, path, headers });
  const reached = ({ id }: Answer) => stage().backends.reachedBy(id);

  it('an anonymous browser is redirected to sign-in with the way back', async () => {
    const answer = await ask('/reports/2026?page=2', anonymousBrowser);
    expect(answer.status).toBe(302);
    const { origin, pathname, searchParams } = new URL(answer.headers.location as string, `https://${HOST}`);
    expect([origin, pathname, new URL(searchParams.get('redirect_url')!, origin).href])
      .toEqual([`https://${HOST}`, '/login', `https://${HOST}/reports/2026?page=2`]);
    expect(reached(answer)).toEqual([]);
  });

  it('an anonymous API client is refused', async () => {
    const answer = await ask('/metrics-api/v1', anonymousApi);
    expect(answer.status).toBe(401);
    expect(reached(answer)).toEqual([]);
  });

  it.each([alice, bob])('$name passes, and the backend gets the identity of /me and no forged header', async ({ headers, identity }) => {
    for (const { name, path } of ROUTES) {
      const answer = await ask(`${path}/some`, { headers: { ...headers, 'x-user-subject': 'admin', 'x-user-claim-groups': 'admins' } });
      expect(answer.status).toBe(200);
      const [request, ...more] = reached(answer);
      expect(more).toEqual([]);
      expect(request).toMatchObject({ backend: `${name}:80`, path: `${path}/some`, headers: identity });
      expect(request.headers['x-user-claim-groups'] ?? '').toBe('');
    }
  });

  it('no caller passes while flyteadmin is down', async () => {
    await stage().flyteadmin.down();
    try {
      const answer = await ask('/reports', { headers: { ...alice.headers, cookie: 'flyte_at=never-seen-before' } });
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(reached(answer)).toEqual([]);
    } finally {
      await stage().flyteadmin.up();
    }
  });
}

function servesAnyone(edge: OwnEdge): void {
  const broken = emitted(edge).map((manifest) => (manifest.metadata.name === 'reports' ? edge.bare(manifest) : manifest));
  const stage = staged({ manifests: broken, hosts: [HOST], services: SERVICES, start: edge.start });

  it('an anonymous client passes, and verify reports route-unguarded', async () => {
    const answer = await stage().client.http1({ host: HOST, path: '/reports', headers: anonymousApi.headers });
    expect(stage().backends.reachedBy(answer.id)).toHaveLength(1);
    const { findings } = verify([{ name: 'routes.yaml', text: broken.map((manifest) => stringify(manifest)).join('---\n') }]);
    expect(findings.filter(({ rule }) => rule === 'route-unguarded').map(({ object }) => object?.name)).toEqual(['reports']);
  });
}
