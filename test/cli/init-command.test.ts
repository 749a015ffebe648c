import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Asked, BACK, Cancelled, Prompter } from '../../src/cli/init-interview';
import { JsonObject } from '../../src/common/data/json';
import { answersText, examine, Question } from '../../src/init';
import { drawn, oneIn } from '../_tools/drawn';
import { scratch } from '../_tools/scratch';
import { KINDS, LEAST } from '../init/_answers';
import { cli, init as initIn } from './_run';

const scratched = scratch();
/** What `init` writes into. */
const at = (...path: string[]) => scratched.at('made', ...path);
const read = (...path: string[]) => scratched.read('made', ...path);
const written = () => (existsSync(at()) ? scratched.names('made') : []);
const kept = () => parse(read('union-auth.yaml')) as JsonObject;
/** What `init` adopts, or reads. */
const put = (path: string, text: string) => scratched.put(join('given', path), text);

/** Says what is given for each question, and holds each to what `init` says of it. */
class Typist implements Prompter {
  public readonly asked: string[] = [];
  public readonly refused: string[] = [];
  public readonly confirmed: string[] = [];
  public shown = '';

  public constructor(private readonly said: Readonly<Record<string, string | boolean | readonly string[]>>) {}

  public start() {}

  public end() {}

  public async ask(
    { id, kind, optional, initial }: Question, wrong: (said: string | boolean) => string | undefined,
  ): ReturnType<Prompter['ask']> {
    this.asked.push(id);
    const otherwise = kind === 'confirm' && initial !== undefined ? initial === 'yes' : undefined;
    const given = this.said[id] ?? (kind === 'choice' ? initial : optional ? '' : otherwise);
    if (given === undefined) {
      throw new Error(`${id} was asked, and the test has no answer`);
    }
    const tries = Array.isArray(given) ? given as string[] : [given as string | boolean];
    for (const value of tries) {
      const problem = wrong(value);
      if (problem === undefined) {
        return value;
      }
      this.refused.push(problem);
    }
    throw new Error(`${id}: ${this.refused[this.refused.length - 1]}`);
  }

  public async confirm(message: string) {
    this.confirmed.push(message);
    return message.startsWith('Look the provider up') ? this.said.network === true : this.said.confirm !== false;
  }

  public tell(text: string) {
    this.shown += text;
  }
}

const init = (args: readonly string[], prompter?: Prompter, input = '') => initIn([...args, at()], prompter, input);
/** In no terminal, with answers by standard input. */
const answered = (given: JsonObject, ...args: readonly string[]) => init([...args, '--answers', '-'], undefined, answersText(JSON.parse(JSON.stringify(given)) as JsonObject));

const BROWSER = {
  'domain': 'union.example.com',
  'identityProvider': 'okta',
  'identityProvider.okta.orgUrl': 'https://acme.okta.example.com',
  'registered': true,
  'applications.web.clientId': '0oa-web-1111',
  'applications.native.clientId': '0oa-native-2222',
  'applications.service.clientId': '0oa-service-3333',
  'planes': 'charts',
  'secrets': 'externalSecrets',
  'secrets.externalSecrets.store.kind': 'ClusterSecretStore',
  'secrets.externalSecrets.store.name': 'default',
  'applications.web.secret.key': 'union/web',
  'applications.service.secret.key': 'union/service',
  'dataPlane.eagerApiKey': '',
  'controlPlane.authorization': 'noop',
};

