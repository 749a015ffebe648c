import { valuesConnectionCut } from '../../../src/verify/rules/planes';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const ENDPOINT = 'flyte.configmap.adminServer.admin.endpoint';
const NGINX = 'dns:///acme-nginx-controller.union-cp.svc.cluster.local';
const ENVOY = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy');
const OFF = withValue(CONTROL_PLANE_VALUES, 'ingress-nginx.enabled', false);
const EXPECTED = 'an address that is served without ingress-nginx';

testRule(valuesConnectionCut, {
  fires: [
    ['the controller is off whose Service flyteadmin calls', `${CONTROL_PLANE_VALUES}ingress-nginx: { enabled: false }\n`,
      ['v2/Values controlplane', 'flyte.configmap.adminServer.admin.endpoint', 'an address that is served without ingress-nginx',
        '"dns:///controlplane-nginx-controller.{{ .Release.Namespace }}.svc.cluster.lo…, while ingress-nginx.enabled is false'],
      remedy(['ingress-nginx: { enabled: false }\n', ''])],
    ['nothing is routed behind the controller, and the values name its Service', withValue(ENVOY, ENDPOINT, NGINX),
      ['v2/Values controlplane', ENDPOINT, EXPECTED, `"${NGINX}", while global.INGRESS_PROVIDER is envoy`]],
    ['a data plane calls the Service of a controller that is off',
      { 'cp.yaml': withValue(OFF, ENDPOINT, 'dns:///union.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', NGINX) },
      ['v2/Values dataplane', 'config.admin.admin.endpoint', EXPECTED, `"${NGINX}", while ingress-nginx.enabled is false`]],
  ],
  passes: [
    ['flyteadmin calls the public domain', withValue(OFF, ENDPOINT, 'dns:///union.example.com')],
    ['the chart follows the provider of the edge', ENVOY],
    ['the release does not read what provider is named', withValue(ENVOY, ENDPOINT, NGINX).replace('2026.8.schema', '2026.3.schema')],
    ['another provider is named', withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'nginx')],
    ['another data plane calls another controller',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', NGINX) }],
    ['the controller is on', CONTROL_PLANE_VALUES],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
