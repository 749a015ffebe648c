import { eagerKeyUninjected } from '../../../src/verify/rules/eager-keys';
import { manifests } from '../_manifests';
import { dataPlaneService, partlyShown, service } from '../_planes';
import { testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

const NOT_APPLICABLE = 'No service in the input that runs tasks authenticates with its whole configuration shown.';

const CLIENT = { enable: true, clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret' };
const leaseworker = (leaseworkerConfig: object) => manifests(...dataPlaneService('leaseworker', { leaseworker: leaseworkerConfig, union: { auth: CLIENT } }));
const finding = (field: string, line: string, expected: string) => [{ object: 'v1/ConfigMap union/leaseworker', field: `data["config.yaml"]: ${field}`, line, expected, found: 'none' }] as const;

testRule(eagerKeyUninjected, {
  fires: [
    { when: 'the section is gone', input: leaseworker({ cluster: 'east' }), findings: finding('leaseworker.unionAuth', 'leaseworker:', 'leaseworker.unionAuth.injectSecret and leaseworker.unionAuth.secretName') },
    { when: 'the key is not injected', input: leaseworker({ unionAuth: { secretName: 'EAGER_API_KEY' } }), findings: finding('leaseworker.unionAuth', 'unionAuth:', 'leaseworker.unionAuth.injectSecret') },
    { when: 'nobody says which key', input: leaseworker({ unionAuth: { injectSecret: true } }), findings: finding('leaseworker.unionAuth', 'unionAuth:', 'leaseworker.unionAuth.secretName') },
    {
      when: 'values take the section away',
      input: `${DATA_PLANE_VALUES}leaseworker: { config: { unionAuth: null } }\n`,
      findings: [{ object: 'v2/Values dataplane', field: 'leaseworker.config.unionAuth', line: 'leaseworker: { config: { unionAuth: null } }', expected: 'leaseworker.unionAuth.injectSecret and leaseworker.unionAuth.secretName', found: 'none' }],
    },
  ],
  passes: [
    { when: 'the key is injected', input: leaseworker({ unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } }) },
    { when: 'no key is wanted', input: leaseworker({ unionAuth: { injectSecret: false } }) },
    { when: 'the values are the chart\'s', input: DATA_PLANE_VALUES },
  ],
  notApplicable: [
    { when: 'its client is switched off', input: manifests(...dataPlaneService('leaseworker', { leaseworker: {}, union: { auth: { ...CLIENT, enable: false } } })), reason: NOT_APPLICABLE },
    {
      when: 'part of its configuration is not in the input',
      input: manifests(...service('leaseworker', { leaseworker: {}, union: { auth: CLIENT } }, {
        namespace: 'union',
        secrets: { 'union-secret-auth': '/etc/union/secret' },
        pod: partlyShown('leaseworker'),
      })),
      reason: NOT_APPLICABLE,
    },
    { when: 'it runs no tasks', input: manifests(...dataPlaneService('union-operator', { union: { auth: CLIENT } })), reason: NOT_APPLICABLE },
    { when: 'it does not authenticate', input: manifests(...dataPlaneService('leaseworker', { leaseworker: {} })), reason: NOT_APPLICABLE },
    { when: 'it is a service of the control plane', input: manifests(...service('usage', { union: { auth: CLIENT } })), reason: NOT_APPLICABLE },
  ],
});
