import { valuesUnknownKey } from '../../../src/verify/rules/values';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

const ADMIN = 'configMap.union.auth';
const OPEN_ID = 'flyte.configmap.adminServer.auth.userAuth.openId';

const unknown = (map: string, key: string, known: string): FiringRow => [`${key} stands for ${known}`, withValue(CONTROL_PLANE_VALUES, `${map}.${key}`, 'a-text'),
  ['v2/Values controlplane', `${map}.${key}`, `${map}.${known}`, `${map}.${key}`]];

const ignored = (path: string): Row => [`${path} is no slip of a known key`, withValue(CONTROL_PLANE_VALUES, path, 'a-text')];

/** One map, and nothing of what it holds. */
const misspelt = (values: string, map: RegExp, by: string, right: string, path: string, chart: string): FiringRow => [`${path} stands for ${right}`, values.replace(map, by), [`v2/Values ${chart}`, path, right, path]];

testRule(valuesUnknownKey, {
  fires: [
    ['a key is nearly the name of a known one', changed(CONTROL_PLANE_VALUES, 'openId:', 'openID:\n            scopes: [openid]\n          openId:'),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.auth.userAuth.openID', 'flyte.configmap.adminServer.auth.userAuth.openId',
        'flyte.configmap.adminServer.auth.userAuth.openID']],
    unknown(ADMIN, 'client-id', 'clientId'),
    unknown(ADMIN, 'client_ID', 'clientId'),
    unknown(ADMIN, 'enabled', 'enable'),
    unknown(ADMIN, 'enables', 'enable'),
    unknown(ADMIN, 'scope', 'scopes'),
    unknown(ADMIN, 'types', 'type'),
    unknown(ADMIN, 'tpye', 'type'),
    unknown(ADMIN, 'enbale', 'enable'),
    unknown(OPEN_ID, 'clinetId', 'clientId'),
    ['a key of the plane itself is misspelt', withValue(DATA_PLANE_VALUES, 'clusetrName', 'east'),
      ['v2/Values dataplane', 'clusetrName', 'clusterName', 'clusetrName']],
    unknown(ADMIN, 'clientIdx', 'clientId'),
    unknown(ADMIN, 'clentId', 'clientId'),
    unknown(ADMIN, 'klientIt', 'clientId'),
    unknown(ADMIN, 'clientSecretLokatiom', 'clientSecretLocation'),
    [...unknown('global', 'UNION_HOSTS', 'UNION_HOST'), remedy(['  UNION_HOSTS: a-text\n', ''])],
    ['a map knows every key that it may have', withValue(CONTROL_PLANE_VALUES, `${OPEN_ID}.endpoint`, 'a-text'),
      ['v2/Values controlplane', `${OPEN_ID}.endpoint`, 'one of baseUrl, issuerUrl, clientId, clientSecretName, clientSecretFile, scopes', `${OPEN_ID}.endpoint`]],
    misspelt(CONTROL_PLANE_VALUES, /^flyte:/m, 'flyt:', 'flyte', 'flyt', 'controlplane'),
    misspelt(CONTROL_PLANE_VALUES, /^  configmap:/m, '  configMap:', 'flyte.configmap', 'flyte.configMap', 'controlplane'),
    misspelt(CONTROL_PLANE_VALUES, /^      auth:/m, '      auht:', 'flyte.configmap.adminServer.auth', 'flyte.configmap.adminServer.auht', 'controlplane'),
    misspelt(DATA_PLANE_VALUES, /^global:/m, 'globals:', 'global', 'globals', 'dataplane'),
    ['a map lacks the first step of its path, and not the name of another one that differs in a capital',
      withValue(CONTROL_PLANE_VALUES.replace(/^flyte:\n([\s\S]*?)configMap:/m, (_, all: string) => `${all.replace(/^ {2}/gm, '')}configMap:`), 'other.key', 1),
      ['v2/Values controlplane', 'configmap', 'flyte.configmap', 'configmap']],
    ['a list lacks the first step of its path', withValue(CONTROL_PLANE_VALUES, 'flyteadmin.additionalVolumes', []),
      ['v2/Values controlplane', 'flyteadmin', 'flyte.flyteadmin', 'flyteadmin']],
    ['a map lacks the first step of its path, and another of its name has it',
      withValue(withValue(DATA_PLANE_VALUES, 'clusterresourcesync.config.union.auth.clientId', 'a'), 'union.auth.clientId', 'b'),
      ['v2/Values dataplane', 'union', 'config.union', 'union']],
    ['a map lacks the first step of its path, and what it holds is set where it belongs, too',
      withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', 'a'), 'union.auth.clientId', 'b'),
      ['v2/Values dataplane', 'union', 'config.union', 'union']],
    ['a step that the path has twice stands there once', withValue(DATA_PLANE_VALUES, 'config.admin.clientId', 'a'),
      ['v2/Values dataplane', 'config.admin.clientId', 'config.admin.admin.clientId', 'config.admin.clientId']],
    ['a map stands a level too low',
      withValue(CONTROL_PLANE_VALUES.replace(/      auth:\n([\s\S]*?)configMap:/, (_, all: string) => `      server:\n        auth:\n${all.replace(/^/gm, '  ').replace(/ +$/, '')}configMap:`), 'other.key', 1),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.server.auth', 'flyte.configmap.adminServer.auth', 'flyte.configmap.adminServer.server.auth']],
  ],
  passes: [
    ['a map of another name holds what is nobody\'s setting, or is no map',
      withValue(withValue(CONTROL_PLANE_VALUES, 'flytes.image', 'a-text'), 'globals', 'a-text')],
    ['a map of quite another name holds the same',
      withValue(CONTROL_PLANE_VALUES, 'flint.configmap.adminServer.auth.userAuth.openId.clientId', 'a-text')],
    ['a global of one\'s own is named like the end of another, and used',
      withValue(withValue(DATA_PLANE_VALUES, 'global.CLIENT_ID', 'mine'), 'secrets.admin.clientId', '{{ .Values.global.CLIENT_ID }}')],
    ['a map of one\'s own is merged into its place',
      `union: &union { auth: { scopes: [all] } }\n${withValue(DATA_PLANE_VALUES, 'config', { '<<': 1 }).replace('"<<": 1', 'union: *union').replace('<<: 1', 'union: *union')}`],
    ['a map of one\'s own is read by a template in its place',
      withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', '{{ .Values.union.auth.clientId }}'), 'union.auth.clientId', 'b')],
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
    ['the map is no map', withValue(CONTROL_PLANE_VALUES, ADMIN, 'clientIdx')],
    ['every key is known', CONTROL_PLANE_VALUES],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
