import { parse, parseAllDocuments } from 'yaml';
import { verify } from '../../../../src/verify/verify';
import { drawn } from '../../../_tools/drawn';
import { Json } from '../_planes';
import { PeopleFault, Text } from './_people';
import { titleOf } from './_table';
import { CATALOGUE } from './catalogue';

/** The first finding of a fault leads to what was changed: to the object, or in values to the key. */

const ELSEWHERE: readonly string[] = [
  // What is gone has no place: its reader asks for it.
  'cp: no keys seeded',
  'charts: no ExternalSecret for a data plane',
  'charts: no ExternalSecret for the control plane',
  'charts: no ExternalSecret for the browser',
  'dump: the Secret gone',
  'Envoy Gateway: no policy',
  'Envoy Gateway: a route that the policy does not name',
  'ingress-nginx: no Ingress for the login',
  'ingress-nginx: no Ingress for the metadata of gRPC',
  'ingress-nginx: no path for the callback',
  'ingress-nginx: no path for the discovery',
  'ingress-nginx: no mount of the browser\'s secret',
  'ingress-nginx: no flyteadmin Service',
  'ingress-nginx: a service that anyone may call',
  'ingress-nginx: the ConfigMap of another name',
  'ingress-nginx: the scheduler without the Secret',
  'ingress-nginx: no ExternalSecret of the data plane',
  'ingress-nginx: a Merge without a Secret to merge into',
  // A host more is told where it must be authorized, and then at its route.
  'dump: an Ingress for a port-forward that stayed',
  'Envoy Gateway: an open GRPCRoute',
  // Two sides, of which either may be mended.
  'cp: the ingress-nginx of the chart off, whose Service flyteadmin calls',
  'east: the client of the control plane',
  'west: a client that the control plane does not know',
  'ingress-nginx: the store in another namespace',
  'ingress-nginx: a ClusterSecretStore by the kind of another',
  // The route that must be open tells of the guard before it.
  'Envoy Gateway: the login guarded as well',
  'Envoy Gateway: the metadata guarded as well',
  'Traefik: a stripped prefix',
];

const read = (text: string): Json => {
  try {
    return parse(text);
  } catch {
    return text;
  }
};

/** The leaves of all objects, by object and path. */
function leavesOf(texts: readonly Text[]): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: Json, at: string): void => {
    const isText = typeof value === 'string' && /data\["[^"]+\.ya?ml"\]$/.test(at);
    const content: Json = isText ? read(value as string) : value;
    const entries = content !== null && typeof content === 'object' ? Object.entries(content as object) : [];
    if (entries.length === 0) {
      leaves.set(at, JSON.stringify(content));
    }
    const separator = isText ? ': ' : '.';
    entries.forEach(([key, child]) => walk(child, Array.isArray(content) ? `${at}[${key}]`
      : /^[\w-]+$/.test(key) ? `${at}${at.endsWith(': ') ? '' : separator}${key}` : `${at}["${key}"]`));
  };
  for (const { name, text } of texts) {
    const documents = parseAllDocuments(text).map((each) => each.toJS() as Json).filter((each) => each !== null);
    for (const each of documents.flatMap((one) => (one.kind === 'List' ? one.items : [one]) as Json[])) {
      walk(each, `${each.kind === undefined ? name : `${each.kind} ${[each.metadata?.namespace, each.metadata?.name].filter(Boolean).join('/')}`}: `);
    }
  }
  return leaves;
}

function isAtChange({ before, texts }: PeopleFault): boolean {
  const [was, is] = [leavesOf(before()), leavesOf(texts())];
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((at) => was.get(at) !== is.get(at));
  const [first] = verify(texts()).findings;
  return [first, ...first.also ?? []].some(({ object: { kind, namespace, name }, file, field }) => {
    if (before().every((text) => text.name !== file)) {
      return true;
    }
    const place = kind === 'Values' ? `${file}: ${field}` : `${kind} ${[namespace, name].filter(Boolean).join('/')}: `;
    return changed.some((at) => at.startsWith(place) || place.startsWith(at));
  });
}

const NAMED = CATALOGUE.filter(({ missed }) => missed === undefined);

test('of a hundred faults at most seven lead elsewhere', () => {
  expect(ELSEWHERE.filter((title) => !NAMED.some((fault) => titleOf(fault) === title))).toEqual([]);
  expect(ELSEWHERE.length / NAMED.length).toBeLessThanOrEqual(0.07);
});

test.each(drawn(NAMED, 40).map((fault) => [titleOf(fault), fault] as const))('%s', (title, fault) => {
  expect(isAtChange(fault)).toBe(!ELSEWHERE.includes(title));
});
