import { valuesPlanesDisagree } from '../../../src/verify/rules/planes';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, changed, withValue } from '../_values';

const planes = (path: string, value: unknown) => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': withValue(DATA_PLANE_VALUES, path, value) });

testRule(valuesPlanesDisagree, {
  fires: [
    ['the data plane calls another host',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union', 'CONTROLPLANE_HOST: other') },
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', '"union.example.com", as global.UNION_HOST says (cp.yaml:3)', '"other.example.com"'],
      remedy(['CONTROLPLANE_HOST: other.example.com', 'CONTROLPLANE_HOST: union.example.com'])],
    ['the data plane calls neither of two control planes',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'eu.yaml': CONTROL_PLANE_VALUES.replaceAll('union.example.com', 'eu.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_HOST', 'us.example.com') },
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', '"union.example.com", as global.UNION_HOST says (cp.yaml:3)', '"us.example.com"']],
    ['the data plane asks another token endpoint', planes('config.admin.admin.tokenUrl', 'https://other.example.com/token'),
      ['v2/Values dataplane', 'config.admin.admin.tokenUrl', '"https://idp.example.com/oauth2/default/v1/token", as global.AUTH_TOKEN_URL says (cp.yaml:5)',
        '"https://other.example.com/token"']],
    ['a host only looks like one of the cluster', planes('global.CONTROLPLANE_HOST', 'cp.svc.example.com/console'),
      ['v2/Values dataplane', 'global.CONTROLPLANE_HOST', '"union.example.com", as global.UNION_HOST says (cp.yaml:3)', '"cp.svc.example.com/console"']],
  ],
  passes: [
    ['the data plane goes by the Service', planes('global.CONTROLPLANE_HOST', 'flyteadmin.union-cp.svc.cluster.local')],
    ['the data plane goes by the short name of the Service', planes('global.CONTROLPLANE_HOST', 'flyteadmin.union-cp.svc')],
    ['the data plane has a client of its own', planes('config.admin.admin.clientId', 'union-eu')],
    ['the control plane says nothing of what the data plane says', planes('global.OIDC_S2S_SCOPE', 'all')],
    ['it is another control plane\'s data plane',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'eu.yaml': CONTROL_PLANE_VALUES.replaceAll('union.example.com', 'eu.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_HOST', 'eu.example.com') }],
    ['both planes say the same', { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': DATA_PLANE_VALUES }],
  ],
  notApplicable: [
    ['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n'],
  ],
});
