import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { change, Changes } from './_changes';
import { EdgeName, Json, Planes } from './_planes';
import { Charts } from './people/_people';

/** One value that is wrong is told once, at its own place: nothing blames a value that is right. */

/** Each judges whole planes. */
const deep = oneIn(4);

function toldOfValues(plane: 'cp' | 'east', changes: Changes): string[] {
  const charts = Charts.of();
  change(charts[plane], changes);
  return verify(charts.texts()).findings.map(({ rule, file, field }) => `${rule} ${file.split('.')[0]} ${field}`);
}

const ADMIN = 'flyte.configmap.adminServer';
const AUTH = `${ADMIN}.auth`;
const TOKENS = `${AUTH}.appAuth.externalAuthServer.baseUrl`;
const LOGIN = `${AUTH}.userAuth.openId.baseUrl`;

deep.each<[string, string, unknown]>([
  ['values-contradiction', 'global.UNION_HOST', 'union.exampel.com'],
  ['values-contradiction', 'ingress.host', 'union.exampel.com'],
  ['values-contradiction', 'global.INTERNAL_CLIENT_ID', 'serviec-id'],
  ['authorization-header-mismatch', `${AUTH}.grpcAuthorizationHeader`, 'flyte-authorizatino'],
  ['authorization-header-mismatch', `${AUTH}.httpAuthorizationHeader`, 'flyte-authorizatino'],
  ['issuer-mismatch', TOKENS, 'https://acme.okat.com/oauth2/default'],
  ['issuer-mismatch', LOGIN, 'https://acme.okat.com/oauth2/default'],
  ['issuer-mismatch', TOKENS, 'https://acme-admin.okta.com/oauth2/default'],
  ['issuer-mismatch', LOGIN, 'https://acme-admin.okta.com/oauth2/default'],
  ['client-secret-of-other', `${ADMIN}.admin.clientId`, 'serviec-id'],
  ['client-secret-of-other', 'configMap.union.auth.clientId', 'serviec-id'],
  ['client-secret-of-other', 'configMap.admin.clientId', 'serviec-id'],
  ['values-contradiction', 'configMap.admin.scopes', ['lal']],
  ['client-incomplete', `${ADMIN}.admin.scopes`, ['lal']],
  ['client-incomplete', `${ADMIN}.admin`, undefined],
  ['organization-mismatch', 'global.UNION_ORG', 'amce'],
  ['client-secret-undelivered', 'global.KUBERNETES_SECRET_NAME', 'union-controlplane-sercets'],
  ['public-url-unauthorized', `${AUTH}.authorizedUris`, ['https://union.example.com:444', 'http://flyteadmin:80']],
  ['client-secret-of-other', `${ADMIN}.admin.clientId`, 'web-id'],
  ['client-secret-of-other', `${ADMIN}.admin.clientId`, 'native-id'],
  ['client-secret-of-other', 'configMap.union.auth.clientId', 'web-id'],
  ['client-secret-key-missing', 'configMap.admin.clientSecretLocation', '/etc/secrets/union/client_sercet'],
  ['browser-secret-undelivered', `${AUTH}.userAuth.openId.clientSecretFile`, '/etc/secrets/oauth/client_sercet'],
  ['client-secret-unmounted', 'configMap.admin.clientSecretLocation', '/etc/secrest/union/client_secret'],
  ['relying-party-incomplete', `${AUTH}.userAuth.openId.clientId`, undefined],
  ['values-wrong-value', 'configMap.admin.tokenUrl', '{{ .Values.global.AUTH_TOKEN_URLL }}'],
  ['values-wrong-value', 'configMap.union.auth.clientId', '{{ .Values.global.INTERNAL_CLEINT_ID }}'],
  ['values-wrong-value', `${TOKENS}`, '{{ .Values.global.UNION_HOSTT }}'],
])('in the values of the control plane: %s at %s, of %p', (rule, path, value) => {
  const at = rule === 'client-incomplete' && value === undefined ? `${path}.scopes` : path;
  const parent = path.replace(/\.\w+$/, '');
  const place = rule === 'relying-party-incomplete' ? parent : path;
  expect(toldOfValues('cp', { [at]: at === path ? value : [] })).toEqual([`${rule} cp ${place}`]);
});

