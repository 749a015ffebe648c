import { eagerKeyUninjected } from '../../../src/verify/rules/eager-keys';
import { manifests } from '../_manifests';
import { dataPlaneService, partlyShown, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

const CLIENT = { enable: true, clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret' };
const leaseworker = (leaseworkerConfig: object) => manifests(...dataPlaneService('leaseworker', { leaseworker: leaseworkerConfig, union: { auth: CLIENT } }));
const finding = (field: string, line: string, expected: string) => [{ object: 'v1/ConfigMap union/leaseworker', field: `data["config.yaml"]: ${field}`, line, expected, found: 'none' }] as const;

testRule(eagerKeyUninjected, {
  fires: [
    ['the section is gone', leaseworker({ cluster: 'east' }),
      ...finding('leaseworker.unionAuth', 'leaseworker:', 'leaseworker.unionAuth.injectSecret and leaseworker.unionAuth.secretName')],
    ['the key is not injected', leaseworker({ unionAuth: { secretName: 'EAGER_API_KEY' } }),
      ...finding('leaseworker.unionAuth', 'unionAuth:', 'leaseworker.unionAuth.injectSecret')],
    ['nobody says which key', leaseworker({ unionAuth: { injectSecret: true } }),
      ...finding('leaseworker.unionAuth', 'unionAuth:', 'leaseworker.unionAuth.secretName')],
    ['values take the section away', `${DATA_PLANE_VALUES}leaseworker: { config: { unionAuth: null } }\n`,
      ['v2/Values dataplane', 'leaseworker.config.unionAuth', 'leaseworker.unionAuth.injectSecret and leaseworker.unionAuth.secretName', 'none'],
      remedy(['leaseworker: { config: { unionAuth: null } }\n', ''])],
  ],
  passes: [
    ['the key is injected', leaseworker({ unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } })],
    ['no key is wanted', leaseworker({ unionAuth: { injectSecret: false } })],
    ['the values are the chart\'s', DATA_PLANE_VALUES],
  ],
  notApplicable: [
    ['its client is switched off', dataPlaneService('leaseworker', { leaseworker: {}, union: { auth: { ...CLIENT, enable: false } } })],
    ['part of its configuration is not in the input', service('leaseworker', { leaseworker: {}, union: { auth: CLIENT } }, {
      namespace: 'union',
      secrets: { 'union-secret-auth': '/etc/union/secret' },
      pod: partlyShown('leaseworker'),
    })],
    ['it runs no tasks', dataPlaneService('union-operator', { union: { auth: CLIENT } })],
    ['it does not authenticate', dataPlaneService('leaseworker', { leaseworker: {} })],
    ['it is a service of the control plane', service('usage', { union: { auth: CLIENT } })],
  ],
});
