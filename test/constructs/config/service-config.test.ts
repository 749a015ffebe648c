import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { AuthVerification, ControlPlaneAuth, PlaneConfig, SecretDelivery, ServiceSecrets } from '../../../src';
import { externalSecrets, oktaAuth } from '../../_tools/fixtures';

const identity = oktaAuth();
const secrets = externalSecrets();
const config = PlaneConfig.controlPlane({ identity });
const flyteadmin = config.service('flyteadmin');
const chart = (namespace = 'union-cp') => new Chart(new App(), 'test', { namespace });

test('what a service reads, as an object', () => expect(flyteadmin.toObject()).toMatchObject({
  server: { security: { useAuth: true } },
  auth: { appAuth: { authServerType: 'External' }, userAuth: { openId: { clientId: 'web-id' } } },
  admin: { clientId: 'service-id', endpoint: 'dns:///flyteadmin.union-cp.svc.cluster.local:81', insecure: true },
}));

test('all that is handed out is a copy', () => {
  (flyteadmin.toObject().server as any).security.useAuth = false;
  flyteadmin.secretMounts.pop();
  flyteadmin.requiredSecrets.pop();
  delete flyteadmin.files['server.yaml'];
  expect(flyteadmin.toObject()).toMatchObject({ server: { security: { useAuth: true } } });
  expect(flyteadmin.secretMounts).toHaveLength(3);
  expect(flyteadmin.requiredSecrets).toHaveLength(3);
  expect(Object.keys(flyteadmin.files)).toEqual(['server.yaml']);
});

describe('addTo', () => {
  test('a ConfigMap of cdk8s-plus and an ApiObject get the same files beside their own', () => {
    const own = chart();
    const data = { 'logger.yaml': 'logger: { level: 5 }' };
    flyteadmin.addTo(new kplus.ConfigMap(own, 'plus', { data }));
    flyteadmin.addTo(new ApiObject(own, 'bare', { apiVersion: 'v1', kind: 'ConfigMap' }));
    flyteadmin.addTo(new ApiObject(own, 'filled', { apiVersion: 'v1', kind: 'ConfigMap', data }));
    const [plus, bare, filled] = Testing.synth(own);
    expect(plus.data['logger.yaml']).toBe(data['logger.yaml']);
    expect(parse(plus.data['server.yaml'])).toEqual(flyteadmin.files['server.yaml'].toObject());
    expect(bare.data).toEqual({ 'server.yaml': plus.data['server.yaml'] });
    expect(filled.data).toEqual(plus.data);
  });

  test('rejects a file that exists, and changes nothing', () => {
    const own = chart();
    const plus = new kplus.ConfigMap(own, 'plus', { data: { 'server.yaml': 'x' } });
    const bare = new ApiObject(own, 'bare', { apiVersion: 'v1', kind: 'ConfigMap', data: { 'server.yaml': 'x' } });
    for (const configMap of [plus, bare]) {
      expect(() => flyteadmin.addTo(configMap)).toThrow(`ServiceConfig flyteadmin on ${configMap.node.path} has a problem:\n  - data["server.yaml"]: is already in the ConfigMap`);
    }
    expect(Testing.synth(own).map(({ data }) => data)).toEqual([{ 'server.yaml': 'x' }, { 'server.yaml': 'x' }]);
  });

  test('rejects an object that is not a ConfigMap', () => {
    const own = chart();
    expect(() => flyteadmin.addTo(new ApiObject(own, 'secret', { apiVersion: 'v1', kind: 'Secret' }))).toThrow('must be a ConfigMap of cdk8s-plus');
    expect(() => flyteadmin.addTo(own)).toThrow('must be a ConfigMap of cdk8s-plus');
    expect(() => flyteadmin.addTo({} as never)).toThrow('configMap');
    const elsewhere = new kplus.ConfigMap(chart('elsewhere'), 'config');
    expect(() => flyteadmin.addTo(elsewhere)).toThrow('configMap: "test/config" is in namespace elsewhere, but the files of flyteadmin are for union-cp');
  });
});

