import { grouped, groupsByKey } from '../../common/data/collections';
import { folded, nameSlipOf } from '../../common/props/suggestion';
import { SECRETS } from '../../contract/union/secrets';
import { REMOTE_REF_CHOICES } from '../../contract/upstream/external-secrets';
import { rule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { homeKey } from '../kube/home';
import { clientEntries } from '../model/client-entries';
import { compared } from '../model/copies';
import { dataPlanesOf } from '../model/data-planes';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';
import { Field, placeKey } from '../read/field';

/** The names of store entries: their environment, their cluster, and how they are read. */

/** The name of an entry or a store, split into words. */
interface Named {
  readonly text: string;
  readonly words: readonly string[];
  readonly at: Field;
  readonly kind: 'entry' | 'store';
  readonly externalSecret: ExternalSecret;
}

/** Common names of environments. */
const ENVIRONMENTS: ReadonlyMap<string, string> = new Map(Object.entries({
  development: ['dev', 'devel', 'develop', 'development'],
  staging: ['stage', 'staging', 'stg', 'stag'],
  test: ['test', 'testing', 'tst', 'qa', 'uat', 'sandbox', 'sbx'],
  preproduction: ['preprod', 'preproduction'],
  nonproduction: ['nonprod', 'nonproduction'],
  production: ['prod', 'production', 'prd', 'live'],
}).flatMap(([environment, words]) => words.map((word) => [word, environment] as const)));

/** `pre-prod` and `non-prod` are not production. */
function wordsOf(text: string): string[] {
  const whole = text.toLowerCase().replace(/(?<![a-z0-9])(pre|non)[-_](?=prod)/g, '$1');
  return whole.split(/[^a-z0-9]+/).filter(Boolean);
}

function environmentOf({ words }: Named): string | undefined {
  return words.map((word) => ENVIRONMENTS.get(word)).find((environment) => environment !== undefined);
}

export const secretEntryElsewhere = rule('secret-entry-elsewhere', {
  of: (model) =>
    unionExternalSecrets(model).flatMap((externalSecret) => [
      ...externalSecret.data.map(({ remoteKey, field }) =>
        ({ kind: 'entry' as const, text: remoteKey, at: field.child('remoteRef', 'key') })),
      {
        kind: 'store' as const,
        text: externalSecret.store.name,
        at: externalSecret.field('secretStoreRef', 'name'),
      },
    ].flatMap(({ kind, text, at }) => text ? [{ kind, text, words: wordsOf(text), at, externalSecret }] : [],
    )),
  *all(subjects, model) {
    for (const kind of ['entry', 'store'] as const) {
      yield* ofOtherEnvironment(subjects.filter((each) => each.kind === kind));
    }
    yield* ofOtherCluster(subjects, model);
    yield* misreadEntries(model);
  },
});

/**
 * Each of several control planes is compared with its own entries, and a data plane with those of any of
 * them.
 */
function* ofOtherEnvironment(all: readonly Named[]) {
  const planes = grouped(all, homeOf)
    .filter((plane) => plane.some(({ externalSecret: { target } }) => OF_CONTROL_PLANE.includes(target)));
  if (planes.length < 2) {
    yield* ofFew(all);
    return;
  }
  for (const plane of planes) {
    yield* ofFew(plane);
  }
  const usual = planes.map((plane) => environmentOf(byEnvironment(plane).usual[0]));
  const ofPlanes = new Set(planes.flat());
  yield* ofFew(all, (each) => !ofPlanes.has(each) && !usual.includes(environmentOf(each)));
}

const OF_CONTROL_PLANE: readonly string[] = Object.values(SECRETS)
  .flatMap(({ name }) => (name === SECRETS.dataPlane.name ? [] : name));

function homeOf({ externalSecret }: Named): string {
  return homeKey(externalSecret.object);
}

function byEnvironment(all: readonly Named[]) {
  return compared(all, { text: (each) => environmentOf(each) ?? '', at: ({ at }) => at });
}

/** Fewer than a third of all, if the others name another environment, or none. */
function* ofFew(all: readonly Named[], isAsked: (one: Named) => boolean = () => true) {
  const { usual, others } = byEnvironment(all);
  for (const few of others.filter(([first]) => environmentOf(first) !== undefined)) {
    if (few.length * 3 <= all.length) {
      for (const { text, at, kind } of few.filter(isAsked)) {
        const right = environmentOf(usual[0]);
        yield {
          at,
          expected: `${kind === 'entry' ? 'an entry' : 'a store'} of ${right ?? 'the same environment'} as `
            + `${usual[0].text} is`,
          found: text,
        };
      }
    }
  }
}

/** Words in the entries of any cluster. */
const EVERYWHERE: ReadonlySet<string> = new Set(['union', 'flyte']);

/** Names that contain each other do not identify a cluster. */
function* ofOtherCluster(all: readonly Named[], model: Model) {
  const planes = dataPlanesOf(model).map(({ clusterName, clients: [client] }) =>
    ({ clusterName, words: wordsOf(clusterName), home: homeKey(client.config.container.workload) }));
  const planesAt = groupsByKey(planes, ({ home }) => home);
  const entries = all
    .filter(({ kind }) => kind === 'entry')
    .map((entry) => ({ entry, home: homeKey(entry.externalSecret.object) }));
  const names = (words: readonly string[], { words: text }: Named) =>
    words.some((word) => !EVERYWHERE.has(word)) && words.every((word) => text.includes(word));
  for (const { entry, home } of entries) {
    const [own, ...beside] = planesAt.get(home) ?? [];
    const other = own === undefined || beside.length > 0 || names(own.words, entry) ? undefined
      : planes.find((plane) => plane !== own && names(plane.words, entry));
    if (other === undefined) {
      continue;
    }
    const elsewhere = entries.filter((each) => each.home !== home && each.home !== other.home);
    const goBySame = elsewhere.filter((each) => names(other.words, each.entry));
    if (elsewhere.length === 0 || goBySame.length * 2 <= elsewhere.length) {
      yield {
        at: entry.at,
        expected: `the entry of cluster ${own.clusterName}`,
        found: `${entry.text}, which names cluster ${other.clusterName}`,
        comparedWith: [entry.text, own.clusterName, other.clusterName],
      };
    }
  }
}

/** An entry of a store, as one of its readers names it. */
interface Read {
  readonly store: string;
  readonly steps: readonly string[];
  readonly decoding: string;
  readonly field: Field;
}

/** An entry that differs from its siblings, and the pair of which one is wrong. */
interface Unlike extends Pick<Violation, 'at' | 'expected' | 'found'> {
  readonly pair: readonly Read[];
}

/** A misspelling of an entry with several other readers, or an entry that only one reader decodes. */
function misreadEntries(model: Model): Violation[] {
  const ofClients = new Set(clientEntries(model).map(({ field }) => placeKey(field)));
  return grouped(unionExternalSecrets(model), ({ object }) => homeKey(object)).flatMap((siblings) => {
    const groups = grouped(siblings.flatMap(readsOf), nameOf);
    return [...misspelt(groups), ...groups.flatMap(decodedAlone)];
  }).filter(({ pair }) => pair.some(({ field }) => !ofClients.has(placeKey(field))))
    .map(({ at, expected, found }) => ({ at, expected, found }));
}

function misspelt(groups: readonly Read[][]): Unlike[] {
  const several = groups.filter(({ length }) => length > 1);
  return groups.filter(({ length }) => length === 1).flatMap(([one]) => {
    const meant = several.find(([other]) => isSlipOf(one, other))?.[0];
    return meant === undefined ? [] : [{
      pair: [one, meant],
      at: one.field,
      expected: `${textOf(meant)}, as its siblings read it`,
      found: textOf(one),
    }];
  });
}

/** For a tie, the readers that decode an entry. An unknown decoding is refused. */
function decodedAlone(group: readonly Read[]): Unlike[] {
  const { usual: [usual], others } = compared(group.filter(({ decoding }) => DECODINGS.includes(decoding)), {
    text: ({ decoding }) => decoding,
    at: ({ field }) => field,
    backers: ({ decoding }) => Number(decoding === 'None'),
  });
  return usual === undefined ? [] : others.flat().map((one) => ({
    pair: [one, usual],
    at: one.field.child('decodingStrategy'),
    expected: `${usual.decoding}, as its siblings read ${textOf(usual)}`,
    found: one.decoding,
  }));
}

const DECODINGS: readonly string[] = REMOTE_REF_CHOICES.decodingStrategy;

function readsOf({ store: { kind, name = '' }, data }: ExternalSecret): Read[] {
  return data.flatMap(({ remoteKey, property, decoding, field }) => (!remoteKey ? [] : [{
    store: `${kind} ${name}`,
    steps: [...remoteKey.split('/'), ...property === undefined ? [] : ['#', property]],
    decoding,
    field: field.child('remoteRef'),
  }]));
}

function nameOf({ store, steps }: Read): string {
  return JSON.stringify([store, steps]);
}

function textOf({ steps }: Read): string {
  return steps.join('/').replace('/#/', ': ');
}

/** Other dashes count only in the last step: folders may differ in them. */
function isSlipOf(one: Read, other: Read): boolean {
  const last = one.steps.length - 1;
  return one.store === other.store && one.steps.length === other.steps.length
    && one.steps.every((step, i) => step === other.steps[i]
      || (folded(step) === folded(other.steps[i])
        ? i === last
        : nameSlipOf(step, [other.steps[i]]) !== undefined));
}
