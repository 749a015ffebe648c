import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { JsonObject, nestUnder } from '../../../src/common/data/json';
import { examine } from '../../../src/init';
import { adopt } from '../../../src/init/adopt';
import { oneIn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { runHere } from '../../examples/_dist';
import { KINDS, LEAST } from '../_answers';
import { adopted, textsOf } from './_adopted';

const ROOT = join(__dirname, '..', '..', '..');
const SECRET = 'hunter2-hunter2';

const least = () => textsOf(examine(LEAST).files);
const pathsOf = (differences: readonly { path?: string }[]) => differences.flatMap(({ path }) => path ?? []);

/** The values of the least control plane, with others merged over them as Helm would. */
function withValues(...over: JsonObject[]): Record<string, string> {
  const own = over.map((values, i): [string, string] => [`own-${i}.values.yaml`, stringify(values)]);
  return { ...least(), ...Object.fromEntries(own) };
}

/** The guide's files, its placeholders filled in. */
function guide(): Record<string, string> {
  const folder = join(ROOT, 'test', 'fixtures', 'guide');
  const own: Readonly<Record<string, string>> = {
    '<issuer-uri>': 'https://acme.okta.example.com/oauth2/default',
    '<token-endpoint>': 'https://acme.okta.example.com/oauth2/default/v1/token',
    '<web-app-client-id>': '0oa-web-1111',
    '<native-app-client-id>': '0oa-native-2222',
    '<service-client-id>': '0oa-service-3333',
    '<namespace>': 'union-cp',
    '<your-secret-store-key>': 'union/service',
  };
  return Object.fromEntries(['controlplane.values.yaml', 'dataplane.values.yaml', 'external-secrets.yaml'].map((name) =>
    [name, Object.entries(own).reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(join(folder, name), 'utf8'))]));
}

/** Each makes what many answers would make. */
const deep = oneIn(20);

