import { valuesUnknownKey } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

const ADMIN = 'configMap.union.auth';
const OPEN_ID = 'flyte.configmap.adminServer.auth.userAuth.openId';

const unknown = (map: string, key: string, known: string) => ({
  when: `${key} stands for ${known}`,
  input: withValue(CONTROL_PLANE_VALUES, `${map}.${key}`, 'a-text'),
  findings: [{ object: 'v2/Values controlplane', field: `${map}.${key}`, line: `${key}: a-text`, expected: `${map}.${known}`, found: `${map}.${key}` }] as const,
});

const ignored = (path: string) => ({ when: `${path} is no slip of a known key`, input: withValue(CONTROL_PLANE_VALUES, path, 'a-text') });

/** One map, and nothing of what it holds. */
const misspelt = (values: string, map: RegExp, by: string, right: string, path: string, chart: string) => ({
  when: `${path} stands for ${right}`,
  input: values.replace(map, by),
  findings: [{ object: `v2/Values ${chart}`, field: path, line: by.trim(), expected: right, found: path }] as const,
});

testRule(valuesUnknownKey, {
  fires: [
    {
      when: 'a key is nearly the name of a known one',
      input: changed(CONTROL_PLANE_VALUES, 'openId:', 'openID:\n            scopes: [openid]\n          openId:'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.auth.userAuth.openID',
          line: 'openID:',
          expected: 'flyte.configmap.adminServer.auth.userAuth.openId',
          found: 'flyte.configmap.adminServer.auth.userAuth.openID',
        },
      ],
    },
    unknown(ADMIN, 'client-id', 'clientId'),
    unknown(ADMIN, 'client_ID', 'clientId'),
    unknown(ADMIN, 'enabled', 'enable'),
    unknown(ADMIN, 'enables', 'enable'),
    unknown(ADMIN, 'scope', 'scopes'),
    unknown(ADMIN, 'types', 'type'),
    unknown(ADMIN, 'tpye', 'type'),
    unknown(ADMIN, 'enbale', 'enable'),
    unknown(OPEN_ID, 'clinetId', 'clientId'),
    {
      when: 'a key of the plane itself is misspelt',
      input: withValue(DATA_PLANE_VALUES, 'clusetrName', 'east'),
      findings: [{ object: 'v2/Values dataplane', field: 'clusetrName', line: 'clusetrName: east', expected: 'clusterName', found: 'clusetrName' }],
    },
    unknown(ADMIN, 'clientIdx', 'clientId'),
    unknown(ADMIN, 'clentId', 'clientId'),
    unknown(ADMIN, 'klientIt', 'clientId'),
    unknown(ADMIN, 'clientSecretLokatiom', 'clientSecretLocation'),
    unknown('global', 'UNION_HOSTS', 'UNION_HOST'),
    {
      when: 'a map knows every key that it may have',
      input: withValue(CONTROL_PLANE_VALUES, `${OPEN_ID}.endpoint`, 'a-text'),
      findings: [{
        object: 'v2/Values controlplane',
        field: `${OPEN_ID}.endpoint`,
        line: 'endpoint: a-text',
        expected: 'one of baseUrl, issuerUrl, clientId, clientSecretName, clientSecretFile, scopes',
        found: `${OPEN_ID}.endpoint`,
      }],
    },
    misspelt(CONTROL_PLANE_VALUES, /^flyte:/m, 'flyt:', 'flyte', 'flyt', 'controlplane'),
    misspelt(CONTROL_PLANE_VALUES, /^  configmap:/m, '  configMap:', 'flyte.configmap', 'flyte.configMap', 'controlplane'),
    misspelt(CONTROL_PLANE_VALUES, /^      auth:/m, '      auht:', 'flyte.configmap.adminServer.auth', 'flyte.configmap.adminServer.auht', 'controlplane'),
    misspelt(DATA_PLANE_VALUES, /^global:/m, 'globals:', 'global', 'globals', 'dataplane'),
    {
      when: 'a map lacks the first step of its path, and not the name of another one that differs in a capital',
      input: withValue(CONTROL_PLANE_VALUES.replace(/^flyte:\n([\s\S]*?)configMap:/m, (_, all: string) => `${all.replace(/^ {2}/gm, '')}configMap:`), 'other.key', 1),
      findings: [{ object: 'v2/Values controlplane', field: 'configmap', line: 'configmap:', expected: 'flyte.configmap', found: 'configmap' }],
    },
    {
      when: 'a list lacks the first step of its path',
      input: withValue(CONTROL_PLANE_VALUES, 'flyteadmin.additionalVolumes', []),
      findings: [{ object: 'v2/Values controlplane', field: 'flyteadmin', line: 'flyteadmin:', expected: 'flyte.flyteadmin', found: 'flyteadmin' }],
    },
    {
      when: 'a map lacks the first step of its path, and another of its name has it',
      input: withValue(withValue(DATA_PLANE_VALUES, 'clusterresourcesync.config.union.auth.clientId', 'a'), 'union.auth.clientId', 'b'),
      findings: [{ object: 'v2/Values dataplane', field: 'union', line: 'union:', expected: 'config.union', found: 'union' }],
    },
    {
      when: 'a map lacks the first step of its path, and what it holds is set where it belongs, too',
      input: withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', 'a'), 'union.auth.clientId', 'b'),
      findings: [{ object: 'v2/Values dataplane', field: 'union', line: 'union:', expected: 'config.union', found: 'union' }],
    },
    {
      when: 'a step that the path has twice stands there once',
      input: withValue(DATA_PLANE_VALUES, 'config.admin.clientId', 'a'),
      findings: [{ object: 'v2/Values dataplane', field: 'config.admin.clientId', line: 'clientId: a', expected: 'config.admin.admin.clientId', found: 'config.admin.clientId' }],
    },
    {
      when: 'a map stands a level too low',
      input: withValue(CONTROL_PLANE_VALUES.replace(/      auth:\n([\s\S]*?)configMap:/, (_, all: string) => `      server:\n        auth:\n${all.replace(/^/gm, '  ').replace(/ +$/, '')}configMap:`), 'other.key', 1),
      findings: [{
        object: 'v2/Values controlplane',
        field: 'flyte.configmap.adminServer.server.auth',
        line: 'auth:',
        expected: 'flyte.configmap.adminServer.auth',
        found: 'flyte.configmap.adminServer.server.auth',
      }],
    },
  ],
  passes: [
    {
      when: 'a map of another name holds what is nobody\'s setting, or is no map',
      input: withValue(withValue(CONTROL_PLANE_VALUES, 'flytes.image', 'a-text'), 'globals', 'a-text'),
    },
    {
      when: 'a map of quite another name holds the same',
      input: withValue(CONTROL_PLANE_VALUES, 'flint.configmap.adminServer.auth.userAuth.openId.clientId', 'a-text'),
    },
    {
      when: 'a global of one\'s own is named like the end of another, and used',
      input: withValue(withValue(DATA_PLANE_VALUES, 'global.CLIENT_ID', 'mine'), 'secrets.admin.clientId', '{{ .Values.global.CLIENT_ID }}'),
    },
    {
      when: 'a map of one\'s own is merged into its place',
      input: `union: &union { auth: { scopes: [all] } }\n${withValue(DATA_PLANE_VALUES, 'config', { '<<': 1 }).replace('"<<": 1', 'union: *union').replace('<<: 1', 'union: *union')}`,
    },
    {
      when: 'a map of one\'s own is read by a template in its place',
      input: withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', '{{ .Values.union.auth.clientId }}'), 'union.auth.clientId', 'b'),
    },
    ignored('flyte.configmap.admin.clientId'),
    ignored(`${ADMIN}.endpoint`),
    ignored(`${ADMIN}.typeof`),
    ignored(`${ADMIN}.typ`),
    ignored(`${ADMIN}.tyqe`),
    ignored('clusterNamespace'),
    ignored(`${ADMIN}.klientItt`),
    ignored(`${ADMIN}.scopesOfAll`),
    ignored(`${ADMIN}.typesetting`),
    ignored(`${ADMIN}.typeclass`),
    ignored('global.OIDC_CLIENT_ID'),
    ignored('other.UNION_HOSTS'),
    { when: 'the map is no map', input: withValue(CONTROL_PLANE_VALUES, ADMIN, 'clientIdx') },
    { when: 'every key is known', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
