import { drawn } from '../../../_tools/drawn';
import { inCluster, inRendered, judged } from './_slip';
import { CLASSES } from './classes';
import { CLUSTER, REPOSITORIES, inArgo, inFlux } from './deployments';
import { MANIFESTS } from './manifests';
import { VALUES } from './values';

const SLIPS = [...VALUES, ...MANIFESTS, ...CLUSTER, ...REPOSITORIES, ...CLASSES];

/** Slips of which nothing is said. */
const SILENT: readonly string[] = [
  'cp, Keycloak: offline access for the command line',
  'cp: the scheduler\'s Secret not mounted',
  'cp: a cache for a day',
  'east, as text: a comment that takes the value',
  'ingress-nginx: a binding of the former account',
  'cluster: a cookie key made by hand',
  'cluster: a Secret in another namespace',
  'cluster: an immutable Secret',
  'cluster: a pod annotated for another Secret',
  'repository: Flux, a release of another name',
  'repository: Flux, values of a key that is not there',
  'rendered: a Secret that one service mounts and nothing writes',
  'rendered: the entry of the service for a cluster',
];

/** Slips that are noticed, and the first finding is at another place. */
const ELSEWHERE: readonly string[] = [
  'cp: an API key by another key',
  'east: all of the other cluster\'s operator',
  'east: operator with the eager client',
  'cp, Keycloak: a service account by name',
  'cp: a mount of a volume of another name',
  'cp: a volume list replaced by one entry',
  'east: the operator fetches no API key',
  'ingress-nginx: the browser\'s entry for the service',
  'Traefik: the gate before the headers',
  'Traefik: a quote for a backtick',
  'Traefik: the console above all',
  'rendered: an operator under the other cluster\'s name',
];

test('there are more than two hundred, each once', () => {
  expect(SLIPS.length).toBeGreaterThanOrEqual(300);
  expect(new Set(SLIPS.map(({ what }) => what)).size).toBe(SLIPS.length);
  const known = new Set(SLIPS.map(({ what }) => what));
  expect([...SILENT, ...ELSEWHERE].filter((what) => !known.has(what))).toEqual([]);
});

const nothing = () => undefined;

test('at least 95 of a hundred are noticed, and 91 by the first finding', () => {
  expect(SILENT.length / SLIPS.length).toBeLessThanOrEqual(0.05);
  expect((SILENT.length + ELSEWHERE.length) / SLIPS.length).toBeLessThanOrEqual(0.1);
});

test.each([inRendered, inCluster, inArgo, inFlux].map((of) => of('nothing', nothing)).map((each) => [each.what, each] as const))('%s', (_, slip) => {
  expect(judged(slip).found).toEqual([]);
});

test.each(drawn(SLIPS, 40).map((each) => [each.what, each] as const))('%s', (what, slip) => {
  const { found, noticed, strict } = judged(slip);
  expect({ found, noticed, strict }).toEqual({ found, noticed: !SILENT.includes(what), strict: !SILENT.includes(what) && !ELSEWHERE.includes(what) });
});
