import { drawn } from '../../../_tools/drawn';
import { inCluster, inRendered, judged } from './_slip';
import { CLUSTER, REPOSITORIES, inArgo, inFlux } from './deployments';
import { MANIFESTS } from './manifests';
import { VALUES } from './values';

const SLIPS = [...VALUES, ...MANIFESTS, ...CLUSTER, ...REPOSITORIES];

/** Slips of which nothing is said. */
const SILENT: readonly string[] = [
  'cp: a certificate for the old host',
  'cp: another port of the command line',
  'cp, Keycloak: offline access for the command line',
  'cp, Auth0: a service that asks for no audience',
  'cp, Auth0: a service account without @clients',
  'cp: useAuth as a word',
  'cp: the scheduler\'s Secret not mounted',
  'cp: auth-url by its old name',
  'cp: a cache for a day',
  'east, as text: a comment that takes the value',
  'ingress-nginx: an Ingress for a host with a typo',
  'ingress-nginx: one Ingress at the former class',
  'ingress-nginx: the controller by its former label',
  'ingress-nginx: only the controller may call flyteadmin',
  'ingress-nginx: the gate reaches pods of the data plane only',
  'ingress-nginx: a service called from every namespace',
  'ingress-nginx: a binding to another namespace\'s account',
  'ingress-nginx: a binding to a role of no such name',
  'ingress-nginx: a role that may only read',
  'ingress-nginx: the operator may not see Secrets',
  'ingress-nginx: a pod with an account of no such name',
  'ingress-nginx: a binding of the former account',
  'ingress-nginx: roles of tasks for the former namespace',
  'ingress-nginx: a proxy without a scheme',
  'ingress-nginx: scopes in one entry',
  'ingress-nginx: sole owner of a Secret of many',
  'Traefik: a host with a typo',
  'cluster: a variable that envsubst missed',
  'cluster: a cookie key made by hand',
  'cluster: a Secret in another namespace',
  'cluster: an immutable Secret',
  'cluster: an old Ingress of the former host left',
  'cluster: a class of another name',
  'cluster: a Secret by a variable of no such key',
  'cluster: a pod annotated for another Secret',
  'repository: Argo CD, an API key of staging',
  'repository: Flux, a release of another name',
  'repository: Flux, values of a key that is not there',
];

/** Slips that are noticed, and the first finding is at another place. */
const ELSEWHERE: readonly string[] = [
  'east: the name of the other cluster',
  'cp: an API key by another key',
  'east: all of the other cluster\'s operator',
  'east: operator with the eager client',
  'cp, Keycloak: a service account by name',
  'cp: a mount of a volume of another name',
  'cp: a volume list replaced by one entry',
  'east: the operator fetches no API key',
  'east, as text: a variable of the pipeline',
  'ingress-nginx: a policy for pods of no such name',
  'ingress-nginx: the browser\'s entry for the service',
  'Traefik: the gate before the headers',
  'Traefik: a quote for a backtick',
  'Traefik: the console above all',
  'Traefik: the redirecting gate for gRPC',
  'Traefik: the token header forgotten',
  'Envoy Gateway: no cookie for the gate',
  'Envoy Gateway: a hostname with a typo',
  'Envoy Gateway: headers cleared at another Gateway',
  'rendered: an operator under the other cluster\'s name',
  'repository: Argo CD, a copy of the other cluster with its client only changed',
  'repository: Flux, two releases of one cluster',
  'repository: Flux, a client of the former operator',
];

test('there are more than two hundred, each once', () => {
  expect(SLIPS.length).toBeGreaterThanOrEqual(290);
  expect(new Set(SLIPS.map(({ what }) => what)).size).toBe(SLIPS.length);
  const known = new Set(SLIPS.map(({ what }) => what));
  expect([...SILENT, ...ELSEWHERE].filter((what) => !known.has(what))).toEqual([]);
});

const nothing = () => undefined;

test.each([inRendered, inCluster, inArgo, inFlux].map((of) => of('nothing', nothing)).map((each) => [each.what, each] as const))('%s', (_, slip) => {
  expect(judged(slip).found).toEqual([]);
});

test.each(drawn(SLIPS, 40).map((each) => [each.what, each] as const))('%s', (what, slip) => {
  const { found, noticed, strict } = judged(slip);
  expect({ found, noticed, strict }).toEqual({ found, noticed: !SILENT.includes(what), strict: !SILENT.includes(what) && !ELSEWHERE.includes(what) });
});
