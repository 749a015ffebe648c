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
  ['a byte order mark', (objects) => one(`\uFEFF${yaml(objects)}`)],
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

  // Parts of a dump.
  ...(['Deployment', 'ConfigMap', 'Service', 'Ingress', 'ExternalSecret', 'Secret', 'NetworkPolicy', 'ServiceAccount'] as const).map((kind): [string, (objects: readonly Json[]) => Text[]] =>
    [`each ${kind} alone`, (objects) => one(stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects.filter((each) => each.kind === kind) }))]),
  ['flyteadmin alone', (objects) => one(yaml(objects.filter(({ metadata }) => /^flyte-?admin/.test(metadata.name as string))))],
  ['one Deployment alone', (objects) => one(stringify(objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'executions')))],
  ['one ConfigMap alone', (objects) => one(stringify(objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'union-operator')))],
  ['one Ingress alone', (objects) => one(stringify(objects.find(({ kind, metadata }) => kind === 'Ingress' && metadata.name === 'controlplane-protected')))],
  ['the edge alone', (objects) => one(yaml(objects.filter(({ kind, metadata }) => kind === 'Ingress' || String(metadata.name).startsWith('union-auth-gate'))))],
  ['without ConfigMaps\' texts', (objects) => one(yaml(objects.map((each) => (each.kind === 'ConfigMap' ? { ...each, data: {} } : each))))],
  ['without the texts of ConfigMaps and Secrets', (objects) => one(yaml(objects.map((each) => (['ConfigMap', 'Secret'].includes(each.kind as string) ? { ...each, data: undefined } : each))))],
  ['with other words for clients', (objects) => one(yaml(objects).replace(/\b(web|native|service)-id\b/g, 'REDACTED'))],
  ['with another word for each client', (objects) => one(yaml(objects).replace(/\b(web|native|service)-id\b/g, '<$1-redacted>'))],
  ['with stars for hosts', (objects) => one(yaml(objects).replaceAll('union.example.com', 'host-1.invalid').replaceAll('acme.okta.com', 'host-2.invalid'))],
  // Layouts of tools.
  ['a ResourceList of kpt', (objects) => one(stringify({ apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: objects }))],
  ['a backup of Velero', (objects) => objects.map((each) => ({ name: `resources/${String(each.kind).toLowerCase()}s/namespaces/${each.metadata.namespace ?? 'cluster'}/${each.metadata.name}.json`, text: JSON.stringify(each) }))],
  ['a support bundle', (objects) => [...new Set(objects.map(({ kind }) => kind as string))].map((kind) => ({ name: `cluster-resources/${kind.toLowerCase()}s/all.json`, text: JSON.stringify({ kind: 'List', apiVersion: 'v1', metadata: {}, items: objects.filter((each) => each.kind === kind) }) }))],
  ['what helm template prints', (objects) => one(objects.map((each) => `---\n# Source: union/templates/${each.metadata.name}.yaml\n${stringify(each, { lineWidth: 0 })}`).join(''))],
  ['empty documents and comments between', (objects) => one(`# made by a pipeline\n---\n---\n# nothing here\n${objects.map((each) => `---\n\n${stringify(each)}\n---\nnull\n`).join('')}`)],
  ['a directive of YAML 1.1', (objects) => one(objects.map((each) => `%YAML 1.1\n---\n${stringify(each, { version: '1.1' })}...\n`).join(''))],
  ['merge keys', (objects) => one(objects.map((each) => `---\n${stringify({ ...each, metadata: undefined }).replace(/^/, `metadata:\n  <<: &meta ${JSON.stringify(each.metadata)}\n`)}`).join(''))],
  ['indented lists and spaces behind lines', (objects) => one(objects.map((each) => `---\n${stringify(each, { indentSeq: false, lineWidth: 0 }).replace(/^(kind: .*)$/m, '$1   ')}`).join(''))],
  ['JSON in one line each', (objects) => one(objects.map((each) => JSON.stringify(each)).join('\n---\n'), 'objects.yaml')],
  ['the manifests, and the cluster that they were applied to', (objects) => [...one(yaml(objects), 'dist/all.yaml'), ...one(stringify({ apiVersion: 'v1', kind: 'List', items: objects.filter(({ kind }) => !/Secret$/.test(kind as string)).map((each, index) => ({ ...each, metadata: { ...each.metadata, uid: `d${index}`, resourceVersion: '1', creationTimestamp: '2026-11-01T00:00:00Z', generation: 2 } })) }), 'dump.yaml')]],
  ['files of a repository around it', (objects) => [...one(yaml(objects), 'manifests/all.yaml'), { name: 'kustomization.yaml', text: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- manifests/all.yaml\n' }, { name: '.pre-commit-config.yaml', text: 'repos: []\n' }, { name: 'renovate.json', text: '{"extends": ["config:base"]}' }, { name: 'charts/shop/Chart.yaml', text: 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' }, { name: 'charts/shop/values.yaml', text: 'image:\n  tag: 1\nauth:\n  enabled: false\ningress:\n  host: shop.example.com\n' }, { name: '.sops.yaml', text: 'creation_rules:\n- path_regex: .*\n' }, { name: 'skaffold.yaml', text: 'apiVersion: skaffold/v4beta11\nkind: Config\n' }]],
];