describe('values', () => {
  deep('each answer names the file, the line and the key that it comes from', () => {
    const { taken } = adopted(least());
    const from = Object.fromEntries(taken.map(({ path, from: place }) => [path, place]));
    expect(from['applications.web.clientId']).toMatch(/^controlplane\.values\.yaml:\d+, flyte\.configmap\.adminServer\.auth\.userAuth\.openId\.clientId$/);
    expect(from['applications.web.secret']).toMatch(/^union-cp\.k8s\.yaml:\d+, ExternalSecret flyteadmin-oidc-client-secret, spec\.data\[0\]$/);
    expect(least()['controlplane.values.yaml'].split('\n')[Number(/:(\d+)/.exec(from['applications.web.clientId'])![1]) - 1]).toContain('0oa-web-1111');
  });

  test('a chart around Union\'s names their version, and is where it comes from', () => {
    const chart = (version: string) => stringify({ apiVersion: 'v2', name: 'platform', version: '1.0.0', dependencies: [{ name: 'controlplane', version }] });
    const values = stringify({ controlplane: { global: { UNION_HOST: 'union.acme.com', UNION_ORG: 'acme' } } });
    const versionIn = (version: string) => adopted({ 'platform/Chart.yaml': chart(version), 'platform/values.yaml': values }).taken
      .find(({ path }) => path === 'planes.charts.version');
    expect(versionIn('2026.8.3')).toMatchObject({ value: '2026.8.3', from: 'platform/Chart.yaml, dependency controlplane' });
    expect(versionIn('2026.8.x')).toMatchObject({ value: '2026.8' });
  });

  deep('a pipeline is named after the file that holds its client ID, and no other, if that is a name', () => {
    const clients = Object.fromEntries(['union-ci', 'union-ci-2', 'union-ci-3', 'union-ci-4'].map((clientId, i) => [`p-${i}`, { clientId, secret: { key: clientId } }]));
    const texts = Object.entries(textsOf(examine({ ...LEAST, clients }).files)).filter(([name]) => !name.endsWith('.env'));
    const files = { 'ci/Nightly_2.env': "CLIENT_ID='union-ci-2'\n", 'ci/release.env': "CLIENT_ID='union-ci'\n", 'other/release.env': 'CLIENT_ID=union-ci-3\n', 'other/.env': 'CLIENT_ID=union-ci-4\n' };
    expect(adopted({ ...Object.fromEntries(texts), ...files }).answers).toMatchObject({
      clients: {
        'release': { clientId: 'union-ci' },
        'nightly-2': { clientId: 'union-ci-2' },
        'pipeline-3': { clientId: 'union-ci-3' },
        'pipeline-4': { clientId: 'union-ci-4' },
      },
    });
  });

  deep('a Gateway of the same name in another namespace is another one', () => {
    const made = textsOf(examine({ ...LEAST, edge: { controller: { envoyGateway: {} }, tls: [{ secretName: 'union-tls' }] } }).files);
    const other = 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: controlplane, namespace: infra }\nspec: { gatewayClassName: other, listeners: [] }\n';
    const [own] = Object.values(made).flatMap((text) => /kind: Gateway\nmetadata:\n(?: .*\n)*? {2}name: (\S+)/.exec(text)?.[1] ?? []);
    const { edge } = adopted({ 'a.yaml': other.replace('controlplane', own), ...made }).answers;
    expect({ edge }).toEqual({ edge: { controller: { envoyGateway: {} }, tls: [{ secretName: 'union-tls' }] } });
  });

  deep('the release is that of Union\'s chart, whatever else Helm installs beside it', () => {
    const objectOf = (chart: string, release: string) => stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: chart, namespace: 'union-cp', labels: { 'helm.sh/chart': `${chart}-2026.8.3` }, annotations: { 'meta.helm.sh/release-name': release },
      },
    });
    const other = { 'a.yaml': objectOf('redis', 'cache'), ...least() };
    expect(adopted(other).answers.controlPlane).toEqual({ namespace: 'union-cp' });
    expect(adopted({ 'b.yaml': objectOf('controlplane', 'union'), ...other }).answers.controlPlane).toMatchObject({ releaseName: 'union' });
  });

  deep('a guard is of the chart\'s Gateway where it is for its routes, and the chart renders them', () => {
    const edgeOf = (target: string, answers: JsonObject) => {
      const policy = 'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: a, namespace: union-cp }\n'
        + `spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: ${target} }] }\n`;
      return adopted({ 'a.yaml': policy, ...textsOf(examine({ ...LEAST, ...answers }).files) }).answers.edge;
    };
    expect(edgeOf('controlplane-protected', {})).toEqual({ controller: { chartGateway: {} } });
    expect(edgeOf('shop', {})).not.toHaveProperty('controller.chartGateway');
    expect(edgeOf('controlplane-protected', { planes: { charts: { version: '2026.3' } } })).not.toHaveProperty('controller.chartGateway');
    expect(edgeOf('controlplane-protected', { controlPlane: { extraValues: { global: { INGRESS_PROVIDER: 'nginx' } } } })).not.toHaveProperty('controller.chartGateway');
  });

  deep('the role is that of flyteadmin\'s ServiceAccount, whatever another one has', () => {
    const other = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: dns, namespace: dns, annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::123456789012:role/dns' } }\n";
    const { answers } = adopted({ 'a.yaml': other, ...textsOf(examine(KINDS['plain YAML']).files) });
    expect(answers).toMatchObject({ planes: { plain: { storage: { s3: { roleArn: 'arn:aws:iam::123456789012:role/union-storage' } } } } });
  });

  deep('of images that are named by a digest alone the registry is known, and no tag', () => {
    const texts = Object.entries(textsOf(examine(KINDS['plain YAML']).files));
    const pinned = texts.map(([name, text]) => [name, text.replaceAll(':2026.8.3', `@sha256:${'a'.repeat(64)}`)]);
    const { answers: { planes } } = adopted(Object.fromEntries(pinned));
    expect(planes).toMatchObject({ plain: { images: { registry: 'registry.example.com/union' }, services: expect.arrayContaining(['usage']) } });
    expect(planes).not.toHaveProperty('plain.images.tag');
  });

  deep.each([
    ['{ prune: true }', true], ['{}', true], ['{ enabled: false }', undefined], ['null', undefined],
  ])('Argo CD with automated: %s syncs by itself: %s', (automated, expected) => {
    const texts = Object.entries(textsOf(examine(KINDS['Argo CD']).files));
    const changed = texts.map(([name, text]) => [name, text.replaceAll(/^( +)syncPolicy:\n/gm, `$1syncPolicy:\n$1  automated: ${automated}\n`)]);
    const { gitops } = adopted(Object.fromEntries(changed)).answers as { gitops: { argocd: { automated?: boolean } } };
    expect(gitops.argocd.automated).toBe(expected);
  });

  deep('Argo CD is known by what an ApplicationSet makes, too', () => {
    const files = textsOf(examine(KINDS['Argo CD']).files);
    const [name] = Object.keys(files).filter((path) => path.startsWith('argocd.'));
    const sets = files[name].split(/^---\n/m).map((text) => parse(text) as { kind: string; metadata: JsonObject; spec: JsonObject }).map((each) =>
      (each.kind !== 'Application' ? each : {
        ...each, kind: 'ApplicationSet', spec: { generators: [{ list: { elements: [{}] } }], template: { metadata: each.metadata, spec: each.spec } },
      }));
    expect(sets.map(({ kind }) => kind)).toContain('ApplicationSet');
    const { answers } = adopted({ ...files, [name]: sets.map((each) => stringify(each)).join('---\n') });
    expect(answers.gitops).toEqual(adopted(files).answers.gitops);
  });

  const REFRESH = examine({ ...LEAST, preferRefreshTokens: true }).files;
  const SCHEMAS = examine(LEAST).files.filter(({ path }) => path.endsWith('.schema.json')).map(({ path, text }) => [`${path}.yaml`, text]);
  const FURTHER = { flyte: { flyteadmin: { replicaCount: 3, tolerations: [{ key: 'union' }] } }, ingress: { tls: [{ secretName: 'union-tls' }] } };
  const OWN_CHOICE = nestUnder('flyte.configmap.adminServer.auth', { userAuth: { redirectUrl: '/v2', cookieSetting: { sameSitePolicy: 'StrictMode' } } });
  const carrying = (values: object) => ({ controlPlane: { extraValues: values } });

  deep.each<[string, Record<string, string>, object, number]>([
    ['refresh tokens at the price of API keys are found', textsOf(REFRESH), { preferRefreshTokens: true }, 0],
    ['other settings are carried over, and nothing else differs', withValues(FURTHER), carrying(FURTHER), 3],
    ['a choice of one\'s own that breaks no rule stays', withValues(OWN_CHOICE), carrying(OWN_CHOICE), 2],
    ['a null, with which Helm takes a value of the chart away, is not carried over; in a list it stays', withValues({ flyte: { flyteadmin: { args: ['serve', null], resources: null } } }),
      carrying({ flyte: { flyteadmin: { args: ['serve', null] } } }), 1],
    ['a schema of ours is not a values file', { ...least(), ...Object.fromEntries(SCHEMAS) }, {}, 0],
  ])('%s', (_, texts, expected, many) => {
    const { answers, carried, differences } = adopted(texts);
    expect(answers).toMatchObject(expected);
    expect([carried, differences]).toEqual([many, []]);
  });

  deep('given answers override found ones, and another provider replaces the first', () => {
    const told = { organization: 'acme', identityProvider: { dex: { issuer: 'https://dex.example.com' } } };
    const { organization, identityProvider } = adopted(least(), told).answers;
    expect({ organization, identityProvider }).toEqual(told);
  });

  deep.each<[string, JsonObject, object]>([
    ['what a rule forbids is not carried over, and the rule is the reason', nestUnder('flyte.configmap.adminServer.auth', { authorizedUris: ['http://flyteadmin:80'] }),
      { path: 'flyte.configmap.adminServer.auth.authorizedUris', reason: expect.stringMatching(/\(rule public-url-unauthorized\)$/) }],
    ['a key that the release does not read is left out, with what took its place', { global: { CLI_CLIENT_ID: '0oa-native-2222' } },
      { path: 'global.CLI_CLIENT_ID', before: '"0oa-native-2222"', reason: expect.stringMatching(/values-dead-key|does not read/) }],
  ])('%s', (_, values, difference) => {
    const { answers, differences } = adopted(withValues(values), { domain: 'union.example.com' });
    expect(answers).not.toHaveProperty('controlPlane.extraValues');
    expect(differences).toEqual([expect.objectContaining(difference)]);
  });

  deep('no secret is carried over, shown or told', () => {
    const { answers, taken, unseen, differences } = adopted(withValues({
      flyte: { configmap: { adminServer: { database: { password: SECRET } } }, secrets: { adminOauthClientCredentials: { clientSecret: SECRET } } },
      services: {
        executions: { extraEnv: [{ name: 'DB_PASSWORD', value: SECRET }], proxy: `https://user:${SECRET}@proxy.example.com` },
        usage: { apiKey: SECRET, key: `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----` },
      },
    }));
    expect(JSON.stringify([answers, taken, unseen, differences])).not.toContain(SECRET);
    expect(pathsOf(differences)).toEqual(expect.arrayContaining([
      'flyte.configmap.adminServer.database.password', 'services.executions.extraEnv', 'services.executions.proxy', 'services.usage.apiKey', 'services.usage.key',
    ]));
  });

  deep('the release is detected from the keys if nothing names it', () => {
    const { taken } = adopted(guide(), { domain: 'union.example.com' });
    expect(taken).toContainEqual({
      path: 'planes.charts.version', value: '2026.3', from: 'no version of the charts was found; the keys match 2026.3',
    });
  });

  deep('of two places that contradict each other both are named', () => {
    const { unseen } = adopted(withValues({ configMap: { union: { auth: { clientId: '0oa-other-9999' } } } }));
    expect(unseen).toEqual([expect.stringMatching(/^applications\.service\.clientId: .*"0oa-other-9999"; the first is used, "0oa-service-3333" of /)]);
  });

});

