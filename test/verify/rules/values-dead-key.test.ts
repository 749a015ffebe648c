import { valuesDeadKey } from '../../../src/verify/rules/values';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

const GONE = 'dataplane 2026.8 does not read: 2026.8.0 removed the executor';
const ofExecutor = (path: string, value: unknown) => withValue(DATA_PLANE_VALUES, path, value);

testRule(valuesDeadKey, {
  fires: [
    ['a key is set that the release dropped', changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: web-id\n'),
      ['v2/Values controlplane', 'global.OIDC_CLIENT_ID', 'the value at flyte.configmap.adminServer.auth.userAuth.openId.clientId',
        'global.OIDC_CLIENT_ID, which controlplane 2026.8 does not read: unused since 2026.4.8']],
    ['a whole service is gone', ofExecutor('executor', { replicas: 2 }),
      ['v2/Values dataplane', 'executor', 'no such key', `executor, which ${GONE}`], remedy(['executor:\n  replicas: 2\n', ''])],
    ['of a dead key and a wider one, the narrower is named alone', ofExecutor('executor.config.unionAuth', { injectSecret: true }),
      ['v2/Values dataplane', 'executor.config.unionAuth', 'the value at leaseworker.config.unionAuth',
        `executor.config.unionAuth, which ${GONE}; the leaseworker replaces it`]],
  ],
  passes: [
    ['a map has nothing in it', ofExecutor('executor', {})],
    ['a key has no value', ofExecutor('executor', null)],
    ['a template of the values reads it',
      withValue(withValue(DATA_PLANE_VALUES, 'global.CONTROLPLANE_INTRA_CLUSTER_HOST', 'cp.svc'), 'config.admin.admin.endpoint', 'dns:///{{ .Values.global.CONTROLPLANE_INTRA_CLUSTER_HOST }}')],
    ['every key is read', CONTROL_PLANE_VALUES],
    ['a blank dead key has nothing to say', changed(CONTROL_PLANE_VALUES, 'global:\n', 'global:\n  OIDC_CLIENT_ID: ""\n')],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