describe('asked', () => {
  /** Each answer is held to all that was said before. */
  const testOfTalk = oneIn(8);

  testOfTalk('only what the user knows, in an order that leads from one to the next', async () => {
    const typist = new Typist(BROWSER);
    const { code } = await init(['--values-only'], typist);
    expect([code, typist.asked]).toEqual([0, [
      'domain', 'organization', 'identityProvider', 'identityProvider.okta.orgUrl', 'identityProvider.okta.authorizationServerId', 'identityProvider.okta.audience',
      'registered', 'applications.web.clientId', 'applications.native.clientId', 'applications.service.clientId',
      'planes', 'planes.charts.version', 'secrets', 'secrets.externalSecrets.store.kind', 'secrets.externalSecrets.store.name',
      'applications.web.secret.key', 'applications.web.secret.property',
      'applications.service.secret.key', 'applications.service.secret.property',
      'edge.controller', 'clusters', 'dataPlane.eagerApiKey', 'pipelineNames', 'controlPlane.networkPolicy.enabled', 'controlPlane.authorization', 'gitops',
    ]]);
    expect(kept()).toMatchObject(LEAST);
  });

  testOfTalk('shows what will be written before it writes', async () => {
    const typist = new Typist({ ...BROWSER, confirm: false });
    expect(await init([], typist)).toMatchObject({ code: 2, err: 'Canceled; nothing was written.\n' });
    expect([written(), typist.shown]).toEqual([[], expect.stringContaining(`write ${at('main.ts')}`)]);
  });

  test('one goes back to the previous question, sees what was said there, and changes what follows', async () => {
    class Returning extends Typist {
      public readonly seen: (string | boolean | undefined)[] = [];
      private readonly turns: (string | typeof BACK)[] = [BACK, BACK, 'entraId', '11111111-2222-3333-4444-555555555555'];

      public override async ask(question: Asked, wrong: (said: string | boolean) => string | undefined) {
        // After the URL of Okta was given: back over it and its provider, to another one.
        if (this.asked.includes('identityProvider.okta.authorizationServerId') || question.id === 'identityProvider.okta.authorizationServerId') {
          const turn = this.turns.shift();
          if (turn !== undefined) {
            this.asked.push(question.id);
            this.seen.push(question.said);
            return turn;
          }
        }
        return super.ask(question, wrong);
      }
    }
    const typist = new Returning({ ...BROWSER, 'applications.service.subject': 'object-id' });
    const { code } = await init(['--values-only'], typist);
    expect([code, typist.seen]).toEqual([0, [undefined, 'https://acme.okta.example.com', 'okta', undefined]]);
    expect(typist.asked.slice(2, 8)).toEqual([
      'identityProvider', 'identityProvider.okta.orgUrl', 'identityProvider.okta.authorizationServerId', 'identityProvider.okta.orgUrl', 'identityProvider', 'identityProvider.entraId.tenantId',
    ]);
    expect(kept()).toMatchObject({ identityProvider: { entraId: { tenantId: '11111111-2222-3333-4444-555555555555' } } });
    expect(typist.shown).toContain('domain: union.example.com');
  });

  test('back at the first question asks it again', async () => {
    const typist = new Typist(BROWSER);
    const ask = typist.ask.bind(typist);
    const once: (typeof BACK)[] = [BACK];
    const returning: Prompter = Object.assign(typist, { ask: async (...args: Parameters<Prompter['ask']>) => once.pop() ?? ask(...args) });
    expect((await init(['--values-only'], returning)).code).toBe(0);
    expect(typist.asked[0]).toBe('domain');
  });

  testOfTalk('a wrong answer is refused at once, with what would be right', async () => {
    const typist = new Typist({
      ...BROWSER,
      'domain': ['https://union.example.com', '', 'union.example.com'],
      'identityProvider.okta.orgUrl': ['acme', 'https://acme-admin.okta.com', 'https://acme.okta.example.com'],
      'applications.native.clientId': ['0oa-web-1111', '0oa-native-2222'],
      'planes.charts.version': ['2031.1', '2026.8.3'],
    });
    expect((await init([], typist)).code).toBe(0);
    expect(typist.refused).toEqual([
      expect.stringContaining('write only the host, union.example.com'),
      'Required: no default is possible',
      expect.stringContaining('is not an absolute URL'),
      expect.stringContaining('is the Admin Console'),
      expect.stringContaining('is also applications.web.clientId'),
      expect.stringContaining('is unknown'),
    ]);
  });

  testOfTalk('known answers are not requested', async () => {
    const typist = new Typist({ 'dataPlane.eagerApiKey': 'provisioned', 'controlPlane.authorization': 'noop' });
    const { code } = await init(['--values-only', '--answers', '-', '--set', 'organization=acme'], typist, answersText(LEAST));
    expect([code, typist.asked]).toEqual([0, [
      'identityProvider.okta.authorizationServerId', 'identityProvider.okta.audience', 'planes', 'planes.charts.version',
      'applications.web.secret.property', 'applications.service.secret.property',
      'edge.controller', 'clusters', 'dataPlane.eagerApiKey', 'pipelineNames', 'controlPlane.networkPolicy.enabled', 'controlPlane.authorization', 'gitops',
    ]]);
  });

  testOfTalk('several clusters, pipelines, roles and Argo CD', async () => {
    const typist = new Typist({
      ...BROWSER,
      'clusters': 'east, west, east',
      'dataPlanes.east.namespace': 'union-east',
      'dataPlanes.east.operator.clientId': '0oa-east-4444',
      'dataPlanes.east.operator.secret.key': 'union/east/operator',
      'dataPlanes.east.eager.clientId': '',
      'dataPlanes.west.namespace': 'union-west',
      'dataPlanes.west.operator.clientId': '0oa-west-4444',
      'dataPlanes.west.operator.secret.key': 'union/west/operator',
      'dataPlanes.west.eager.clientId': '0oa-west-5555',
      'dataPlanes.west.eager.secret.key': 'union/west/eager',
      'pipelineNames': 'release',
      'clients.release.clientId': '0oa-release-6666',
      'controlPlane.authorization': 'union',
      'organizationOfRoles': 'acme',
      'controlPlane.authorization.union.admins[0].name': 'Ada',
      'controlPlane.authorization.union.admins[0].subject': '00u-ada-1111',
      'gitops': 'argocd',
      'gitops.argocd.repository': 'https://charts.example.com/union',
      'versionToInstall': '2026.8.3',
      'dataPlanes.east.destination.cluster': '',
      'dataPlanes.west.destination.cluster': 'prod-west',
    });
    expect(await init(['--values-only'], typist)).toMatchObject({ code: 0, err: expect.stringContaining('README.md') });
    const { dataPlanes } = kept() as { dataPlanes: Record<string, { destination?: object }> };
    expect(Object.values(dataPlanes).map(({ destination }) => destination)).toEqual([undefined, { cluster: 'prod-west' }]);
    expect(scratched.names('made', 'dist')).toEqual(expect.arrayContaining(['argocd.k8s.yaml', 'union-east.k8s.yaml', 'union-west.k8s.yaml']));
    expect(typist.asked).toEqual(expect.arrayContaining(['dataPlanes.west.eager.secret.key', 'controlPlane.authorization.union.admins[0].subject']));
    expect(typist.asked).not.toContain('dataPlanes.east.eager.secret.key');
  });

  testOfTalk('a second data plane of one name is asked for another cluster', async () => {
    const typist = new Typist({ 'controlPlane.authorization': 'noop', 'dataPlanes.west.destination.kubeConfig': ['', 'West!', 'west'] });
    const { dataPlanes, ...known } = KINDS['Flux, into several clusters'] as { dataPlanes: Record<string, JsonObject> };
    const { here, west: { destination, ...west } } = dataPlanes;
    const text = answersText({ ...known, dataPlanes: { here, west }, edge: { controller: { ingressNginx: {} } }, clients: {} });
    const { code, err } = await init(['--values-only', '--answers', '-'], typist, text);
    expect([err, code]).toEqual([expect.stringContaining('README.md'), 0]);
    expect(destination).toBeDefined();
    expect(typist.asked.filter((id) => id.includes('destination'))).toEqual(['dataPlanes.west.destination.kubeConfig']);
    expect(typist.refused).toEqual(['Required: no default is possible', expect.stringContaining('is not an object name')]);
  });

  testOfTalk('with two subjects both are requested, and an entry of the store with another secret is refused at once', async () => {
    const typist = new Typist({
      ...BROWSER,
      'identityProvider': 'entraId',
      'identityProvider.entraId.tenantId': '11111111-2222-3333-4444-555555555555',
      'identityProvider.entraId.apiClientId': '66666666-7777-8888-9999-aaaaaaaaaaaa',
      'applications.service.subject': 'aaaaaaaa-1111-2222-3333-444444444444',
      'applications.service.secret.key': ['union/web', 'union/service'],
      'clusters': 'east',
      'dataPlanes.east.operator.clientId': 'east-operator',
      'dataPlanes.east.operator.secret.key': ['union/service', 'union/east'],
      'dataPlanes.east.operator.subject': 'bbbbbbbb-1111-2222-3333-444444444444',
      'controlPlane.authorization': 'union',
      'organizationOfRoles': 'acme',
      'controlPlane.authorization.union.admins[0].name': 'Ada',
      'controlPlane.authorization.union.admins[0].subject': ['ada@example.com', 'ada-in-the-browser'],
      'controlPlane.authorization.union.admins[0].accessTokenSubject': ['', 'ada-by-cli'],
    });
    expect(await init(['--values-only'], typist)).toMatchObject({ code: 0 });
    expect(typist.refused).toEqual([
      expect.stringContaining('is also the entry of'), expect.stringContaining('is also the entry of'), expect.stringContaining('ada@example.com'),
      'Required: no default is possible',
    ]);
    expect(kept()).toHaveProperty('controlPlane.authorization.union.admins', [{ name: 'Ada', subject: 'ada-in-the-browser', accessTokenSubject: 'ada-by-cli' }]);
  });

  testOfTalk('an error that only all answers together show does not lose the answers', async () => {
    const { code, err } = await init(['--values-only'], new Typist({ ...BROWSER, organization: 'xxxxxxxx' }));
    expect([code, err, written()]).toEqual([2, expect.stringContaining('value-unreplaced'), []]);
    const [, answers] = /give to --answers:\n\n([^]+?)\n\S+ answers? (?:is|are) not valid/.exec(err)!;
    expect(parse(answers)).toMatchObject({ organization: 'xxxxxxxx', domain: 'union.example.com' });
  });

  testOfTalk('plain planes are asked for images, database, storage and a certificate', async () => {
    const typist = new Typist({
      ...BROWSER,
      'planes': 'plain',
      'planes.plain.database.password.key': 'union/database',
      'planes.plain.images.registry': 'registry.example.com/union',
      'planes.plain.images.tag': '2026.8.3',
      'planes.plain.database.host': 'postgres.example.com',
      'planes.plain.database.user': 'union',
      'planes.plain.storage': 's3',
      'planes.plain.storage.s3.bucket': 'acme-union',
      'planes.plain.storage.s3.region': ['', 'Ohio', 'us-east-2'],
      'edge.controller': 'traefik',
      'certificate': 'union-tls',
      'dataPlane.eagerApiKey': 'provisioned',
    });
    expect(await init([], typist)).toMatchObject({ code: 0, err: expect.stringContaining('npm install') });
    expect(typist.refused).toEqual(['Required: no default is possible', expect.stringContaining('is not an AWS region')]);
    expect(read('main.ts')).toContain('new ControlPlane(');
  });
});

