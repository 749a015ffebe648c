import fc from 'fast-check';
import { AuthProfile } from '../../../src';
import { Made, made, returnedBy, Used, used } from '../_made';
import { authorization } from './authorization';
import { carriers } from './carriers';
import { clients, files } from './clients';
import { delivery, Delivery } from './deliveries';
import { edge } from './edges';
import { extraValues } from './extras';
import { identity, Identity, namespace } from './identities';
import { eagerApiKey, releaseName, plainControlPlane, plainDataPlane } from './planes';
import { spoiled } from './spoiled';
import { stores } from './stores';
import { maybe, mostly } from './texts';

/** One thing that a program makes. */
export interface Step {
  /** By which later steps use it. */
  readonly name: string;
  readonly what: Made;
}

/** A whole program: who there is, how secrets come, the planes, and what carries them. */
export type Configuration = readonly Step[];

const identityOf = used('identity');
const secrets = used('secrets');

const RELEASES = ['2026.3', '2026.6', '2026.8'];

const step = (name: string, what: Made): Step => ({ name, what });

/** A configuration without a spoiled value. Parts that seldom go together are left in: the library says so. */
export const sound: fc.Arbitrary<Configuration> = delivery.chain((given) => identity(given.readsStore, given.entries).chain((who) => fc.record({
  identity: fc.constant([step('secrets', given.secrets), step('identity', made('UnionIdentity', who.props))]),
  planes: planes(given, who),
  clients: clients(who, given).map((all) => all.map((what, i) => step(`client ${i}`, what))),
  files: files().map((all) => all.map((what, i) => step(`file ${i}`, what))),
  stores: (given.readsStore ? fc.constant<Made[]>([]) : stores).map((all) => all.map((what, i) => step(`store ${i}`, what))),
}))).map((parts) => [...parts.identity, ...parts.planes, ...parts.clients, ...parts.files, ...parts.stores]);

function planes(given: Delivery, who: Identity): fc.Arbitrary<Step[]> {
  const isGuide = who.profile === AuthProfile.GUIDE;
  const [current] = [...RELEASES].reverse();
  const names: (string | undefined)[] = who.dataPlanes.map(({ clusterName }) => clusterName);
  const unlisted = names.length > 0 ? ['nobody'] : [undefined, 'east'];
  return fc.record({
    release: mostly(fc.constantFrom(undefined, current), fc.constantFrom(...RELEASES)).map((version) => (isGuide ? undefined : version)),
    shown: fc.oneof(fc.constantFrom(...names, ...unlisted).map((one) => [one]), fc.shuffledSubarray(names)),
  }).chain(({ release, shown }) => {
    const chartVersion = release === undefined ? undefined : made('ChartVersion.of', release);
    const version = release ?? (isGuide ? RELEASES[0] : current);
    return fc.tuple(
      controlPlane(given, who, chartVersion, version),
      ...shown.map((clusterName, i) => dataPlane(given, who, clusterName, i, chartVersion, version)),
    ).map((steps: Step[][]) => steps.flat());
  });
}

function controlPlane(given: Delivery, who: Identity, chartVersion: Made | undefined, version: string): fc.Arbitrary<Step[]> {
  const kind = fc.record({ plain: fc.constantFrom(false, false, false, false, false, true), ownEdge: maybe(edge) });
  return kind.chain(({ plain, ownEdge }) => fc.record({
    props: fc.record({
      namespace,
      extraValues: plain ? fc.constant(undefined) : maybe(extraValues),
      releaseName: plain ? fc.constant(undefined) : releaseName,
      authorization: maybe(authorization),
    }),
    further: plain ? plainControlPlane(given.readsStore, who.entries.slice(1), ownEdge) : fc.constant({}),
    carriers: plain ? fc.constant<Made[]>([]) : carriers('control plane', version),
  }).map(({ props, further, carriers: all }) => [
    step('control plane', made(plain ? 'ControlPlane' : 'ControlPlaneAuth', { identity: identityOf, secrets, chartVersion, ...props, ...further })),
    ...all.map((what, i) => step(`carrier ${i} of control plane`, what)),
  ]));
}

/** One of the data planes; each lies in a namespace of its own, as if all shared a cluster. */
function dataPlane(
  given: Delivery, who: Identity, shown: string | undefined, index: number, chartVersion: Made | undefined, version: string,
): fc.Arbitrary<Step[]> {
  const name = index === 0 ? 'data plane' : `data plane ${index}`;
  return fc.constantFrom(false, false, false, false, true).chain((plain) => fc.record({
    props: fc.record({
      namespace: index === 0 ? maybe(fc.constant('union')) : fc.constant(`union-${index}`),
      extraValues: plain ? fc.constant(undefined) : maybe(extraValues),
      releaseName: plain ? fc.constant(undefined) : releaseName,
    }),
    further: plain ? plainDataPlane(given.readsStore, who.entries.slice(4 + 2 * index)) : fc.constant({}),
    carriers: plain ? fc.constant<Made[]>([]) : carriers(name, version),
    dataPlane: reference(given, who, shown),
  }).map(({ props, further: rest, carriers: all, dataPlane: shownAs }) => [
    step(name, made(plain ? 'DataPlane' : 'DataPlaneAuth', { dataPlane: shownAs, secrets, chartVersion, ...props, ...rest })),
    ...all.map((what, i) => step(`carrier ${i} of ${name}`, what)),
  ]));
}

/** A listed data plane, or one with its own word on the API key of eager tasks. */
function reference({ readsStore }: Delivery, { dataPlanes }: Identity, clusterName: string | undefined): fc.Arbitrary<Used> {
  return dataPlanes.length > 0
    ? fc.constant(returnedBy('identity', 'dataPlane', clusterName))
    : maybe(eagerApiKey(readsStore)).map((source) => returnedBy('identity', 'unlistedDataPlane', { clusterName, eagerApiKey: source }));
}

/** A configuration, and whether it has no spoiled value. */
export interface Trial {
  readonly isSound: boolean;
  readonly program: Configuration;
}

/**
 * Whether no slip put two data planes into one namespace. Each has a chart of its own, so to the library they may be of two clusters; the
 * properties take all that is written for one.
 */
function areApart(program: Configuration): boolean {
  const namespaces = program.filter(({ name }) => name.startsWith('data plane'))
    .map(({ what }) => (what.with[0] as { namespace?: unknown } | null | undefined)?.namespace ?? 'union');
  return new Set(namespaces).size === namespaces.length;
}

/** Some as they are, more with a slip or two. */
export const trial: fc.Arbitrary<Trial> = fc.oneof(
  { weight: 2, arbitrary: sound.map((program) => ({ isSound: true, program })) },
  { weight: 3, arbitrary: spoiled(sound).filter(areApart).map((program) => ({ isSound: false, program })) },
);
