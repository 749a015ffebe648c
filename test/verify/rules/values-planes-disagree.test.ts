import { valuesPlanesDisagree } from '../../../src/verify/rules/planes';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, changed, withValue } from '../_values';

const planes = (path: string, value: unknown) => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': withValue(DATA_PLANE_VALUES, path, value) });

testRule(valuesPlanesDisagree, {
  fires: [
    {
      when: 'the data plane calls another host',
      input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': changed(DATA_PLANE_VALUES, 'CONTROLPLANE_HOST: union', 'CONTROLPLANE_HOST: other') },
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'global.CONTROLPLANE_HOST',
          line: 'CONTROLPLANE_HOST: other.example.com',
          expected: '"union.example.com", as global.UNION_HOST says (cp.yaml:3)',
          found: '"other.example.com"',
        },
      ],
    },
    {
      when: 'the data plane calls neither of two control planes',
      input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'eu.yaml': CONTROL_PLANE_VALUES.replaceAll('union.example.com', 'eu.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_HOST', 'us.example.com') },
      findings: [{
        object: 'v2/Values dataplane',
        field: 'global.CONTROLPLANE_HOST',
        line: 'CONTROLPLANE_HOST: us.example.com',
        expected: '"union.example.com", as global.UNION_HOST says (cp.yaml:3)',
        found: '"us.example.com"',
      }],
    },
    {
      when: 'the data plane asks another token endpoint',
      input: planes('config.admin.admin.tokenUrl', 'https://other.example.com/token'),
      findings: [{
        object: 'v2/Values dataplane',
        field: 'config.admin.admin.tokenUrl',
        line: 'tokenUrl: https://other.example.com/token',
        expected: '"https://idp.example.com/oauth2/default/v1/token", as global.AUTH_TOKEN_URL says (cp.yaml:5)',
        found: '"https://other.example.com/token"',
      }],
    },
    {
      when: 'a host only looks like one of the cluster',
      input: planes('global.CONTROLPLANE_HOST', 'cp.svc.example.com/console'),
      findings: [{
        object: 'v2/Values dataplane',
        field: 'global.CONTROLPLANE_HOST',
        line: 'CONTROLPLANE_HOST: cp.svc.example.com/console',
        expected: '"union.example.com", as global.UNION_HOST says (cp.yaml:3)',
        found: '"cp.svc.example.com/console"',
      }],
    },
  ],
  passes: [
    { when: 'the data plane goes by the Service', input: planes('global.CONTROLPLANE_HOST', 'flyteadmin.union-cp.svc.cluster.local') },
    { when: 'the data plane goes by the short name of the Service', input: planes('global.CONTROLPLANE_HOST', 'flyteadmin.union-cp.svc') },
    { when: 'the data plane has a client of its own', input: planes('config.admin.admin.clientId', 'union-eu') },
    { when: 'the control plane says nothing of what the data plane says', input: planes('global.OIDC_S2S_SCOPE', 'all') },
    {
      when: 'it is another control plane\'s data plane',
      input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'eu.yaml': CONTROL_PLANE_VALUES.replaceAll('union.example.com', 'eu.example.com'), 'dp.yaml': withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_HOST', 'eu.example.com') },
    },
    { when: 'both planes say the same', input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': DATA_PLANE_VALUES } },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'The input has the values of one chart only, or of none.',
    },
  ],
});
