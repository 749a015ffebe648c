import { valuesConnectionCut } from '../../../src/verify/rules/planes';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const ENDPOINT = 'flyte.configmap.adminServer.admin.endpoint';
const NGINX = 'dns:///acme-nginx-controller.union-cp.svc.cluster.local';
const ENVOY = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy');
const OFF = withValue(CONTROL_PLANE_VALUES, 'ingress-nginx.enabled', false);
const EXPECTED = 'an address that is served without ingress-nginx';

testRule(valuesConnectionCut, {
  fires: [
    {
      when: 'the controller is off whose Service flyteadmin calls',
      input: `${CONTROL_PLANE_VALUES}ingress-nginx: { enabled: false }\n`,
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.admin.endpoint',
          line: 'adminServer:',
          expected: 'an address that is served without ingress-nginx',
          found: '"dns:///controlplane-nginx-controller.{{ .Release.Namespace }}.svc.cluster.lo…, while ingress-nginx.enabled is false',
        },
      ],
    },
    {
      when: 'nothing is routed behind the controller, and the values name its Service',
      input: withValue(ENVOY, ENDPOINT, NGINX),
      findings: [{ object: 'v2/Values controlplane', field: ENDPOINT, line: `endpoint: ${NGINX}`, expected: EXPECTED, found: `"${NGINX}", while global.INGRESS_PROVIDER is envoy` }],
    },
    {
      when: 'a data plane calls the Service of a controller that is off',
      input: { 'cp.yaml': withValue(OFF, ENDPOINT, 'dns:///union.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', NGINX) },
      findings: [{
        object: 'v2/Values dataplane', field: 'config.admin.admin.endpoint', line: `endpoint: ${NGINX}`, expected: EXPECTED, found: `"${NGINX}", while ingress-nginx.enabled is false`,
      }],
    },
  ],
  passes: [
    { when: 'flyteadmin calls the public domain', input: withValue(OFF, ENDPOINT, 'dns:///union.example.com') },
    { when: 'the chart follows the provider of the edge', input: ENVOY },
    {
      when: 'the release does not read what provider is named',
      input: withValue(ENVOY, ENDPOINT, NGINX).replace('2026.8.schema', '2026.3.schema'),
    },
    { when: 'another provider is named', input: withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'nginx') },
    { when: 'another data plane calls another controller', input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', NGINX) } },
    { when: 'the controller is on', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of a control plane in the input.',
    },
  ],
});
