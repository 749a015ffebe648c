import { Finding, FoundPlace } from '../../../src/verify/engine/finding';
import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { CATALOGUE } from '../faults/people/catalogue';

/**
 * Findings rest on other places (`restsOn`), which are reported with them, and are held back where those have a finding themselves. Of one
 * fault for each rule and way: `RULE by PLACES` rests on those, and `RULE above RULES` is reported in place of those.
 */

/** Each judges whole planes. */
const deep = oneIn(4);

const placeText = ({ file, object: { kind, name }, field }: FoundPlace) => `${kind === 'Values' ? file.split('.')[0] : name}: ${field}`;

function told({ rule, about = [], consequences = [] }: Finding): string[] {
  const [places, rules] = [new Set(about.map(placeText)), new Set(consequences.map((each) => each.rule))];
  const rest = places.size > 2 ? `, and ${places.size - 2} more` : '';
  return places.size + rules.size === 0 ? [] : [[
    rule,
    ...places.size === 0 ? [] : [`by ${[...places].slice(0, 2).join(', ')}${rest}`],
    ...rules.size === 0 ? [] : [`above ${[...rules].join(', ')}`],
  ].join(' ')];
}

deep.each<[string, readonly string[]]>([
  ['cp: the service client of staging in union.auth', [
    'client-secret-of-other by cp: configMap.admin.clientId, cp: services.executions.configMap.executions.app.adminClient.connection.clientId, and 1 more above identity-claim-mismatch, bootstrap-account-missing, cluster-operator-missing',
  ]],
  ['east: a cluster name that the control plane does not know', [
    'cluster-name-mismatch above client-secret-undelivered, eager-key-unseeded, cluster-operator-missing',
  ]],
  ['west: a client that the control plane does not know', [
    'bootstrap-account-missing by west: config.union.auth.clientId, west: config.admin.admin.clientId, and 1 more',
    'cluster-operator-missing by west: config.union.auth.clientId',
    'client-id-mismatch by west: clusterresourcesync.config.union.auth.clientId above client-id-mismatch',
  ]],
  ['cp: the host of staging in the Ingress', [
    'values-contradiction by cp: global.UNION_HOST above public-url-unauthorized, sign-in-route-missing',
  ]],
  ['ingress-nginx: a host that nobody serves', ['endpoint-mismatch above public-url-unauthorized, sign-in-route-missing']],
  ['cp: operators of two clusters swapped', [
    'cluster-operator-missing by east: config.union.auth.clientId',
    'cluster-operator-missing by west: config.union.auth.clientId',
  ]],
  ['cp: no keys seeded', [
    'eager-key-unseeded by east: clusterName',
    'eager-key-unseeded by west: clusterName',
  ]],
  ['cp: Okta: the admin host', ['issuer-mismatch above token-url-foreign']],
  ['charts: the store entry of the other data plane', ['secret-entry-elsewhere above client-secret-inconsistent']],
  ['cp: an underscore in the header', [
    'authorization-header-mismatch by cp: flyte.configmap.adminServer.auth.grpcAuthorizationHeader above credential-header-dropped',
  ]],
  ['ingress-nginx: the scheduler without the Secret', ['scheduler-secret-unmounted above client-secret-unmounted']],
  ['east: a client ID with a space', [
    'client-secret-of-other by east: config.admin.admin.clientId, east: clusterresourcesync.config.union.auth.clientId above bootstrap-account-missing, cluster-operator-missing, value-unreplaced',
  ]],
  ['east: another scope', [
    'values-contradiction by east: clusterresourcesync.config.union.auth.scopes, east: config.admin.admin.scopes, and 1 more above client-incomplete',
  ]],
  ['charts: an overlay that turns authentication off', ['values-missing-key above client-incomplete']],
  ['Envoy Gateway: a policy that names a route that is none', ['policy-unattached above gateway-route-unguarded']],
  ['ingress-nginx: secure without a certificate', ['endpoint-mismatch above endpoint-mismatch']],
  ['cp: the service client of staging in flyteadmin', [
    'client-secret-of-other by cp: configMap.admin.clientId, cp: configMap.union.auth.clientId, and 2 more above bootstrap-account-missing, cluster-operator-missing, client-secret-inconsistent',
  ]],
  ['cp: the service client is not among the accounts', [
    'bootstrap-account-missing by cp: flyte.configmap.adminServer.admin.clientId, cp: configMap.admin.clientId, and 3 more',
  ]],
  ['cp: an operator is not among the accounts', [
    'bootstrap-account-missing by east: config.union.auth.clientId, east: config.admin.admin.clientId, and 1 more',
  ]],
  ['cp: the eager client is not among the accounts', ['bootstrap-account-missing by eager-api-key-east: spec.target.template.data.client_id']],
  ['cp: a cluster under another name', ['cluster-operator-missing by east: clusterName']],
  ['cp: headers not forwarded to the authorizer', [
    'authorizer-header-dropped by cp: flyte.configmap.adminServer.auth.grpcAuthorizationHeader, cp: flyte.configmap.adminServer.auth.httpAuthorizationHeader',
  ]],
  ['cp: a key seeded for a cluster that is none', ['eager-key-unseeded by east: clusterName']],
  ['cp: one key for the wrong cluster', ['eager-key-unseeded by west: clusterName']],
  ['cp: the issuer of staging for tokens', ['issuer-mismatch by cp: flyte.configmap.adminServer.auth.userAuth.openId.baseUrl']],
  ['cp: the host of staging in UNION_HOST', ['values-contradiction by cp: ingress.host above values-list-incomplete']],
  ['cp: the host of staging in authorizedUris', ['public-url-unauthorized by cp: ingress.host']],
  ['cp: the audience of staging for tokens', ['values-list-incomplete by cp: global.UNION_HOST']],
  ['cp: the sign-in page of staging', ['sign-in-route-missing by cp: ingress.host']],
  ['cp: rd, as oauth2-proxy has it', ['sign-in-route-missing by cp: ingress.host']],
  ['cp: the identity claim of staging', ['identity-claim-mismatch by cp: configMap.union.auth.clientId']],
  ['cp: web and service client are the same', ['client-secret-inconsistent by cp: flyte.configmap.adminServer.admin.clientId']],
  ['charts: the entry of the service for the browser', [
    'client-secret-inconsistent by cp: flyte.configmap.adminServer.auth.userAuth.openId.clientId',
  ]],
  ['charts: the entry of the browser for the services', ['client-secret-inconsistent by cp: flyte.configmap.adminServer.admin.clientId']],
  ['cp: the gate on the wrong port', ['guard-asks-other by union-auth-gate-nginx: spec.ports']],
  ['Traefik: the guard by the wrong port', ['guard-asks-other by union-auth-gate: spec.ports']],
  ['cp: native and service client are the same', [
    'native-client-misconfigured by cp: flyte.configmap.adminServer.admin.clientId, cp: configMap.admin.clientId, and 3 more',
  ]],
  ['east: the header with an underscore', [
    'authorization-header-mismatch by cp: flyte.configmap.adminServer.auth.grpcAuthorizationHeader, cp: flyte.configmap.adminServer.auth.httpAuthorizationHeader',
  ]],
  ['Envoy Gateway: credentials not sent to the guard', [
    'authorization-header-mismatch by flyte-admin-base-config: data["server.yaml"]: auth.grpcAuthorizationHeader, flyte-admin-base-config: data["server.yaml"]: auth.httpAuthorizationHeader',
  ]],
  ['cp: the path of the secret without its file', ['client-secret-unmounted by cp: configMap.union.auth.clientSecretLocation']],
  ['east: a secret under the wrong folder', ['client-secret-unmounted by east: config.union.auth.clientSecretLocation']],
  ['east: the host of staging', ['values-planes-disagree by cp: global.UNION_HOST, cp: ingress.host']],
  ['east: the cluster name of the other data plane', ['cluster-name-mismatch above client-secret-undelivered, cluster-operator-missing']],
  ['charts: no ExternalSecret for a data plane', ['client-secret-undelivered by east: clusterName']],
  ['east: a client ID as a number', [
    'client-secret-of-other by east: config.admin.admin.clientId, east: clusterresourcesync.config.union.auth.clientId above bootstrap-account-missing, cluster-operator-missing',
  ]],
  ['east: no client ID', [
    'client-incomplete by east: config.union.auth.clientId.clientId',
    'client-incomplete by east: config.admin.admin.clientId.clientId',
  ]],
  ['ingress-nginx: the appId of another application', ['client-incomplete by union-operator: data["config.yaml"]: union.auth.clientId']],
  ['ingress-nginx: the scheduler without a client', ['client-incomplete by flyte-scheduler-config: data["admin.yaml"]: admin.clientId']],
  ['Envoy Gateway: a policy that names the wrong kind', ['policy-unattached above gateway-route-unguarded']],
  ['Envoy Gateway: a policy of another namespace', ['policy-unattached above gateway-route-unguarded']],
  ['ingress-nginx: a port that is not there', ['route-backend-missing by flyteadmin: spec.ports']],
])('%s', (fault, expected) => {
  const { findings } = verify(CATALOGUE.find(({ what }) => what === fault)!.texts());
  expect([...new Set(findings.flatMap(told))]).toEqual(expected);
});