deep.each([
  ['flyte', 'fylte'],
  [AUTH, `${ADMIN}.atuh`],
  [`${AUTH}.userAuth.openId`, `${AUTH}.userAuth.opneId`],
  [`${AUTH}.userAuth.openId.baseUrl`, `${AUTH}.userAuth.openId.baesUrl`],
  [`${ADMIN}.admin.scopes`, `${ADMIN}.admin.scpoes`],
  ['global.UNION_HOST', 'global.UNION_HOTS'],
  ['configMap.union.auth.enable', 'configMap.union.auth.enbale'],
])('a misspelt key of the control plane is reported once: %s as %s', (path, by) => {
  const charts = Charts.of();
  const value = path.split('.').reduce((json: Json, step) => json[step], charts.cp);
  change(charts.cp, { [by]: value, [path]: undefined });
  const told = verify(charts.texts()).findings.map(({ rule, field }) => `${rule} ${field}`);
  expect(told).toEqual([`values-unknown-key ${by}`]);
});

deep.each<[string, string, unknown]>([
  ['values-contradiction', 'global.OIDC_S2S_SCOPE', 'lal'],
  ['values-contradiction', 'config.union.auth.scopes', ['lal']],
  ['values-contradiction', 'config.admin.admin.scopes', ['lal']],
  ['values-contradiction', 'global.AUTH_CLIENT_ID', 'east-operatro-id'],
  ['values-planes-disagree', 'global.CONTROLPLANE_HOST', 'union.exampel.com'],
  ['values-wrong-value', 'secrets.admin.enable', false],
  ['secret-writers-collide', 'secrets.admin.create', true],
])('in the values of a data plane: %s at %s, of %p', (rule, path, value) => expect(toldOfValues('east', { [path]: value })).toEqual([`${rule} east ${path}`]));

describe('a guard before the sign-in', () => {
  const EG = 'gateway.envoyproxy.io/v1alpha1';
  const target = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'controlplane' };

  deep.each<[EdgeName, (planes: Planes) => void]>([
    ['Envoy Gateway', (planes) => planes.add(EG, 'SecurityPolicy', 'more', { spec: { targetRefs: [target], extAuth: { http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } } } })],
    ['ingress-nginx', (planes) => planes.annotate('controlplane', { 'auth-url': 'http://flyteadmin.union-cp.svc.cluster.local/me' })],
  ])('is reported by %s as such, whatever it lacks', (edge, put) => {
    const planes = Planes.behind(edge);
    put(planes);
    const { findings } = verify([{ name: 'in.yaml', text: `${planes}` }]);
    expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual(['auth-metadata-guarded', 'sign-in-route-guarded']);
  });
});

describe('the name of a data plane\'s cluster', () => {
  deep.each<[string, string, unknown]>([
    ['cluster-name-mismatch', 'clusterName', 'eats'],
    ['values-wrong-value', 'clusterName', 123],
    ['cluster-name-mismatch', 'config.operator.clusterId.name', 'north'],
    ['cluster-name-mismatch', 'clusterresourcesync.config.cluster_resources.clusterName', 'north'],
    ['cluster-name-mismatch', 'leaseworker.config.cluster', 'north'],
    ['organization-mismatch', 'config.operator.clusterId.organization', 'amce'],
    ['organization-mismatch', 'leaseworker.config.organization', 'amce'],
  ])('%s at %s, of %p', (rule, path, value) => expect(toldOfValues('east', { [path]: value })).toEqual([`${rule} east ${path}`]));

  deep.each(['{{ .Values.clusterName }}', '{{ tpl .Values.clusterName . }}', '{{ include "getClusterName" . }}'])('nothing, of a copy that is %s', (copy) => {
    expect(toldOfValues('east', { 'config.operator.clusterId.name': copy })).toEqual([]);
  });
});

