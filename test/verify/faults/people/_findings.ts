import { parse } from 'yaml';
import { RULES } from '../../../../src/verify/registry';
import { Report, verify } from '../../../../src/verify/verify';
import { Json } from '../_planes';
import type { PeopleFault, Text } from './_people';

/**
 * All findings of a fault, a line each: the rule, and the place in as far as it is not that of the change. `auth-not-enabled` is at the first
 * value that is changed, `route-unguarded metadata.annotations` at its object, `service-exposed Service union-cp/flyteadmin: spec.type` elsewhere.
 * A severity that is not the rule's, and the file of values, go before; the number of places, if there are several, behind: `×3`.
 */
export function findingsOf(fault: PeopleFault): string[] {
  const texts = fault.texts();
  const { findings, crashed, unreadable } = judge(texts);
  expect(crashed).toEqual([]);
  const [home, changed] = firstChange(fault.before(), texts);
  return [...unreadable.map(({ file }) => `unreadable ${file}`), ...findings.map(({ severity, rule, file, object: { kind, namespace, name }, field, also = [] }) => {
    const object = `${kind} ${[namespace, name].filter(Boolean).join('/')}`;
    const isHome = home === (kind === 'Values' ? file : object);
    return [
      severity === RULES.get(rule)?.severity ? '' : severity,
      rule,
      kind === 'Values' && !isHome ? file : '',
      isHome && field === changed ? '' : isHome ? field : `${object}: ${field}`,
      also.length === 0 ? '' : `×${1 + also.length}`,
    ].filter((part) => part !== '').join(' ');
  })];
}

/** A text that cannot be read is found, too: the command names its file and line. */
function judge(texts: readonly Text[]): Pick<Report, 'findings' | 'crashed'> & { readonly unreadable: readonly { readonly file: string }[] } {
  try {
    return verify(texts);
  } catch (error) {
    return { findings: [], crashed: [], unreadable: [{ file: (error as Error).message }] };
  }
}

/** The object, or the file of values, and the field of the first value that is another, as findings name them. */
function firstChange(before: readonly Text[], after: readonly Text[]): readonly string[] {
  const [was, is] = [documentsOf(before), documentsOf(after)].map((documents, i, both) =>
    leavesOf(documents.filter(([name, document]) => !both[1 - i].some(([of, other]) => of === name && other === document))));
  return [...is.keys(), ...was.keys()].filter((at) => was.get(at) !== is.get(at)).map((at) => JSON.parse(at) as string[])[0] ?? [];
}

const documentsOf = (texts: readonly Text[]) => texts.flatMap(({ name, text }) => text.split(/^---\n/m).filter(Boolean).map((document) => [name, document] as const));

const read = (text: string): Json => {
  try {
    return parse(text);
  } catch {
    return text;
  }
};

/** The values in objects and files of values, by where they are; a list of plain values is one. */
function leavesOf(documents: readonly (readonly [file: string, text: string])[]): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (home: string, value: Json, at: string): void => {
    const isFile = typeof value === 'string' && /^data\["[^"]+\.ya?ml"\]$/.test(at);
    const content: Json = isFile ? read(value) : value;
    const isList = Array.isArray(content) && content.every((each) => typeof each !== 'object');
    const entries = content !== null && typeof content === 'object' && !isList ? Object.entries(content as object) : [];
    if (entries.length === 0) {
      leaves.set(JSON.stringify([home, at]), JSON.stringify(content));
    }
    const start = isFile ? `${at}: ` : at === '' ? '' : `${at}.`;
    entries.forEach(([key, child]) => walk(home, child, Array.isArray(content) ? `${at}[${key}]` : /^[\w-]+$/.test(key) ? `${start}${key}` : `${at}["${key}"]`));
  };
  for (const [file, text] of documents) {
    const document: Json = read(text);
    for (const each of (document?.kind === 'List' ? document.items : [document]) as Json[]) {
      walk(each?.kind === undefined ? file : `${each.kind} ${[each.metadata?.namespace, each.metadata?.name].filter(Boolean).join('/')}`, each, '');
    }
  }
  return leaves;
}