describe('the guide', () => {
  const told = { domain: 'union.example.com', applications: { web: { secret: { key: 'union/web' } } } };

  deep('is taken over with its ways of delivery, and what it lacks is named', () => {
    const { answers, unseen } = adopted(guide(), { domain: 'union.example.com' });
    expect(answers).toMatchObject({
      identityProvider: { okta: { orgUrl: 'https://acme.okta.example.com' } },
      secrets: { externalSecrets: { store: { kind: 'SecretStore', name: 'default' } } },
      applications: { service: { secret: { key: 'union/service' } } },
    });
    expect(unseen).toEqual(['applications.web.secret: no ExternalSecret reads it']);
  });

  deep('differs by a rule or a deviation wherever it differs, and by nothing else', () => {
    const { differences } = adopted(guide(), told);
    expect(differences.length).toBeGreaterThan(40);
    const others = differences.filter(({ reason }) => !/\(rule [a-z-]+\)$|\(docs\/deviations\.md, [a-z-]+\)$/.test(reason));
    expect(others.map(({ where, path }) => `${where} ${path}`)).toEqual([]);
  });
});

describe('a cluster', () => {
  /** Manifests of planes in plain YAML as `kubectl get -o yaml` shows them. */
  function dump(): string {
    const { files } = examine({ ...LEAST, domain: 'union.example.com' });
    const items = files.filter(({ path }) => path.endsWith('.k8s.yaml')).flatMap(({ text }) => text.split(/^---\n/m))
      .map((text) => parse(text) as JsonObject & { metadata: JsonObject })
      .map((object) => ({ ...object, metadata: { ...object.metadata, uid: 'f0f0', resourceVersion: '42', generation: 2 }, status: { ready: true } }));
    return stringify({ apiVersion: 'v1', kind: 'List', items });
  }

  deep('beside values, what the API server adds to objects is not a difference', () => {
    const { 'union-cp.k8s.yaml': _, 'union.k8s.yaml': __, ...rest } = least();
    const { differences } = adopted({ ...rest, 'dump.yaml': dump() });
    expect(differences).toEqual([]);
  });

  deep('an ExternalSecret of another name that writes the same is to be removed', () => {
    const other = stringify({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'handmade', namespace: 'union-cp' },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name: 'union-controlplane-secrets', creationPolicy: 'Merge' },
        data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/service' } }],
      },
    });
    const { differences } = adopted({ ...least(), 'other.yaml': other });
    expect(differences).toEqual([{
      where: 'ExternalSecret.external-secrets.io union-cp/handmade', before: 'exists', reason: expect.stringContaining('delete this object') as string,
    }]);
  });
});