deep('a service without scopes is reported once, where the others have them', () => {
  const planes = Planes.behind('Traefik', 'Keycloak');
  planes.configure('cluster', ({ union }) => { delete union.auth.scopes; });
  const told = verify([{ name: 'in.yaml', text: `${planes}` }]).findings.map(({ rule, object: { name } }) => `${rule} ${name}`);
  expect(told).toEqual(['client-incomplete cluster']);
});

deep.each<[string, string, string, string]>([
  ['flyte-admin-base-config', 'auth', 'atuh', 'server.yaml'],
  ['flyte-admin-base-config', 'server.security.useAuth', 'useAtuh', 'server.yaml'],
  ['flyte-admin-base-config', 'auth.userAuth.openId', 'opneId', 'server.yaml'],
  ['flyte-admin-base-config', 'auth.authorizedUris', 'authorizedUrsi', 'server.yaml'],
  ['executions', 'union.auth.clientSecretLocation', 'clientSecretLocatoin', 'config.yaml'],
  ['executions', 'executions.app.adminClient.connection.clientSecretLocation', 'clientSecretLocatoin', 'config.yaml'],
  ['union-operator', 'union.auth.clientSecretLocation', 'clientSecretLocations', 'config.yaml'],
  ['flyte-scheduler-config', 'admin.clientSecretLocation', 'clientSecretLocatoin', 'admin.yaml'],
  ['flyte-admin-base-config', 'auth.userAuth.openId.clientId', 'cilentId', 'server.yaml'],
  ['flyte-admin-base-config', 'auth.appAuth.externalAuthServer', 'externalAuthSever', 'server.yaml'],
  ['flyte-admin-base-config', 'auth.appAuth.thirdPartyConfig.flyteClient', 'flyteCleint', 'server.yaml'],
  ['executions', 'union.auth', 'atuh', 'config.yaml'],
  ['executions', 'admin.insecure', 'insecrue', 'config.yaml'],
  ['executions', 'union.connection.trustedIdentityClaims.externalIdentityTypeClaim', 'externalIdentityTypeCliam', 'config.yaml'],
  ['executions', 'union.internalConnectionConfig.urlPattern', 'urlPatern', 'config.yaml'],
  ['cluster', 'sharedService.connectPort', 'conectPort', 'config.yaml'],
  ['union-operator', 'union.auth.tokenUrl', 'tokenUlr', 'config.yaml'],
  ['flyte-propeller-config', 'admin.clientId', 'clinetId', 'admin.yaml'],
])('a misspelt key of a config file is reported once: of %s: %s as %s', (configMap, path, by, file) => {
  const planes = Planes.behind('Traefik');
  const [key] = path.split('.').slice(-1);
  planes.configure(configMap, (config) => {
    const map = path.split('.').slice(0, -1).reduce((json: Json, step) => json[step], config);
    map[by] = map[key];
    delete map[key];
  }, file);
  const told = verify([{ name: 'in.yaml', text: `${planes}` }]).findings.map(({ rule, field }) => `${rule} ${field}`);
  expect(told).toEqual([`config-unknown-key data["${file}"]: ${path.replace(key, by)}`]);
});

const EDGES: readonly EdgeName[] = ['Traefik', 'ingress-nginx', 'Envoy Gateway'];
const PATHS = [
  ['login', 'logn', 'sign-in-route-missing'],
  ['callback', 'calback', 'sign-in-route-missing'],
  ['AuthMetadataService', 'AuthMetdataService', 'auth-metadata-missing'],
] as const;

