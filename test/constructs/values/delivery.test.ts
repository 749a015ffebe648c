import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Helm, Testing, Yaml } from 'cdk8s';
import { parse } from 'yaml';
import { Authorization, ChartVersion, ControlPlaneAuth, DataPlaneAuth, HelmValues, IdentityProvider, SecretDelivery } from '../../../src';
import { verify } from '../../../src/verify/verify';
import { byCluster, dataPlaneOf, externalSecrets, unionAuth } from '../../_tools/fixtures';
import { kubeBinaries } from '../../_tools/kube-binaries';
import { manifestsIn } from '../../examples/_dist';

/** Small charts of our own: they read the keys that Union's charts read. */
const CHARTS = { controlPlane: join(__dirname, 'fixtures', 'controlplane'), dataPlane: join(__dirname, 'fixtures', 'dataplane') };
const { helm } = kubeBinaries();

const directory = mkdtempSync(join(tmpdir(), 'helm-'));
afterAll(() => rmSync(directory, { recursive: true }));

function planes() {
  const client = (clientId: string) => ({ clientId, secret: { key: `union/${clientId}` } });
  const identity = unionAuth({
    additionalDomains: ['flyte.example.com'],
    dataPlanes: byCluster(['dp-1', 'dp-2'].map((clusterName) =>
      ({ clusterName, operator: client(`operator-${clusterName}`), eager: client(`eager-${clusterName}`) }))),
  });
  const chart = new Chart(new App(), 'auth', { disableResourceNameHashes: true });
  const secrets = externalSecrets();
  return {
    controlPlane: new ControlPlaneAuth(chart, 'control-plane', { identity, secrets }),
    dataPlane: new DataPlaneAuth(chart, 'data-plane', { dataPlane: dataPlaneOf(identity, { clusterName: 'dp-1' }), secrets }),
    manifests: () => Testing.synth(chart) as any[],
  };
}

/** Through cdk8s' own construct. */
function rendered(chart: string, values: HelmValues, namespace: string): any[] {
  const scope = new Chart(new App(), 'test');
  new Helm(scope, 'union', { chart, values: values.toObject(), helmExecutable: helm, releaseName: 'union', namespace });
  return Testing.synth(scope);
}

/** Through the file that `helm upgrade --values` reads. */
function templated(chart: string, values: HelmValues, namespace: string): any[] {
  const file = join(directory, `${namespace}.values.yaml`);
  const app = new App({ outdir: directory });
  values.writeTo(app, file);
  app.synth();
  return manifestsIn(execFileSync(helm, ['template', 'union', chart, '--namespace', namespace, '--values', file], { encoding: 'utf8' }));
}

const byIdentity = (manifests: any[]) => Object.fromEntries(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));

describe('the real helm, with the emitted values', () => {
  const { controlPlane, dataPlane, manifests } = planes();
  const control = rendered(CHARTS.controlPlane, controlPlane.helmValues, 'union-cp');
  const data = rendered(CHARTS.dataPlane, dataPlane.helmValues, 'union');

  test('the construct and the file render the same', () => {
    expect(byIdentity(templated(CHARTS.controlPlane, controlPlane.helmValues, 'union-cp'))).toEqual(byIdentity(control));
    expect(byIdentity(templated(CHARTS.dataPlane, dataPlane.helmValues, 'union'))).toEqual(byIdentity(data));
  });

  test('flyteadmin keeps the chart\'s volumes, and mounts the web client secret', () => {
    const { containers, volumes } = byIdentity(control)['Deployment flyteadmin'].spec.template.spec;
    expect(volumes.slice(-3)).toEqual([
      { name: 'union-secrets', secret: { secretName: 'union-controlplane-secrets' } },
      { name: 'private-config', configMap: { name: 'flyte-admin-private-config' } },
      { name: 'oauth-client-secret', secret: { secretName: 'flyteadmin-oidc-client-secret' } },
    ]);
    expect(containers[0].volumeMounts.slice(-1)).toEqual([{ name: 'oauth-client-secret', mountPath: '/etc/secrets/oauth', readOnly: true }]);
  });

  test('union services mount the delivered Secret', () => {
    expect(byIdentity(control)['Deployment executions'].spec.template.spec.volumes[1].secret.secretName).toBe('union-controlplane-secrets');
  });

  test('seeded API keys are mounted for each cluster', () => {
    const { containers, volumes } = byIdentity(control)['Deployment identity'].spec.template.spec;
    expect(containers[0].volumeMounts.map(({ mountPath }: any) => mountPath).slice(-2)).toEqual(['/etc/secrets/apikey/EAGER_API_KEY-dp-1', '/etc/secrets/apikey/EAGER_API_KEY-dp-2']);
    expect(volumes.slice(-2).map(({ secret }: any) => secret.secretName)).toEqual(['eager-api-key-dp-1', 'eager-api-key-dp-2']);
  });

  test('no chart renders a placeholder', () => {
    expect([...control, ...data].filter(({ kind, stringData, data: content }) => kind === 'Secret' && (stringData ?? content))).toEqual([]);
  });

  test('every domain is a host of every Ingress', () => {
    for (const { spec } of control.filter(({ kind }) => kind === 'Ingress')) {
      expect(spec.rules.map(({ host }: any) => host)).toEqual(['union.example.com', 'flyte.example.com']);
    }
  });

  test('the verifier finds nothing in the rendered and the emitted objects together', () => {
    const text = [...control, ...data, ...manifests()].map((manifest) => Yaml.stringify(manifest)).join('---\n');
    const report = verify([{ name: 'all.yaml', text }]);
    expect(report.findings).toEqual([]);
    expect(report.passed.length).toBeGreaterThan(report.notApplicable.length);
  });
});

