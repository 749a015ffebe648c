import { dump } from 'js-yaml';
import { stringify } from 'yaml';
import { Json } from '../faults/_planes';

interface Text {
  readonly name: string;
  readonly text: string;
}

const one = (text: string, name = 'planes.yaml'): Text[] => [{ name, text }];
const yaml = (objects: readonly Json[]) => objects.map((each) => `---\n${stringify(each, { lineWidth: 0 })}`).join('');

/** The same objects in another form. */
export const FORMS: readonly [string, (objects: readonly Json[]) => Text[]][] = [
  ['JSON', (objects) => one(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, null, 2), 'all.json')],
  ['a file for each object', (objects) => objects.map((each, index) => ({ name: `dist/${index}.yaml`, text: stringify(each) }))],
  ['JSON files, one for each', (objects) => objects.map((each, index) => ({ name: `dist/${index}.json`, text: JSON.stringify(each) }))],
  ['CRLF', (objects) => one(yaml(objects).replace(/\n/g, '\r\n'))],
  ['a byte order mark', (objects) => one(yaml(objects))],
  ['comments everywhere', (objects) => one(yaml(objects).replace(/^(metadata|spec|data):$/gm, '# ours\n$1: # why'))],
  ['YAML of js-yaml', (objects) => one(objects.map((each) => `---\n${dump(each)}`).join(''))],
  ['flow style', (objects) => one(objects.map((each) => `---\n${dump(each, { flowLevel: 0, lineWidth: -1 })}`).join('\n'))],
  ['anchors and aliases', (objects) => one(objects.map((each) => `---\n${stringify({ 'x-labels': { a: 'b' }, ...each, 'metadata': { ...each.metadata, labels: { ...each.metadata.labels } } }).replace('x-labels:', 'x-labels: &labels')}`).join(''))],
  ['YAML 1.1', (objects) => one(objects.map((each) => `---\n${stringify(each, { version: '1.1', lineWidth: 0 })}`).join(''))],
  ['single quotes', (objects) => one(objects.map((each) => `---\n${stringify(each, { singleQuote: true, lineWidth: 0 })}`).join(''))],
  ['keys in order', (objects) => one(objects.map((each) => `---\n${stringify(each, { sortMapEntries: true, lineWidth: 0 })}`).join(''))],
  ['reversed order of documents', (objects) => one(yaml([...objects].reverse()))],
  ['folded at 80 columns', (objects) => one(objects.map((each) => `---\n${stringify(each, { lineWidth: 80 })}`).join(''))],
  ['end marks of documents', (objects) => one(objects.map((each) => `---\n${stringify(each)}...\n`).join(''))],
  ['typed lists', (objects) => [...new Set(objects.map(({ kind }) => kind as string))].map((kind) => {
    const items = objects.filter((each) => each.kind === kind);
    return { name: `${kind}.yaml`, text: stringify({ apiVersion: items[0].apiVersion, kind: `${kind}List`, items }) };
  })],
  ['a list of lists', (objects) => one(stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: objects }] }))],
  ['a folder for each namespace', (objects) => ['union-cp', 'union'].map((namespace) => ({ name: `${namespace}/all.yaml`, text: yaml(objects.filter((each) => (each.metadata.namespace ?? 'union-cp') === namespace)) }))],
  ['the control plane alone', (objects) => one(yaml(objects.filter(({ metadata }) => metadata.namespace !== 'union')))],
  ['the data plane alone', (objects) => one(yaml(objects.filter(({ metadata }) => metadata.namespace === 'union')))],
  ['other files beside', (objects) => [...one(yaml(objects)), { name: 'mkdocs.yml', text: 'site_name: x\n' }, { name: '.github/workflows/ci.yml', text: 'on: push\njobs:\n  a:\n    steps:\n    - run: echo ${{ github.sha }}\n' }, { name: 'docker-compose.yml', text: 'services:\n  a:\n    image: x\n' }, { name: 'package.json', text: '{"name": "x"}' }]],
  ['a template of another chart beside', (objects) => [...one(yaml(objects)), { name: 'shop/templates/a.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "shop" . }}\n' }]],
];