describe('a misspelt path of an open route is reported once, at its place', () => {
  const KINDS = ['Ingress', 'IngressRoute', 'HTTPRoute', 'GRPCRoute'];
  const misspell = (planes: Planes, path: string, by: string) =>
    KINDS.flatMap((kind) => planes.all(kind)).filter(({ metadata: { name } }) => ['controlplane', 'controlplane-grpc'].includes(name)).forEach((route) => {
      route.spec = JSON.parse(JSON.stringify(route.spec).replaceAll(path, by));
    });

  deep.each(EDGES.flatMap((edge) => PATHS.map((path) => [edge, ...path] as const)))('%s: %s as %s', (edge, path, by, rule) => {
    const planes = Planes.behind(edge);
    misspell(planes, path, by);
    const told = verify([{ name: 'in.yaml', text: `${planes}` }]).findings.map((finding) => `${finding.rule} ${finding.object.name} ${finding.found}`);
    // The metadata of version 2 is misspelt as well, and is another path.
    expect(told.filter((each) => !each.includes('flyteidl2'))).toEqual([expect.stringMatching(new RegExp(`^${rule} controlplane\\S* .*${by}.*, which no client requests$`))]);
  });
});

deep('a SecurityPolicy without a service to ask is reported once', () => {
  const planes = Planes.behind('Envoy Gateway');
  planes.get('SecurityPolicy', 'controlplane-sign-in').spec.extAuth.http = {};
  const told = verify([{ name: 'in.yaml', text: `${planes}` }]).findings.map(({ rule, object: { name } }) => `${rule} ${name}`);
  expect(told).toEqual(['guard-asks-other controlplane-sign-in']);
});

