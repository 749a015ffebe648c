import { drawn } from '../../../_tools/drawn';
import { inCluster, inRendered, judged } from './_slip';
import { CLASSES } from './classes';
import { CLUSTER, REPOSITORIES, inArgo, inFlux } from './deployments';
import { FURTHER } from './further';
import { MANIFESTS } from './manifests';
import { VALUES } from './values';

const SLIPS = [...VALUES, ...MANIFESTS, ...CLUSTER, ...REPOSITORIES, ...CLASSES, ...FURTHER];

/** Slips of which nothing is said. */
const SILENT: readonly string[] = [
  'cp, Keycloak: offline access for the command line',
  'cp: the scheduler\'s Secret not mounted',
  'cp: a cache for a day',
  'Envoy Gateway: one header less is cleared',
];

/** Slips that are noticed, and the first finding is at another place. */
const ELSEWHERE: readonly string[] = ['cp, Keycloak: a service account by name'];

test('there are more than two hundred, each once', () => {
  expect(SLIPS.length).toBeGreaterThanOrEqual(300);
  expect(new Set(SLIPS.map(({ what }) => what)).size).toBe(SLIPS.length);
  const known = new Set(SLIPS.map(({ what }) => what));
  expect([...SILENT, ...ELSEWHERE].filter((what) => !known.has(what))).toEqual([]);
});

const nothing = () => undefined;

test('at least 98 of a hundred are noticed, and 97 by the first finding', () => {
  expect(SILENT.length / SLIPS.length).toBeLessThanOrEqual(0.02);
  expect((SILENT.length + ELSEWHERE.length) / SLIPS.length).toBeLessThanOrEqual(0.03);
});

test.each([inRendered, inCluster, inArgo, inFlux].map((of) => of('nothing', nothing)).map((each) => [each.what, each] as const))('%s', (_, slip) => {
  expect(judged(slip).found).toEqual([]);
});

test.each(drawn(SLIPS, 40).map((each) => [each.what, each] as const))('%s', (what, slip) => {
  const { found, noticed, strict } = judged(slip);
  expect({ found, noticed, strict }).toEqual({ found, noticed: !SILENT.includes(what), strict: !SILENT.includes(what) && !ELSEWHERE.includes(what) });
});
