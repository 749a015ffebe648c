import { isObject, JsonObject } from '../../../common/data/json';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { folderOf, Install, Layer, ownValues } from './install';
import { isGlob } from './named-files';
import { literalValue, setLayers, setValues } from './set-value';

/**
 * The releases of a helmfile. Source: helmfile, `pkg/state/state.go`, `ReleaseSpec`: `values` in their order,
 * then `secrets`, then `set` and `setString`; templates before their like.
 */
export function helmfileInstalls(document: KubeObject): Install[] {
  const beside = folderOf(document.source.file);
  const repositories = new Map(
    document
      .listAt('repositories')
      .map(asObject)
      .map(({ name, url }) => [asText(name), asText(url)]),
  );
  return document.listAt('releases').map(asObject).flatMap((release, index): Install[] => {
    const chart = asText(release.chart);
    const known = (key: string, text = asText(release[key])) =>
      (text === undefined || isTemplate(text) ? undefined : text);
    return chart === undefined || release.installed === false ? [] : [{
      by: document,
      name: `release ${asText(release.name)} of ${document.source.file}`,
      chart,
      repository: repositories.get(chart.split('/')[0]) ?? chart,
      version: known('version'),
      // Source: helmfile, `ApplyOverrides`.
      namespace: known('namespace', document.textAt('namespace') ?? asText(release.namespace)),
      releaseName: known('name'),
      layers: [
        ...chart.startsWith('.') ? ownValues(chart, [], beside) : [],
        ...layersOf(release, document.field('releases', index), beside),
      ],
      changedBy: CHANGES.filter((key) => release[key] !== undefined),
    }];
  });
}

/** Fields by which a release makes other objects of those of its chart. */
const CHANGES = ['postRenderer', 'strategicMergePatches', 'jsonPatches', 'transformers', 'forceNamespace'];

function layersOf(release: JsonObject, at: Field, beside: string): Layer[] {
  const values = ['valuesTemplate', 'values'].flatMap((key) => asList(release[key])
    .flatMap((entry, position) => valuesOf(entry, at.child(key, position), release, beside)));
  const secrets = asList(release.secrets).map((entry): Layer => ({
    kind: 'unread',
    what: `${asText(entry)}, which is encrypted`,
    add: 'the values in it that are not secret',
    secret: true,
  }));
  const sets = ['setTemplate', 'set', 'setString'].flatMap((key) =>
    asList(release[key]).map(asObject).flatMap((set, position) =>
      singleOf(set, at.child(key, position), key === 'setString', beside)));
  const environment = asList(release.env).length > 0 ? [filledIn(at.child('env'))] : [];
  // Helm takes those of files last, whatever their place.
  const [single, ofFiles] = [true, false].map((isSingle) =>
    sets.filter(({ kind }) => (kind !== 'content') === isSingle));
  return [...values, ...secrets, ...single, ...environment, ...ofFiles];
}

/**
 * Braces in a map are the chart's to helmfile 1, and helmfile's to older ones, which render the whole file:
 * no one knows here. Source: helmfile, `ExecuteTemplateExpressions`, and "Upgrading to v1".
 */
function valuesOf(entry: unknown, at: Field, release: JsonObject, beside: string): Layer[] {
  if (isObject(entry)) {
    return mapLayers(entry, at);
  }
  const path = `${asText(release.valuesPathPrefix) ?? ''}${asText(entry) ?? ''}`;
  const handler = asText(release.missingFileHandler) ?? 'Error';
  const file = { path, beside, optional: handler !== 'Error' };
  if (/\.gotmpl$|\{\{|^[a-z0-9+]+:[:/]/.test(path)) {
    return [{
      kind: 'unread',
      what: `${path}, which helmfile evaluates`,
      add: 'the output of "helmfile write-values", with --values',
    }];
  }
  // Source: helmfile, `pkg/state/storage.go`, `ExpandPaths`.
  return [isGlob(path) ? { kind: 'files', ...file, once: false } : { kind: 'file', ...file }];
}

/**
 * A value, else the text of a file, else a list; nothing where all are blank. Source: helmfile, `setFlags`,
 * and `escape`, which leaves no list in a value.
 */
function singleOf(
  { name, value, file, values }: JsonObject, at: Field, asString: boolean, beside: string,
): Layer[] {
  const path = asText(name) ?? '';
  const texts = asText(value) ? [asText(value)!] : asList(values).map((item) => asText(item) ?? '');
  if (!asText(value) && asText(file) && !asString) {
    return [{ kind: 'content', path: asText(file)!, beside, read: (text) => [literalValue(path, text, at)] }];
  }
  if (texts.some((text) => isOpen(text))) {
    return [filledIn(at)];
  }
  const escaped = texts.map((text) => text.replace(/[{},]/g, '\\$&'));
  const text = asText(value) ? escaped[0] : `{${escaped.join(',')}}`;
  return texts.length === 0 ? [] : setLayers(setValues(`${path}=${text}`, at, asString));
}

/** Whether a document is a helmfile: releases, each with a chart. */
export function isHelmfile(document: KubeObject): boolean {
  return (
    document.apiVersion === ''
    && document.listAt('releases').some((release) => asText(asObject(release).chart) !== undefined)
  );
}

const EXPRESSION = /\{\{-?([^{}\n]*?)-?\}\}/g;

/** Where helmfile puts what a store holds. Source: helmfile/vals, "Expression Syntax". */
const STORED = /ref\+[\w-]+:\/\/\S*/g;

function isTemplate(text: string): boolean {
  return text.includes('{{');
}

/** Whether a text is a template, or what a store holds. */
function isOpen(text: string): boolean {
  return isTemplate(text) || text.search(STORED) >= 0;
}

/**
 * A map with templates in its texts. Those become references (`${…}`), as what a chart leaves open does: no
 * rule judges them, and the rest is judged.
 */
function mapLayers(values: JsonObject, at: Field): Layer[] {
  let isFilledIn = false;
  const fill = (expression: string) => {
    isFilledIn = true;
    return `\${helmfile ${expression.replace(/[^\w.]+/g, ' ').trim()}}`;
  };
  const known = eachText(values, (text) => text
    .replace(EXPRESSION, (_, expression: string) => fill(expression))
    .replace(STORED, fill));
  return [{ kind: 'map', values: asObject(known), at }, ...isFilledIn ? [filledIn(at)] : []];
}

/** What helmfile fills in where nothing of it is known. */
function filledIn(at: Field): Layer {
  return {
    kind: 'unread',
    what: `${at}, which helmfile fills in`,
    add: 'the output of "helm get values --all" for the release, with --values',
  };
}

function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => eachText(item, change));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, eachText(each, change)]))
    : value;
}
