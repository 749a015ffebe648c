import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { UNREAD_ROUTES } from '../../../src/contract/upstream/gateway-api';
import { Model } from '../../../src/verify/model/model';
import { CLUSTER_DUMP } from '../../../src/verify/running/look';
import { verify } from '../../../src/verify/verify';
import { cli } from '../../cli/_run';
import { healthyCluster } from '../_cluster';
import { EdgeName, EDGES, Json } from '../faults/_planes';

/** As `kubectl api-resources -o name` writes a kind. */
function resourceOf(group: string, kind: string): string {
  const word = kind.toLowerCase();
  const plural = /(?:s|x)$/.test(word) ? `${word}es` : word.replace(/([^aeiou])y$/, '$1ie').replace(/$/, 's');
  return group === '' ? plural : `${plural}.${group}`;
}

const groupOf = (apiVersion: string) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');

/** A kubectl that knows the kinds of a cluster, refuses others as kubectl does, and prints what it is asked for. */
function kubectlOf(objects: readonly Json[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  const items = objects.map((each) => ({ resource: resourceOf(groupOf(each.apiVersion as string), each.kind as string), each }));
  const known = [...new Set([...items.map(({ resource }) => resource), 'configmaps', 'secrets', 'services', 'pods', 'events', 'nodes.metrics.k8s.io'])];
  writeFileSync(join(folder, 'kubectl'), `#!${process.execPath}
const [verb, asked, ...rest] = process.argv.slice(2);
const known = ${JSON.stringify(known)};
if (verb === 'api-resources') { console.log(known.join('\\n')); process.exit(0); }
const kinds = asked.split(',');
const unknown = kinds.find((kind) => !known.includes(kind));
if (verb !== 'get' || unknown !== undefined) { console.error('error: the server doesn\\'t have a resource type "' + unknown + '"'); process.exit(1); }
const items = ${JSON.stringify(items)}.filter(({ resource }) => kinds.includes(resource)).map(({ each }) => each);
console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', items, asked: rest }));
`);
  chmodSync(join(folder, 'kubectl'), 0o755);
  return folder;
}

describe.each(Object.keys(EDGES) as EdgeName[])('a healthy cluster behind %s', (edge) => {
  const objects = healthyCluster(edge);

  test('is clean as the command prints it', () => {
    const PATH = `${kubectlOf(objects)}${delimiter}${process.env.PATH}`;
    const input = execFileSync('sh', ['-c', CLUSTER_DUMP], { env: { PATH }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    expect(JSON.parse(input)).toMatchObject({ asked: ['-A', '-o', 'yaml', '--show-managed-fields'] });
    const { code, out } = cli(['verify', '-'], { input });
    expect(out).toContain('No findings');
    expect(code).toBe(0);
  });

  test('is asked for every kind that rules look at', () => {
    const asked = new Set<string>();
    const ofKind = jest.spyOn(Model.prototype, 'ofKind').mockImplementation(function (this: Model, group: string, kind: string) {
      asked.add(resourceOf(group, kind));
      return this.objects.filter((object) => object.group === group && object.kind === kind);
    });
    verify([{ name: 'dump.yaml', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }]);
    ofKind.mockRestore();
    const [, wanted] = /grep -E '(.*?)'/.exec(CLUSTER_DUMP)!;
    const left = [...asked].filter((resource) => !new RegExp(wanted).test(resource)).sort();
    expect(asked.size).toBeGreaterThan(15);
    expect(left.filter((resource) => !LEFT_OUT.has(resource))).toEqual([]);
  });
});

/** Routes that are named as not read, definitions of kinds, which are large, and what installs the objects that the cluster shows itself. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...UNREAD_ROUTES.map(([group, kind]) => resourceOf(group, kind)),
  'customresourcedefinitions.apiextensions.k8s.io', 'applications.argoproj.io', 'applicationsets.argoproj.io', 'helmreleases.helm.toolkit.fluxcd.io',
]);

/** Every page that tells how to dump a cluster. */
const PAGES = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

test.each(PAGES)('%s dumps a cluster by the one command', (page) => {
  const text = readFileSync(page, 'utf8').replace(/\\\n\s*/g, '');
  const dumps = text.match(/kubectl get [^\n`]*\| (?:npx cdk8s-union-auth|cdk8s-union-auth|kubectl union-auth) verify -/g) ?? [];
  expect(dumps.filter((each) => !each.startsWith(`${CLUSTER_DUMP} | `))).toEqual([]);
});

test('the README, the guides and the help have it', () => {
  const having = PAGES.filter((page) => readFileSync(page, 'utf8').replace(/\\\n\s*/g, '').includes(CLUSTER_DUMP));
  expect(having).toEqual(expect.arrayContaining(['README.md', 'docs/deploy.md', 'docs/verifier.md']));
  const shown = (args: string[]) => cli(args).out.replace(/ \\\n\s*/g, ' ').replace(/\s+/g, ' ');
  expect(shown(['verify', '--help'])).toContain(CLUSTER_DUMP);
  expect(shown(['init', '--help'])).toContain('"cdk8s-union-auth verify --help"');
});