describe('ServiceSecrets', () => {
  test('delivers what the mounts need, and nothing else', () => {
    const own = chart();
    const delivered = new ServiceSecrets(own, 'secrets', { config: flyteadmin, secrets });
    const names = (kind: string) => Testing.synth(own).filter((each) => each.kind === kind)
      .map(({ metadata, spec }) => spec?.target.name ?? metadata.name).sort();
    expect(names('ExternalSecret')).toEqual(flyteadmin.secretMounts.map(({ secretName }) => secretName).sort());
    expect(names('ExternalSecret')).toEqual(flyteadmin.requiredSecrets.map(({ name }) => name).sort());
    expect(names('Secret')).toEqual(['flyte-admin-secrets', 'union-controlplane-secrets']);
    expect(delivered.apiObjects).toHaveLength(5);
  });

  test('a Secret that two services share is delivered once', () => {
    const own = chart();
    new ServiceSecrets(own, 'admin', { config: flyteadmin, secrets });
    new ServiceSecrets(own, 'executions', { config: config.service('executions'), secrets });
    const scheduler = new ServiceSecrets(own, 'scheduler', { config: config.service('flytescheduler'), secrets });
    const targets = Testing.synth(own).filter(({ kind }) => kind === 'ExternalSecret').map(({ spec }) => spec.target.name);
    expect(targets.filter((name, i) => targets.indexOf(name) < i)).toEqual([]);
    expect(scheduler.apiObjects).toHaveLength(1);
  });

  test('by a script, where a person delivers', () => {
    const { secretScript, apiObjects } = new ServiceSecrets(chart(), 'secrets', { config: flyteadmin, secrets: SecretDelivery.kubernetesSecrets() });
    const variables = secretScript!.toString().match(/^# {3}(UNION_\w+)/gm);
    expect(variables).toEqual(['#   UNION_SERVICE_CLIENT_SECRET', '#   UNION_WEB_CLIENT_SECRET']);
    expect(apiObjects).toEqual([]);
  });

  test('needs no entry of the database password, which its owner delivers', () => {
    const { config: own } = new ControlPlaneAuth(chart(), 'auth', { identity, secrets });
    expect(() => new ServiceSecrets(chart(), 'secrets', { config: own.service('executions'), secrets })).not.toThrow();
  });

  test('is rejected beside the plane that delivers them', () => {
    const own = chart();
    const plane = new ControlPlaneAuth(own, 'auth', { identity, secrets });
    expect(() => new ServiceSecrets(own, 'secrets', { config: plane.config.service('flyteadmin'), secrets })).toThrow(
      'ServiceSecrets test/secrets has a problem:\n  - config: "flyteadmin" mounts Secrets that test/auth already delivers (flyte-admin-secrets,',
    );
    expect(own.node.tryFindChild('secrets')).toBeUndefined();
  });

  test('a whole service of one\'s own has no findings', () => {
    const own = chart();
    const configMap = new kplus.ConfigMap(own, 'config', { metadata: { name: 'my-config' } });
    flyteadmin.addTo(configMap);
    const deployment = new kplus.Deployment(own, 'admin', {
      metadata: { name: 'flyteadmin' },
      containers: [{ name: 'flyteadmin', image: 'cr.flyte.org/flyteorg/flyteadmin:v1.16.1', args: ['--config', '/etc/flyte/config/*.yaml', 'serve'] }],
    });
    deployment.containers[0].mount('/etc/flyte/config', kplus.Volume.fromConfigMap(own, 'volume', configMap));
    flyteadmin.secretMounts.forEach((mount) => mount.addTo(deployment));
    new ServiceSecrets(own, 'secrets', { config: flyteadmin, secrets });
    const found = AuthVerification.of(own.node.root).findings().filter(({ severity }) => severity === 'error');
    expect(found.map(({ rule }) => rule)).toEqual([]);
  });
});