describe('in manifests', () => {
  const told = (put: (planes: Planes) => void): string[] => {
    const planes = Planes.behind('Traefik');
    put(planes);
    return verify([{ name: 'in.yaml', text: `${planes}` }]).findings.map(({ rule, object: { kind, name } }) => `${rule} ${kind}/${name}`);
  };
  const port = (name: string, edit: (ports: Json[]) => void) => (planes: Planes) => edit(planes.get('Service', name).spec.ports);

  deep.each<[string, string, (planes: Planes) => void]>([
    ['authorization-header-mismatch ConfigMap/flyte-admin-base-config', 'a misspelt header for gRPC', (planes) => planes.flyteadmin(({ auth }) => { auth.grpcAuthorizationHeader = 'flyte-authorizatino'; })],
    ['authorization-header-mismatch ConfigMap/flyte-admin-base-config', 'a misspelt header for HTTP', (planes) => planes.flyteadmin(({ auth }) => { auth.httpAuthorizationHeader = 'flyte-authorizatino'; })],
    ['service-without-pods Service/flyteadmin', 'another port for gRPC', port('flyteadmin', ([, grpc]) => { grpc.port = 82; })],
    ['service-without-pods Service/flyteadmin', 'another port for HTTP', port('flyteadmin', ([http]) => { http.port = 82; })],
    ['service-without-pods Service/flyteadmin', 'the port of HTTP for gRPC', port('flyteadmin', ([, grpc]) => { grpc.port = 80; })],
    ['issuer-insecure ConfigMap/flyte-admin-base-config', 'an issuer of http', (planes) => planes.flyteadmin(({ auth }) => { auth.userAuth.openId.baseUrl = auth.userAuth.openId.baseUrl.replace('https:', 'http:'); })],
    ['issuer-insecure ConfigMap/flyte-admin-base-config', 'an issuer without a scheme', (planes) => planes.flyteadmin(({ auth: { appAuth: { externalAuthServer } } }) => { externalAuthServer.baseUrl = externalAuthServer.baseUrl.replace('https://', ''); })],
    ['client-secret-of-other ConfigMap/flyte-scheduler-config', 'a misspelt client of the scheduler', (planes) => planes.configure('flyte-scheduler-config', (config) => { config.admin.clientId = 'serviec-id'; }, 'admin.yaml')],
    ['endpoint-mismatch ConfigMap/executions', 'a misspelt pattern of services', (planes) => planes.configure('executions', (config) => { config.union.internalConnectionConfig.urlPattern = '_SERVICE_.union-cp.vsc.cluster.local:80'; })],
    ['service-without-pods Service/executions', 'another port', port('executions', ([first]) => { first.port = 8080; })],
    ['auth-value-empty Deployment/executions', 'a Secret without a name', (planes) => { delete planes.get('Deployment', 'executions').spec.template.spec.volumes.find(({ secret }: Json) => secret).secret.secretName; }],
    ['client-secret-of-other ConfigMap/union-operator', 'another client', (planes) => planes.configure('union-operator', (config) => { config.union.auth.clientId = 'serviec-id'; })],
    ['route-backend-missing IngressRoute/controlplane', 'a misspelt Service', (planes) => { planes.get('IngressRoute', 'controlplane').spec.routes[0].services[0].name = 'flyteadmni'; }],
    ['scheduler-secret-unmounted ConfigMap/flyte-scheduler-config', 'another file', (planes) => planes.configure('flyte-scheduler-config', (config) => { config.admin.clientSecretLocation = '/etc/secrest/client_secret'; }, 'admin.yaml')],
    ['browser-sign-in-missing Middleware/controlplane-sign-in', 'the port of the gate that sends nobody on', (planes) => { planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth.address = planes.get('Middleware', 'controlplane-unauthorized').spec.forwardAuth.address; }],
    ['guard-asks-other Middleware/controlplane-sign-in', 'a ForwardAuth without an address', (planes) => { delete planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth.address; }],
    ['external-secret-incomplete ExternalSecret/flyte-secret-auth', 'an entry without a key', (planes) => { delete planes.get('ExternalSecret', 'flyte-secret-auth').spec.data[0].secretKey; }],
    ['external-secret-policy-invalid ExternalSecret/union-secret-auth', 'no such strategy', (planes) => { planes.get('ExternalSecret', 'union-secret-auth').spec.data[0].remoteRef.decodingStrategy = 'Noen'; }],
    ['guard-asks-other ConfigMap/union-auth-gate', 'an edit of the gate', (planes) => { planes.gate('proxy_method GET;', 'proxy_method PUT;'); }],
    ['guard-asks-other Deployment/union-auth-gate', 'a gate without its configuration', (planes) => planes.remove('ConfigMap', 'union-auth-gate')],
    ['guard-asks-other ConfigMap/union-auth-gate', 'a gate without its Service', (planes) => planes.remove('Service', 'union-auth-gate')],
    ['guard-asks-other ConfigMap/union-auth-gate', 'a gate whose configuration is empty', (planes) => { delete planes.get('ConfigMap', 'union-auth-gate').data; }],
    ['guard-asks-other Middleware/controlplane-sign-in', 'a ForwardAuth that says nothing', (planes) => { planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth = {}; }],
    ['guard-asks-other Middleware/controlplane-sign-in', 'a Middleware that says nothing', (planes) => { planes.get('Middleware', 'controlplane-sign-in').spec = {}; }],
    ['service-without-pods Service/flyteadmin', 'a Service without spec', (planes) => { delete planes.get('Service', 'flyteadmin').spec; }],
    ['service-without-pods Service/flyteconsole', 'a Service without ports', (planes) => { delete planes.get('Service', 'flyteconsole').spec.ports; }],
    ['auth-value-empty Deployment/executions', 'a Deployment without pods', (planes) => { delete planes.get('Deployment', 'executions').spec.template; }],
    ['service-without-pods ConfigMap/cluster', 'another port for Connect', (planes) => planes.configure('cluster', ({ sharedService }) => { sharedService.connectPort = 8082; })],
    ['sign-in-route-missing Middleware/controlplane-sign-in', 'no open routes', (planes) => planes.remove('IngressRoute', 'controlplane')],
    ['auth-metadata-missing IngressRoute/controlplane-protected-grpc', 'no open routes for gRPC', (planes) => planes.remove('IngressRoute', 'controlplane-grpc')],
    ['relying-party-incomplete ConfigMap/flyte-admin-base-config', 'no auth at all', (planes) => planes.flyteadmin((config) => { delete config.auth; })],
    ['relying-party-incomplete ConfigMap/flyte-admin-base-config', 'an empty auth', (planes) => planes.flyteadmin((config) => { config.auth = {}; })],
    ['guard-asks-other Service/union-auth-gate', 'a gate without its port', (planes) => { planes.get('Service', 'union-auth-gate').spec.ports[0].port = 8082; }],
  ])('%s, for %s', (expected, _, put) => expect(told(put)).toEqual([expected]));
});