/** The folder has what the least answers make, to the byte. */
function expectDist(): void {
  for (const { path, text } of examine(LEAST).files) {
    expect(read('dist', path)).toBe(text);
  }
}

describe('not asked', () => {
  const testOfAnswers = oneIn(3);

  test.each(drawn(Object.entries(KINDS), 1))('%s: --answers makes an app', async (_, given) => {
    expect(await answered(given, '--yes')).toMatchObject({ code: 0, out: expect.stringContaining(`wrote     ${at('main.ts')}`) });
  });

  testOfAnswers('--values-only writes the answers and all that follows', async () => {
    await answered(LEAST, '--values-only');
    expectDist();
    expect(existsSync(at('main.ts'))).toBe(false);
    expect(JSON.parse(read('union-auth.schema.json'))).toHaveProperty('properties.domain');
    expect(read('union-auth.yaml')).toMatch(/^# yaml-language-server: \$schema=union-auth.schema.json\n/);
  });

  testOfAnswers('synth goes on from there', async () => {
    await answered(LEAST, '--values-only');
    const file = at('union-auth.yaml');
    writeFileSync(file, read('union-auth.yaml').replace('domain: union.example.com', 'domain: other.example.com'));
    const { code } = cli(['synth', file, '--output', at('dist')]);
    expect([code, read('dist', 'controlplane.values.yaml')]).toEqual([0, expect.stringContaining('other.example.com')]);
  });

  testOfAnswers('with what the provider has chosen it goes on from the answers in the folder, and leaves their comments', async () => {
    await answered(KINDS['Entra ID, to be registered'], '--values-only');
    const file = at('union-auth.yaml');
    const subject = 'aaaaaaaa-1111-2222-3333-444444444444';
    const ids = { web: 'a', native: 'b', service: `c, subject: ${subject}` };
    const text = Object.entries(ids).reduce((all, [name, id]) => (all.includes(`  ${name}:\n`)
      ? all.replace(`  ${name}:\n`, `  ${name}: # as Terraform says\n    ${`clientId: ${id}`.replace(', ', '\n    ')}\n`)
      : all.replace('applications:\n', `applications:\n  ${name}: { clientId: ${id} }\n`)), read('union-auth.yaml'));
    writeFileSync(file, text);
    expect((await init(['--yes', '--values-only', '--answers', file])).code).toBe(0);
    expect(read('union-auth.yaml')).toBe(text);
    expect(read('README.md')).toContain('Log in');
    expect(existsSync(at('dist', 'controlplane.values.yaml'))).toBe(true);
  });

  testOfAnswers('every answer can be an option', async () => {
    const options = [
      'domain=union.example.com', 'identityProvider.keycloak.serverUrl=https://sso.example.com', 'identityProvider.keycloak.realm=union',
      'secrets.kubernetesSecrets={}', 'dataPlanes.east={}', 'additionalDomains=[union.corp.example.com]', 'organization=007',
    ];
    expect(await init(['--values-only', ...options.flatMap((option) => ['--set', option])])).toMatchObject({ code: 0 });
    expect(kept()).toMatchObject({ organization: '007', additionalDomains: ['union.corp.example.com'] });
  });

  testOfAnswers('errors in a file are reported with their line, errors in an option without', async () => {
    const file = put('answers.yaml', 'domain: union.example.com\nidentityProvider:\n  okta:\n    orgUrl: acme\n');
    const { code, err } = await init(['--yes', '--answers', file, '--set', 'domain=Union']);
    expect([code, err.split('\n').filter((line) => line.startsWith('  ')).sort()]).toEqual([2, [
      expect.stringContaining(`  ${file}:1: secrets: required`), expect.stringContaining(`  ${file}:4: identityProvider.okta.orgUrl: "acme"`),
      expect.stringContaining('  answers: domain: "Union"'),
    ]]);
  });

  testOfAnswers('entries of a list may come in any order', async () => {
    const admins = ['admins[1]={name: b, subject: b1}', 'admins[0]={name: a, subject: a1}'].flatMap((admin) => ['--set', `controlPlane.authorization.union.${admin}`]);
    expect(await answered({ ...LEAST, organization: 'acme' }, '--dry-run', ...admins)).toMatchObject({ code: 0, err: '' });
  });

  testOfAnswers('an answer without a value is not an answer', async () => {
    expect(await answered(LEAST, '--values-only', '--set', 'dataPlanes=null', '--set', 'controlPlane={namespace: null}')).toMatchObject({ code: 0 });
    expect(kept()).toEqual({ ...LEAST, controlPlane: {} });
  });

  const gap = answersText({ ...LEAST, edge: { controller: { traefik: {} } } });
  const unrelated = 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\n';

  testOfAnswers.each<[string, string[], string, string | RegExp]>([
    ['missing answers, all at once', ['--set', 'domain=union.example.com'], '', /This is not a terminal[^]*answers: identityProvider: required[^]*answers: secrets: required/],
    ['a list with a gap, at each missing entry', ['--answers', '-', '--set', 'edge.tls[2].secretName=a'], gap, /^(?![^]*edge\.tls\[2\]: required)[^]*edge\.tls\[0\]: required[^]*edge\.tls\[1\]: required/],
    ['every invalid option at once, with all other problems', ['--answers', '-', '--set', 'domian=x', '--set', 'identityProvider'], 'domain: 7\n',
      /^--set: "domian=x" is not an answer.*\n--set: "identityProvider" is not an answer.*\nanswers: domain: 7 must be a string.*\n.*Nothing was written.*$/],
    ['no value', ['--set', 'domain'], '', 'is not an answer'],
    ['a list without its end', ['--set', 'dataPlanes=[a'], '', '--set: "dataPlanes=[a" has a value that is not YAML; write lists as [a, b] and maps as {a: b}, in quotes for the shell\n'],
    ['an unknown option', ['--yess'], '', 'Unknown option'],
    ['two folders', ['elsewhere'], '', 'accepts one folder'],
    ['a bracket without its end', ['--set', 'edge.tls[0.secretName=a'], '', 'is not an answer'],
    ['an index that is not a number', ['--set', 'edge.tls[a].secretName=a'], '', 'is not an answer'],
    ['an index beyond any list', ['--set', 'edge.tls[99999999].secretName=a'], '', 'is not an answer'],
    ['answers that are a list', ['--answers', '-'], '- a\n', 'is not a map of answers'],
    ['files without anything of Union', ['--yes', '--from', '-'], unrelated, 'shows nothing of a Union deployment'],
    ['files that are not YAML', ['--yes', '--from', '-'], 'global:\n  UNION_HOST: "x\n', '<stdin>:3: '],
  ])('%s: refused, and nothing is written', async (_, args, input, message) => {
    const { code, err } = await init(args, undefined, input);
    expect([code, err, written()]).toEqual([2, typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message), []]);
  });
});

