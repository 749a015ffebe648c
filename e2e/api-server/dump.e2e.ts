/** The README's command for a running cluster: healthy, in part, without the values of Secrets, and with a fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Manifest } from '../../test/_tools/schemas';
import { cli } from '../../test/cli/_run';
import { temporaryDirectory } from '../_support/processes';
import { argoCdCrds, certManagerCrds, externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds } from '../tools/crds';
import { examples } from './_examples';
import { Healthy, healthyCluster, Undo } from './_healthy-cluster';
import { World } from './_world';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
/** The README's command up to the pipe into `verify`. */
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

test('the dump contains every kind of the plain planes', () => {
  expect(kinds()).toEqual(expect.arrayContaining([
    'ConfigMap', 'Deployment', 'ExternalSecret', 'Ingress', 'NetworkPolicy', 'Secret', 'Service', 'ServiceAccount',
  ]));
  expect(items().some(({ metadata }) => metadata.managedFields !== undefined)).toBe(true);
});

test('a healthy cluster has no finding', () => {
  expect(judged(dump)).toEqual(CLEAN);
});

test('a healthy cluster without any single kind has no finding', () => {
  const found = kinds().map((without) => [without, judged(listed(items().filter(({ kind }) => kind !== without)))]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(kinds().map((kind) => [kind, CLEAN])));
});

test.each(['union', 'union-cp'])('namespace %s of a healthy cluster has no finding', async (namespace) => {
  const command = COMMAND.replace(' -A ', ` -n ${namespace} `);
  expect(command).not.toBe(COMMAND);
  expect(judged(await dumped(command))).toEqual(CLEAN);
});

test.each([
  ['one word', (data: object) => Object.fromEntries(Object.keys(data).map((key) => [key, 'UkVEQUNURUQ='] as const))],
  ['nothing', () => undefined],
])('a healthy cluster with %s in place of the values of Secrets has no finding', (_, instead) => {
  const redacted = items().map((object) => (object.kind === 'Secret' ? { ...object, data: instead(object.data as object ?? {}) } : object));
  expect(judged(listed(redacted))).toEqual(CLEAN);
});

test.each<readonly [string, () => Promise<Undo>, readonly string[]]>([
  ['the key of a client secret is missing', () => cluster.withoutKey('union-cp/flyte-admin-secrets', 'client_secret'), ['client-secret-key-missing', 'external-secret-not-ready']],
  ['a NetworkPolicy admits no caller to flyteadmin', () => cluster.patched('networkpolicies', 'union-cp/flyteadmin', { spec: { ingress: [] } }), ['network-policy-cuts']],
  ['a Service selects no pod', () => cluster.patched('services', 'union-cp/flyteadmin', { spec: { selector: { 'app.kubernetes.io/name': 'other' } } }), ['service-without-pods']],
])('there is a finding when %s, and none afterwards', async (_, fault, rules) => {
  const undo = await fault();
  try {
    expect(judged(await dumped())).toEqual({ code: 1, rules });
  } finally {
    await undo();
  }
  expect(judged(await dumped())).toEqual(CLEAN);
});
