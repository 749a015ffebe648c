import { grouped, groupedBySize } from '../../common/data/collections';
import { folded, nameSlipOf } from '../../common/props/suggestion';
import { REMOTE_REF_CHOICES } from '../../contract/upstream/external-secrets';
import type { ExternalSecret } from '../kube/external-secret';
import { homeKey } from '../kube/home';
import { Field, placeKey } from '../read/field';
import { clientEntries } from './client-entries';
import type { Model } from './model';
import { unionExternalSecrets } from './union-secrets';

/** A reference to an entry of a store that is unlike those beside it. */
export interface MisreadEntry {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
}

/** An entry of a store, as one of its readers names it. */
interface Read {
  readonly store: string;
  readonly steps: readonly string[];
  readonly decoding: string;
  readonly field: Field;
}

/** With what it is unlike. */
interface Unlike extends MisreadEntry {
  readonly pair: readonly Read[];
}

/**
 * An entry whose name is a slip of one that several others of its namespace read, or that one reader alone
 * decodes. Two of one client are compared by client-secret-inconsistent.
 */
export function misreadEntries(model: Model): MisreadEntry[] {
  const compared = new Set(clientEntries(model).map(({ field }) => placeKey(field)));
  return grouped(unionExternalSecrets(model), ({ object }) => homeKey(object)).flatMap((siblings) => {
    const groups = grouped(siblings.flatMap(readsOf), nameOf);
    return [...misspelt(groups), ...groups.flatMap(decodedAlone)];
  }).filter(({ pair }) => pair.some(({ field }) => !compared.has(placeKey(field))));
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

/** Of as many that decode an entry as do not, those who do. What there is no such way of, is refused. */
function decodedAlone(group: readonly Read[]): Unlike[] {
  const plainFirst = group.filter(({ decoding }) => DECODINGS.includes(decoding))
    .sort((a, b) => Number(a.decoding !== 'None') - Number(b.decoding !== 'None'));
  const [[usual] = [], ...others] = groupedBySize(plainFirst, ({ decoding }) => decoding);
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

/** Other dashes count in the last step alone: folders may well differ in them. */
function isSlipOf(one: Read, other: Read): boolean {
  const last = one.steps.length - 1;
  return one.store === other.store && one.steps.length === other.steps.length
    && one.steps.every((step, i) => step === other.steps[i]
      || (folded(step) === folded(other.steps[i])
        ? i === last
        : nameSlipOf(step, [other.steps[i]]) !== undefined));
}