describe('several clusters', () => {
  const cluster = (name: string) => ({
    namespace: 'union', operator: { clientId: `0oa-${name}`, secret: { key: `union/${name}` } }, eager: { clientId: `0oa-${name}-eager`, secret: { key: `union/${name}-eager` } },
  });
  const files = textsOf(examine({ ...LEAST, dataPlanes: { east: cluster('east'), west: cluster('west') } }).files);

  deep('are distinguished although their Secrets have one name', () => {
    const { answers, differences } = adopted(files);
    expect(answers.dataPlanes).toMatchObject({ east: cluster('east'), west: cluster('west') });
    expect(differences).toEqual([]);
  });

  deep('an entry of an unknown owner is not taken for that of the first', () => {
    const unsaid = Object.entries(files).map(([name, text]) => [name, text.replace(/^ *union-auth.cdk8s.io\/cluster: .*\n/gm, '')]);
    const { dataPlanes } = adopt(unsaid.filter(([name]) => name.endsWith('.yaml')).map(([name, text]) => ({ name, text })), [], {}).answers;
    expect(dataPlanes).not.toMatchObject({ east: cluster('west') });
    expect(dataPlanes).not.toMatchObject({ west: cluster('east') });
  });

  deep.each([
    ['an Application', 'Argo CD', /^ {4}server: https:\/\/kubernetes\.default\.svc$/m, '    name: "{{ .name }}"'],
    ['a HelmRelease', 'Flux', /^ {2}releaseName: unionai-dataplane$/m, '  kubeConfig: { configMapRef: { name: east } }\n  releaseName: unionai-dataplane'],
  ])('%s for a cluster that nothing names is not taken for one that installs into its own', (_, kind, own, other) => {
    const made = textsOf(examine(KINDS[kind]).files);
    expect(adopted(made).answers.gitops).toBeDefined();
    const [name] = Object.keys(made).filter((path) => /^(argocd|flux)\./.test(path));
    const { answers, unseen } = adopted({ ...made, [name]: made[name].replace(own, other) });
    expect(made[name]).toMatch(own);
    expect([answers.gitops, unseen]).toEqual([undefined, expect.arrayContaining([expect.stringMatching(/^gitops: .* the cluster of each plane/)])]);
  });
});

