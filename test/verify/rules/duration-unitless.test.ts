import { durationUnitless } from '../../../src/verify/rules/settings';
import { configMap, deployment, externalSecret, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';

const configured = (config: Record<string, unknown>) =>
  manifests(configMap('operator', { 'config.yaml': config }), deployment('union-operator', { configMaps: { operator: '/etc/union/config' } }));
const window = (tokenRefreshWindow: unknown) => configured({ union: { auth: { enable: true, clientId: 'service', tokenRefreshWindow } } });
const interval = (refreshInterval: unknown) => manifests(externalSecret('auth', { spec: { refreshInterval } }));
const finding = {
  object: 'v1/ConfigMap union-cp/operator',
  field: 'data["config.yaml"]: union.auth.tokenRefreshWindow',
  line: 'tokenRefreshWindow: 300',
  expected: 'a duration with a unit, such as 5m',
  found: 'the number 300, which counts nanoseconds',
};
const refresh = { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.refreshInterval' };
const reason = 'No duration is set in the authentication settings and ExternalSecrets of the input.';

testRule(durationUnitless, {
  fires: [
    { when: 'a number counts nanoseconds', input: window(300), findings: [finding] },
    { when: 'a text has no unit', input: window('300'), findings: [{ ...finding, line: 'tokenRefreshWindow: "300"', found: '300' }] },
    { when: 'Go does not know the unit', input: window('1d'), findings: [{ ...finding, line: 'tokenRefreshWindow: 1d', found: '1d' }] },
    {
      when: 'a client gives up at once',
      input: configured({ admin: { clientId: 'service', perRetryTimeout: 15, maxBackoffDelay: '8s' } }),
      findings: [{ ...finding, field: 'data["config.yaml"]: admin.perRetryTimeout', line: 'perRetryTimeout: 15', found: 'the number 15, which counts nanoseconds' }],
    },
    {
      when: 'a client waits too briefly for the browser',
      input: configured({ admin: { clientId: 'service', pkceConfig: { timeout: 15 } } }),
      findings: [{ ...finding, field: 'data["config.yaml"]: admin.pkceConfig.timeout', line: 'timeout: 15', found: 'the number 15, which counts nanoseconds' }],
    },
    {
      when: 'flyteadmin retries without a pause',
      input: configured({ auth: { appAuth: { externalAuthServer: { retryDelay: 1 } } } }),
      findings: [{ ...finding, field: 'data["config.yaml"]: auth.appAuth.externalAuthServer.retryDelay', line: 'retryDelay: 1', found: 'the number 1, which counts nanoseconds' }],
    },
    { when: 'the refreshInterval is a number', input: interval(3600), findings: [{ ...refresh, line: 'refreshInterval: 3600', found: 'the number 3600' }] },
    { when: 'the refreshInterval is the number zero', input: interval(0), findings: [{ ...refresh, line: 'refreshInterval: 0', found: 'the number 0' }] },
    { when: 'the refreshInterval counts days', input: interval('1d'), findings: [{ ...refresh, line: 'refreshInterval: 1d', found: '1d' }] },
    { when: 'the refreshInterval is empty', input: interval(''), findings: [{ ...refresh, line: 'refreshInterval: ""', found: 'an empty text' }] },
    {
      when: 'a ClusterExternalSecret stamps it out',
      input: manifests(object('external-secrets.io/v1', 'ClusterExternalSecret', 'auth', { spec: { refreshTime: '1m', externalSecretSpec: { refreshInterval: '60' } } }, null)),
      findings: [{ ...refresh, object: 'external-secrets.io/v1/ClusterExternalSecret auth', field: 'spec.externalSecretSpec.refreshInterval', line: 'refreshInterval: "60"', found: '60' }],
    },
  ],
  passes: [
    { when: 'the guide writes 5m', input: window('5m') },
    { when: 'zero needs no unit', input: window(0) },
    { when: 'an empty text is zero for a service', input: window('') },
    { when: 'External Secrets reads once with 0', input: interval('0') },
    { when: 'the API server writes the default out', input: interval('1h0m0s') },
    {
      when: 'numbers that are no durations stand beside it',
      input: configured({ admin: { clientId: 'service', maxRetries: 4, maxMessageSizeBytes: 1024, perRetryTimeout: '15s' }, remoteData: { signedUrls: { durationMinutes: 3 } } }),
    },
  ],
  notApplicable: [
    { when: 'no duration is set', input: configured({ admin: { clientId: 'service' } }), reason },
    { when: 'a placeholder stands there, which is value-unreplaced', input: window('{{ .Values.window }}'), reason },
    { when: 'other sections set durations', input: configured({ admin: { clientId: 'service' }, database: { connMaxLifeTime: 120 }, queue: { tokenRefreshWindow: 300 } }), reason },
  ],
});
