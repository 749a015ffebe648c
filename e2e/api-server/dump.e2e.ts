/** The README's command for a running cluster, on a healthy one: whole, in part, without the values of Secrets; and with a fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Manifest } from '../../test/_tools/schemas';
import { cli } from '../../test/cli/_run';
import { temporaryDirectory } from '../_support/processes';
import { argoCdCrds, certManagerCrds, externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds } from '../tools/crds';
import { examples } from './_examples';
import { Healthy, healthyCluster } from './_healthy-cluster';
import { World } from './_world';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
/** As the README prints it, up to the pipe into our command. */
const [, COMMAND] = /^(kubectl get [^`]*?) \\\n {2}\| npx cdk8s-union-auth verify -$/m.exec(README)!;

let world: World;
let cluster: Healthy;
let dump: string;

const dumped = (command = COMMAND) => world.clients.shell(command, temporaryDirectory('dump'));

beforeAll(async () => {
  world = await World.start([externalSecretsCrds, certManagerCrds, argoCdCrds, fluxHelmCrds, fluxKustomizeCrds]);
  cluster = await healthyCluster(world, examples().find(({ name }) => name === 'plain')!.objects);
  dump = await dumped();
}, 300_000);

const items = (): Manifest[] => (parse(dump) as { items: Manifest[] }).items;
const listed = (objects: readonly unknown[]) => stringify({ apiVersion: 'v1', kind: 'List', items: objects });
const kinds = () => [...new Set(items().map(({ kind }) => kind))].sort();

function judged(input: string): { readonly code: number; readonly rules: readonly string[] } {
  const { code, out, err } = cli(['verify', '--format', 'json', '-'], { input });
  if (code === 2) {
    throw new Error(out + err);
  }
  return { code, rules: (JSON.parse(out) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule) };
}

const CLEAN = { code: 0, rules: [] };

test('the command prints every kind that the plain planes have', () => {
  expect(kinds()).toEqual(expect.arrayContaining([
    'ConfigMap', 'Deployment', 'ExternalSecret', 'Ingress', 'NetworkPolicy', 'Secret', 'Service', 'ServiceAccount',
  ]));
  expect(items().some(({ metadata }) => metadata.managedFields !== undefined)).toBe(true);
});

test('a healthy cluster is clean', () => {
  expect(judged(dump)).toEqual(CLEAN);
});

test('and so it is without any one kind', () => {
  const found = kinds().map((without) => [without, judged(listed(items().filter(({ kind }) => kind !== without)))]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(kinds().map((kind) => [kind, CLEAN])));
});

test.each(['union', 'union-cp'])('and so it is of namespace %s alone', async (namespace) => {
  const command = COMMAND.replace(' -A ', ` -n ${namespace} `);
  expect(command).not.toBe(COMMAND);
  expect(judged(await dumped(command))).toEqual(CLEAN);
});

test.each([
  ['one word', (data: object) => Object.fromEntries(Object.keys(data).map((key) => [key, 'UkVEQUNURUQ='] as const))],
  ['nothing', () => undefined],
])('and so it is with %s for the values of Secrets', (_, instead) => {
  const redacted = items().map((object) => (object.kind === 'Secret' ? { ...object, data: instead(object.data as object ?? {}) } : object));
  expect(judged(listed(redacted))).toEqual(CLEAN);
});

test.each<readonly [string, () => Promise<() => Promise<unknown>>, readonly string[]]>([
  ['the key of a client secret is gone', () => cluster.withoutKey('union-cp/flyte-admin-secrets', 'client_secret'), ['client-secret-key-missing', 'external-secret-not-ready']],
  ['a NetworkPolicy admits nobody to flyteadmin', () => cluster.patched('networkpolicies', 'union-cp/flyteadmin', { spec: { ingress: [] } }), ['network-policy-cuts']],
  ['a Service selects no pod', () => cluster.patched('services', 'union-cp/flyteadmin', { spec: { selector: { 'app.kubernetes.io/name': 'other' } } }), ['service-without-pods']],
])('it is not clean where %s', async (_, fault, rules) => {
  const undo = await fault();
  try {
    expect(judged(await dumped())).toEqual({ code: 1, rules });
  } finally {
    await undo();
  }
  expect(judged(await dumped())).toEqual(CLEAN);
});