describe('the examples', () => {
  const testOfExample = oneIn(4);

  function dist(example: string): Record<string, string> {
    const out = join(mkdtempSync(join(tmpdir(), 'adopt-')), example);
    runHere(join(ROOT, 'examples', example, 'main.ts'), out);
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(yaml|sh|env)$/.test(file));
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(out, file), 'utf8')]));
  }

  testOfExample('fleet: each cluster has its own entry of the store, and what installs into other clusters is not taken for one that does not', () => {
    const { answers, unseen, differences } = adopted(dist('fleet'));
    expect(Object.entries(answers.dataPlanes as Record<string, { operator: JsonObject }>).map(([name, { operator }]) => [name, operator.secret]))
      .toEqual(['us-east', 'eu-west'].flatMap((region) => [1, 2, 3, 4, 5, 6].map((i) => [`${region}-${i}`, { key: `union/${region}-${i}/operator` }])));
    const regions = ['us-east', 'eu-west'].map((region) =>
      `Application dataplane-${region}-1 of ApplicationSet argocd/dataplanes and 5 more read values from regions/${region}.yaml, which is not in the input`);
    expect([answers.gitops, unseen]).toEqual([undefined, [...regions, expect.stringMatching(/^gitops: .*ApplicationSet dataplanes.* no ApplicationSet/)]]);
    expect(differences).toEqual([]);
  });

  testOfExample.each(['self-hosted', 'platform'])('%s: its values are read back to the byte', (example) => {
    const texts = dist(example);
    const { answers, differences } = adopted(texts);
    const values = differences.filter(({ where }) => /^(controlplane|dataplane)/.test(where));
    expect(values).toEqual([]);
    const made = examine(answers);
    expect(made.problems).toEqual([]);
    const bodyOf = (text: string) => text.replace(/^(#.*\n)+/, '');
    for (const { path, text } of made.files.filter((file) => file.path.endsWith('.values.yaml'))) {
      const name = Object.keys(texts).find((each) => each.endsWith(path))!;
      expect(bodyOf(text)).toBe(bodyOf(texts[name]));
    }
  }, 60_000);

  testOfExample('plain: settings without an answer are reported, and the rest is found', () => {
    const { answers, unseen } = adopted(dist('plain'));
    const images = { registry: expect.any(String) as string };
    expect(answers).toMatchObject({ planes: { plain: { images } }, identityProvider: expect.anything() as object });
    expect(unseen).toEqual([]);
  }, 60_000);
});
