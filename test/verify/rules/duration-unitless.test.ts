import { durationUnitless } from '../../../src/verify/rules/settings';
import { configMap, deployment, externalSecret, manifests, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const configured = (config: Record<string, unknown>) =>
  manifests(configMap('operator', { 'config.yaml': config }), deployment('union-operator', { configMaps: { operator: '/etc/union/config' } }));
const window = (tokenRefreshWindow: unknown) => configured({ union: { auth: { enable: true, clientId: 'service', tokenRefreshWindow } } });
const interval = (refreshInterval: unknown) => manifests(externalSecret('auth', { spec: { refreshInterval } }));
const finding = {
  object: 'v1/ConfigMap union-cp/operator',
  field: 'data["config.yaml"]: union.auth.tokenRefreshWindow',
  expected: 'a duration with a unit, such as 5m',
  found: 'the number 300, which counts nanoseconds',
};
const refresh = { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.refreshInterval' };

testRule(durationUnitless, {
  fires: [
    ['a number counts nanoseconds', window(300), finding],
    ['a text has no unit', window('300'), { ...finding, found: '300' }],
    ['Go does not know the unit', window('1d'), { ...finding, found: '1d' }],
    ['a client gives up at once', configured({ admin: { clientId: 'service', perRetryTimeout: 15, maxBackoffDelay: '8s' } }),
      { ...finding, field: 'data["config.yaml"]: admin.perRetryTimeout', found: 'the number 15, which counts nanoseconds' }],
    ['a client waits too briefly for the browser', configured({ admin: { clientId: 'service', pkceConfig: { timeout: 15 } } }),
      { ...finding, field: 'data["config.yaml"]: admin.pkceConfig.timeout', found: 'the number 15, which counts nanoseconds' }],
    ['flyteadmin retries without a pause', configured({ auth: { appAuth: { externalAuthServer: { retryDelay: 1 } } } }),
      { ...finding, field: 'data["config.yaml"]: auth.appAuth.externalAuthServer.retryDelay', found: 'the number 1, which counts nanoseconds' }],
    ['the refreshInterval is a number', interval(3600), { ...refresh, found: 'the number 3600' }],
    ['the refreshInterval is the number zero', interval(0), { ...refresh, found: 'the number 0' }],
    ['the refreshInterval counts days', interval('1d'), { ...refresh, found: '1d' }],
    ['the refreshInterval is empty', interval(''), { ...refresh, found: 'an empty text' }],
    ['a ClusterExternalSecret stamps it out',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec: { refreshTime: '1m', externalSecretSpec: { refreshInterval: '60' } } }, null)],
      { ...refresh, object: 'external-secrets.io/v1/ClusterExternalSecret auth', field: 'spec.externalSecretSpec.refreshInterval', found: '60' },
      remedy(['refreshInterval: "60"', 'refreshInterval: 1h'])],
  ],
  passes: [
    ['the guide writes 5m', window('5m')],
    ['zero needs no unit', window(0)],
    ['an empty text is zero for a service', window('')],
    ['External Secrets reads once with 0', interval('0')],
    ['the API server writes the default out', interval('1h0m0s')],
    ['numbers that are no durations stand beside it',
      configured({ admin: { clientId: 'service', maxRetries: 4, maxMessageSizeBytes: 1024, perRetryTimeout: '15s' }, remoteData: { signedUrls: { durationMinutes: 3 } } })],
  ],
  notApplicable: [
    ['no duration is set', configured({ admin: { clientId: 'service' } })],
    ['a placeholder stands there, which is value-unreplaced', window('{{ .Values.window }}')],
    ['other sections set durations',
      configured({ admin: { clientId: 'service' }, database: { connMaxLifeTime: 120 }, queue: { tokenRefreshWindow: 300 } })],
  ],
});
