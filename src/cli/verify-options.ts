import { resolve } from 'node:path';
import { isObject } from '../common/data/json';
import { UnreadableInputError } from '../common/yaml/input';
import { documentIn } from '../common/yaml/yaml-reader';
import { ParsedInput, parseReadable } from '../verify/parse';
import { RULES } from '../verify/registry';
import { printable } from '../verify/report/printable';
import { isHelmRecord } from '../verify/values/installs/helm-release';
import type { ValuesText } from '../verify/values/values-reader';
import { Io, UsageError } from './command';
import { Input, readInput } from './read-input';
import { readable } from './values-options';

/** The options by which commands choose among the rules. */
export const RULE_OPTIONS = {
  rule: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
} as const;

/** @throws UsageError when an id is no rule's. */
export function chosenRules(
  values: { readonly rule?: readonly string[]; readonly skip?: readonly string[] },
) {
  const split = (ids: readonly string[] | undefined) =>
    ids?.flatMap((id) => id.split(',')).map((id) => id.trim()).filter(Boolean);
  const [only, skip] = [split(values.rule), split(values.skip)];
  [...only ?? [], ...skip ?? []].forEach(requireRule);
  return { only, skip };
}

/** @throws UsageError when the id is no rule's. */
function requireRule(id: string): void {
  if (RULES.get(id) === undefined) {
    throw new UsageError(`No rule has the id ${JSON.stringify(id)}; "cdk8s-union-auth rules" lists them`);
  }
}

interface Reading {
  /** Which files and folders are not read. */
  readonly isExcluded?: (path: string) => boolean;
  /** Whether texts may hold nothing of Kubernetes' or Union's. */
  readonly mayBeNothing?: boolean;
}

/**
 * Reads and parses what the caller named. What was passed over goes to standard error.
 *
 * @param declared texts that the caller says are values
 * @throws UsageError when a named text, or the whole input, holds neither a Kubernetes object nor values, or
 * values cannot be read.
 */
export function readForJudging(
  paths: readonly string[],
  declared: readonly ValuesText[],
  io: Io,
  { isExcluded, mayBeNothing = false }: Reading,
): ParsedInput {
  const { texts, named } = paths.length === 0 && declared.length > 0
    ? NOTHING
    : readInput(paths, io, isExcluded);
  const releases = declared.filter(isRelease);
  const values = declared.filter((text) => !releases.includes(text));
  const parsed = readable(() => parseReadable(besideValues(texts, declared, releases), values));
  const isNothing = parsed.objects.length + parsed.valueSets.length === 0;
  if (isNothing && parsed.unreadable.length > 0) {
    throw new UnreadableInputError(parsed.unreadable);
  }
  const empty = parsed.withoutObjects.filter((name) => named.has(name));
  if (!mayBeNothing && (empty.length > 0 || isNothing)) {
    const where = empty.length > 0 ? empty : paths;
    throw new UsageError([
      ...where.map((name) => `${printable(name)} has no Kubernetes object`),
      ...parsed.notices.filter(({ file }) => empty.includes(file)).map(({ file, line, message }) =>
        `  ${printable(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)}`),
      'Values files of Union\'s charts are known by their keys; of another, --values FILE --plane PLANE says '
        + 'what it is.',
    ].join('\n'));
  }
  return parsed;
}

/** Texts that the caller names as values lie in the folders that they name, too. */
function* besideValues(
  texts: Input['texts'], declared: readonly ValuesText[], releases: readonly ValuesText[],
): Input['texts'] {
  const told = new Set(declared.map(({ name }) => resolve(name)));
  for (const each of texts) {
    if (told.size === 0 || !told.has(resolve('text' in each ? each.name : each.file))) {
      yield each;
    }
  }
  yield* releases;
}

/** What Helm tells of a release (`helm status -o json`) says more than values: the chart's version. */
function isRelease({ text, chart, release, plane }: ValuesText): boolean {
  const document = [chart, release, plane].every((said) => said === undefined) ? documentIn(text) : undefined;
  return isObject(document) && isHelmRecord(document);
}

const NOTHING: Input = { texts: [], named: new Set() };