test.each([
  ...['', ' ', 'not a version', '^', '1.2.3.4', '>=1 &&<2', 'user/repo/x', '"1"'].map((spec) => [spec, `--library: ${JSON.stringify(spec)} is not a version for npm; write one such as ^1.2.0`] as const),
  ...['1', '^1.2.0', '1.2.x', '*', 'v1.2.3-rc.1+b', '>= 1.2 <2', '1.0.0 - 2.0.0', '^1 || ~2.1', 'next', 'acme/union-auth#main', 'file:../a b.tgz', './a', '/a', '~/a', 'git+ssh://git@example.com/a.git',
    'npm:other@1'].map((spec) => [spec, 'init accepts one folder'] as const),
])('--library %j: %s', async (spec, message) => {
  expect(await init(['elsewhere', '--library', spec])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

describe('a folder that is not empty', () => {
  beforeEach(() => scratched.put('made/main.ts', 'mine\n'));

  test('is refused before anything is asked', async () => {
    const typist = new Typist(BROWSER);
    const { code, err } = await init([], typist);
    expect([code, typist.asked, err, read('main.ts')]).toEqual([2, [], expect.stringContaining('is not empty'), 'mine\n']);
  });

  test('--force --dry-run says what would be replaced, --force replaces it and says so', async () => {
    expect([(await answered(LEAST, '--force', '--dry-run')).out, read('main.ts')]).toEqual([expect.stringContaining(`replace   ${at('main.ts')}\n`), 'mine\n']);
    expect((await answered(LEAST, '--force')).err).toContain(`Replaced: ${at('main.ts')}\n`);
    expect(read('main.ts')).toContain('new UnionIdentity(');
  });
});

describe('--from', () => {
  /** The existing files are compared with what many answers would make. */
  const testOfAdoption = oneIn(10);
  const existing = () => {
    examine(LEAST).files.forEach(({ path, text }) => put(path, text));
    return scratched.at('given');
  };

  testOfAdoption('a folder: lists the source of each answer and the differences (none), and writes the same', async () => {
    const { code, err } = await init(['--yes', '--values-only', '--from', existing()]);
    expect([code, err]).toEqual([0, expect.stringContaining('The new output is equivalent to the existing files.')]);
    expect(err).toMatch(/^ {2}applications\.web\.clientId +"0oa-web-1111" {2}\(.*controlplane\.values\.yaml:\d+, flyte\./m);
    expectDist();
  });

  testOfAdoption('what "helm get values" prints, by standard input; what it lacks is listed, and nothing is written', async () => {
    const values = examine(LEAST).files.find(({ path }) => path === 'controlplane.values.yaml')!.text.replace(/^ {8}userAuth:[^]*?^ {6}admin:/m, '      admin:');
    const { code, err } = await init(['--yes', '--from', '-'], undefined, `USER-SUPPLIED VALUES:\n${values}`);
    expect([code, err, written()]).toEqual([2, expect.stringContaining('applications.web.clientId: no client ID is set for it'), []]);
    expect(err).toContain('answers: applications.web.clientId: required');
  });

  testOfAdoption('in a terminal, what the input does not show is asked for', async () => {
    const typist = new Typist({ 'secrets': 'kubernetesSecrets', 'dataPlane.eagerApiKey': '', 'controlPlane.authorization': 'noop' });
    expect(await init(['--values-only', '--from', join(existing(), '*.values.yaml')], typist)).toMatchObject({ code: 0 });
    expect(typist.asked).toContain('secrets');
    expect(typist.asked).not.toContain('applications.web.clientId');
    expect(kept()).toMatchObject({ secrets: { kubernetesSecrets: {} } });
  });

  testOfAdoption.each([['replicaCount: 1', '1 value'], ['replicaCount: 1\nenv: { c: 2 }', '2 values']])('what is not about authentication is counted: %j', async (more, told) => {
    put('own.values.yaml', `flyte:\n  configmap:\n    adminServer: {}\n${more}\n`);
    const { code, err } = await init(['--yes', '--values-only', '--from', existing()]);
    expect([code, err.split('\n').find((line) => line.startsWith('Not about'))]).toEqual([0, `Not about authentication, and carried over as extraValues: ${told}.`]);
  });

  testOfAdoption('--set overrides found answers', async () => {
    await init(['--yes', '--values-only', '--from', existing(), '--set', 'organization=acme']);
    expect(kept()).toMatchObject({ organization: 'acme', domain: 'union.example.com' });
  });

  testOfAdoption('no existing secret is printed or written', async () => {
    put('own.values.yaml', 'flyte:\n  configmap:\n    adminServer:\n      database: { password: hunter2-hunter2 }\n');
    const { code, out, err } = await init(['--yes', '--from', existing()]);
    expect([code, out + err]).toEqual([0, expect.not.stringContaining('hunter2')]);
    expect(read('main.ts')).not.toContain('hunter2');
  });
});

test('breaking off writes nothing', async () => {
  const prompter = new Typist({});
  prompter.ask = () => Promise.reject(new Cancelled());
  expect(await init([], prompter)).toMatchObject({ code: 2, err: 'Canceled; nothing was written.\n' });
  expect(written()).toEqual([]);
});
