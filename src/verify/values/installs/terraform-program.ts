import { JsonObject, isObject } from '../../../common/data/json';
import { asList, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { folderOf, Install, Layer, SetValue } from './install';
import { literalValue, setLayers } from './set-value';
import { areValues, reference } from './templated';
import { listOf, sensitiveOf, setOf } from './terraform';

const ADD = 'what "terraform show -json" prints of its plan, or the values with --values';

/** Such as `${file("cp.yaml")}`, or `${file("${path.module}/cp.yaml")}`, and nothing beside it. */
const FILE = /^\$\{\s*file\(\s*"(?:\$\{path\.module\}\/)?(?:\.\/)?([^"$]+)"\s*\)\s*\}$/;

/** Whether a document is a program of Terraform's in JSON. */
export function isTerraformProgram(document: KubeObject): boolean {
  return /\.(tf|tofu)\.json$/i.test(document.source.file) && document.at('resource') !== undefined;
}

/**
 * The Helm releases of a program in JSON, whose texts are templates: what they fill in is a reference here.
 * Source: Terraform, "JSON Configuration Syntax"; its Helm provider, `helm_release`.
 */
export function programInstalls(document: KubeObject): Install[] {
  return blocks(document.at('resource'), document.field('resource')).flatMap(([byType, at]) =>
    blocks(byType.helm_release, at.child('helm_release')).flatMap(([byName, below]) =>
      Object.entries(byName).flatMap(([name, body]) =>
        blocks(body, below.child(name)).flatMap(([release, place]) =>
          (release.count === 0 ? [] : [installOf(name, release, place, document)])))));
}

function installOf(name: string, release: JsonObject, at: Field, by: KubeObject): Install {
  const text = (key: string) => {
    const said = asText(release[key]);
    return said === undefined || hasExpression(said) ? undefined : said;
  };
  return {
    by,
    name: `helm_release.${name} of ${by.source.file}`,
    chart: text('chart'),
    repository: text('repository') ?? text('chart'),
    version: text('version'),
    namespace: text('namespace'),
    releaseName: text('name'),
    layers: layersOf(release, at),
  };
}

function layersOf(release: JsonObject, at: Field): Layer[] {
  const { values } = release;
  const texts = typeof values === 'string'
    ? [unread(at.child('values'))]
    : asList(values).map((value, index) => textLayer(asText(value) ?? '', at.child('values', index)));
  const sets = SETS.flatMap((key) =>
    blocks(release[key], at.child(key)).flatMap(([set, place]) => singleOf(set, place, key)));
  const isOpen = (key: string) => typeof release[key] === 'string' || key === 'dynamic' && key in release;
  return [
    ...texts,
    ...setLayers(sets),
    ...[...SETS, 'dynamic'].filter(isOpen).map((key) => unread(at.child(key))),
  ];
}

/** In the order in which the provider takes them. */
const SETS = ['set', 'set_list', 'set_sensitive', 'set_wo'];

/** What is sensitive is no more than a reference here, and what Terraform works out a text. */
function singleOf(set: JsonObject, at: Field, key: string): SetValue[] {
  if (key === 'set_list') {
    return listOf(set, at);
  }
  const text = String(set.value ?? '');
  if (key !== 'set') {
    return sensitiveOf(set, at);
  }
  return hasExpression(text)
    ? [literalValue(asText(set.name) ?? '', text, at)]
    : setOf({ ...set, value: text }, at);
}

function textLayer(text: string, at: Field): Layer {
  const path = FILE.exec(text)?.[1];
  if (path !== undefined) {
    return { kind: 'file', path, beside: folderOf(at.object.source.file) };
  }
  const known = filledIn(text);
  return known === undefined || !areValues(known) ? unread(at) : { kind: 'text', text: known, at };
}

function unread(at: Field): Layer {
  return { kind: 'unread', what: `${at}, which Terraform computes`, add: ADD };
}

/** Expressions as references; nothing where the whole is one, or a directive decides over other lines. */
function filledIn(text: string): string | undefined {
  if (/(?<!%)%\{/.test(text)) {
    return undefined;
  }
  const parts = text.split(/((?<!\$)\$\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|\{[^{}]*\})*\})/);
  const known = parts.map((part, index) =>
    (index % 2 === 1 ? reference(part, 'Terraform') : part)).join('');
  return parts.filter((part) => part.trim() !== '').length === 1 && parts.length > 1
    ? undefined
    : known.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');
}

function hasExpression(text: string): boolean {
  return /(?<!\$)\$\{/.test(text);
}

/** A block, or each of a list of them, with its place. */
function blocks(value: unknown, at: Field): (readonly [JsonObject, Field])[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => blocks(each, at.child(index)));
  }
  return isObject(value) ? [[value, at]] : [];
}
