import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { ALWAYS_OPEN, alwaysOpen, RouteGuard } from '../../../src/contract/union/routes';
import { linesFor } from '../../_tools/by-version';
import { rendering } from './_rendering';

/** What the chart's annotations say of each of its Ingresses. */
const INGRESSES = [
  'controlplane open HTTP', 'controlplane-grpc open GRPC', 'controlplane-grpc-streaming open GRPC streaming',
  'controlplane-protected sign-in HTTP', 'controlplane-protected-grpc unauthorized GRPC', 'controlplane-protected-grpc-streaming unauthorized GRPC streaming',
  'controlplane-console-protected sign-in HTTP', 'controlplane-dataproxy sign-in HTTP',
  'controlplane-usage sign-in HTTP regex', 'controlplane-usage-grpc unauthorized GRPC regex',
];

/** One line a path: group, path, path type, Service, port, as `helm template` renders the chart of the release. */
const rendered = (release: ChartVersion) => linesFor(rendering(release), __dirname, 'fixtures/routes.txt');

describe.each(ChartVersion._all)('routes of %s', (release) => {
  const { groups, missingBackends } = release._contract.controlPlane.routes;

  it('are those that the chart renders, path by path', () => {
    const lines = groups.flatMap(({ name, routes }) => routes.map(({ path, pathType, service, port }) => [name, path, pathType, service, port].join(' ')));
    expect(lines.sort()).toEqual(rendered(release).sort());
  });

  it('are in groups with one guard, one protocol and one timeout each', () => {
    expect(groups.map(({ name, guard, protocol, streaming, useRegex }) =>
      [name, guard, protocol, ...streaming ? ['streaming'] : [], ...useRegex ? ['regex'] : []].join(' '))).toEqual(INGRESSES);
  });

  it('name no path twice', () => {
    const all = groups.flatMap(({ routes }) => routes.map(({ path }) => path));
    expect(all.filter((path, i) => all.indexOf(path) !== i)).toEqual([]);
  });

  it('leave open what must never be guarded, and have each such path', () => {
    const paths = (which: typeof groups) => which.flatMap(({ routes }) => routes.map(({ path }) => path));
    expect(paths(groups.filter(({ guard }) => guard !== RouteGuard.OPEN)).filter((path) => alwaysOpen(path))).toEqual([]);
    const open = paths(groups.filter(({ guard }) => guard === RouteGuard.OPEN));
    expect(ALWAYS_OPEN.filter((path) => !open.includes(path))).toEqual([]);
  });

  it('say which of their backends the chart does not render', () => {
    const backends = new Set(groups.flatMap(({ routes }) => routes.flatMap(({ service, port }) => [service, `${service}:${port}`])));
    expect(missingBackends.filter((backend) => !backends.has(backend))).toEqual([]);
  });
});

describe('alwaysOpen', () => {
  it('knows each path by which people and clients authenticate, or probes look in', () => expect([...ALWAYS_OPEN].sort()).toEqual([
    '/.well-known', '/callback', '/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService', '/healthcheck', '/login', '/logout', '/me',
  ]));

  it.each(['/me', '/login', '/login/idp', '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig'])('knows %s', (path) => expect(alwaysOpen(path)).toBeDefined());

  it.each(['/members', '/menu', '/', '/api', '/flyteidl2.auth.IdentityService'])('does not claim %s', (path) => expect(alwaysOpen(path)).toBeUndefined());
});