describe.each([['Union', ChartVersion.V2026_8], ['UserClouds', ChartVersion.V2026_6]])('the real helm, with %s\'s roles (%s)', (type, chartVersion) => {
  const identity = unionAuth({
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    organization: 'acme',
    dataPlanes: { 'us-east': { operator: { clientId: 'operator-id' } } },
  });
  const chart = new Chart(new App(), 'auth', { disableResourceNameHashes: true });
  const authorization = Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada' }], externalIdentity: true });
  const { helmValues } = new ControlPlaneAuth(chart, 'control-plane', { identity, secrets: SecretDelivery.provisioned(), authorization, chartVersion });
  const control = byIdentity(rendered(CHARTS.controlPlane, helmValues, 'union-cp'));
  const told = (name: string, file = 'config.yaml') => parse(control[`ConfigMap ${name}`].data[file]).authorizer;

  test('the authorizer decides, by what the chart has and by what the identity says', () => expect(told('authorizer')).toMatchObject({
    type,
    useExternalIdentity: 'true',
    bootstrap: { organization: 'acme', domains: ['development', 'staging', 'production'], maxRetries: 30, serviceAccounts: [{ clientId: 'service-client-id' }, { clientId: 'operator-id' }] },
    userCloudsClient: { tenantUrl: 'http://union-union-authz.union-cp.svc.cluster.local:8080' },
  }));

  test.each([['executions', 'config.yaml'], ['cacheservice-config', 'server.yaml'], ['flyte-admin-base-config', 'server.yaml']])('%s asks it', (name, file) => {
    expect(told(name, file)).toEqual({
      type: 'Authorizer',
      useExternalIdentity: 'true',
      authorizerClient: {
        grpcConfig: { host: 'dns:///authorizer.union-cp.svc.cluster.local:80', insecure: true },
        forwardHeaders: ['authorization', 'flyte-authorization', 'x-user-token'],
      },
    });
  });

  test('what keeps the roles reads the Secret that is required, and its key', () => {
    expect(control['ConfigMap union-union-authz-config'].data['config.yaml']).toContain('kube://secrets/union-controlplane-secrets?key=client_secret');
  });
});

test('the charts notice what the values leave out: without them the verifier complains', () => {
  const text = execFileSync(helm, ['template', 'union', CHARTS.controlPlane, '--namespace', 'union-cp'], { encoding: 'utf8' });
  expect(verify([{ name: 'all.yaml', text }]).findings.length).toBeGreaterThan(0);
});

test('2026.3 values do not fit the current data plane chart', () => {
  const { helmValues } = new DataPlaneAuth(new Chart(new App(), 'auth'), 'auth', { dataPlane: dataPlaneOf(unionAuth()), secrets: externalSecrets(), chartVersion: ChartVersion.V2026_3 });
  expect(() => templated(CHARTS.dataPlane, helmValues, 'union')).toThrow(/global\.CONTROLPLANE_HOST/);
});
