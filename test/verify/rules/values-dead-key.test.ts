import { valuesDeadKey } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

const GONE = 'dataplane 2026.8 does not read: the executor is gone since 2026.8.0';
const ofExecutor = (path: string, value: unknown) => withValue(DATA_PLANE_VALUES, path, value);

testRule(valuesDeadKey, {
  fires: [
    {
      when: 'a key is set that the release dropped',
      input: changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: web-id\n'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'global.OIDC_CLIENT_ID',
          line: 'OIDC_CLIENT_ID: web-id',
          expected: 'the value at flyte.configmap.adminServer.auth.userAuth.openId.clientId',
          found: 'global.OIDC_CLIENT_ID, which controlplane 2026.8 does not read: nothing reads it since 2026.4.8',
        },
      ],
    },
    {
      when: 'a whole service is gone',
      input: ofExecutor('executor', { replicas: 2 }),
      findings: [{ object: 'v2/Values dataplane', field: 'executor', line: 'executor:', expected: 'no such key', found: `executor, which ${GONE}` }],
    },
    {
      when: 'of a dead key and a wider one, the narrower is named alone',
      input: ofExecutor('executor.config.unionAuth', { injectSecret: true }),
      findings: [{ object: 'v2/Values dataplane', field: 'executor.config.unionAuth', line: 'unionAuth:', expected: 'the value at leaseworker.config.unionAuth', found: `executor.config.unionAuth, which ${GONE}, the leaseworker took its place` }],
    },
  ],
  passes: [
    { when: 'a map has nothing in it', input: ofExecutor('executor', {}) },
    { when: 'a key has no value', input: ofExecutor('executor', null) },
    { when: 'a template of the values reads it', input: withValue(withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_INTRA_CLUSTER_HOST', 'cp.svc'), 'config.admin.admin.endpoint', 'dns:///{{ .Values.global.CONTROLPLANE_INTRA_CLUSTER_HOST }}') },
    { when: 'every key is read', input: CONTROL_PLANE_VALUES },
    { when: 'a blank dead key has nothing to say', input: changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: ""\n') },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
