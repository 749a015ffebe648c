import { authAnnotationIgnored, authFailsOpen, certificateUnfit, snippetRejected } from '../../../src/verify/rules/controllers';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const ignoredApi = (annotations: Record<string, string>, className?: string) => ingress('api', { host: HOST, annotations, className, paths: { '/api': 'flyteadmin' } });
const ignoredIngressClass = (name: string, controller: string) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, null);
const full = (name: string) => (name.includes('/') ? name : `nginx.ingress.kubernetes.io/${name}`);
const ignoredAt = (name: string) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/api', field: `metadata.annotations["${full(name)}"]` });
const guard = { 'auth-url': IN_CLUSTER_ME };
const DURATION = 'status codes followed by a duration, such as "200 202 1m"';
const FOREIGN = 'an Ingress of a class that ingress-nginx serves';

testRule(authAnnotationIgnored, {
  fires: [
    ['auth-url is empty', [ignoredApi({ 'auth-url': '' })], { ...ignoredAt('auth-url'), expected: 'an absolute URL', found: 'an empty value' },
      remedy(['auth-url: ""', 'auth-url: http://flyteadmin.union-cp.svc.cluster.local/me'])],
    ['auth-url has no scheme', [ignoredApi({ 'auth-url': 'flyteadmin.union-cp/me' })],
      { ...ignoredAt('auth-url'), expected: 'an absolute URL', found: 'flyteadmin.union-cp/me' }],
    ['the cache duration has no unit', [ignoredApi({ ...guard, 'auth-cache-duration': '200 202 60' })],
      { ...ignoredAt('auth-cache-duration'), expected: DURATION, found: '200 202 60' }],
    ['a status code follows the duration', [ignoredApi({ ...guard, 'auth-cache-duration': '1m 200' })],
      { ...ignoredAt('auth-cache-duration'), expected: DURATION, found: '1m 200' }],
    ['one of two durations is none', [ignoredApi({ ...guard, 'auth-cache-duration': '200 1m, 401' })],
      { ...ignoredAt('auth-cache-duration'), expected: DURATION, found: '200 1m, 401' }],
    ['a flag is not a boolean', [ignoredApi({ ...guard, 'auth-always-set-cookie': 'yes' })],
      { ...ignoredAt('auth-always-set-cookie'), expected: '"true" or "false"', found: 'yes' }],
    ['auth-request-redirect holds a variable', [ignoredApi({ ...guard, 'auth-request-redirect': 'https://$host' })],
      { ...ignoredAt('auth-request-redirect'), expected: 'a URL without variables', found: 'https://$host' }],
    ['the name is misspelt', [ignoredApi({ 'auth-uri': IN_CLUSTER_ME })],
      { ...ignoredAt('auth-uri'), expected: 'the name of an annotation that ingress-nginx reads', found: 'nginx.ingress.kubernetes.io/auth-uri, which ingress-nginx ignores' }],
    ['its prefix is that of another controller, or misspelt',
      [ignoredApi({ ...guard, 'ingress.kubernetes.io/auth-url': 'http://gate/me', 'ngnix.ingress.kubernetes.io/auth-signin': 'https://union.example.com/login' })],
      { ...ignoredAt('ingress.kubernetes.io/auth-url'), expected: 'nginx.ingress.kubernetes.io/auth-url', found: 'ingress.kubernetes.io/auth-url, which ingress-nginx ignores' },
      { ...ignoredAt('ngnix.ingress.kubernetes.io/auth-signin'), expected: 'nginx.ingress.kubernetes.io/auth-signin', found: 'ngnix.ingress.kubernetes.io/auth-signin, which ingress-nginx ignores' }],
    ['a policy of the F5 controller stands among annotations of ingress-nginx', [ignoredApi({ 'nginx.org/policies': 'guard', 'backend-protocol': 'HTTP' })],
      { ...ignoredAt('nginx.org/policies'), expected: 'the guard of ingress-nginx, nginx.ingress.kubernetes.io/auth-url', found: 'nginx.org/policies, which only the F5 NGINX Ingress Controller reads' }],
    ['the class is that of another controller', [ignoredApi(guard, 'traefik')],
      { ...ignoredAt('auth-url'), expected: FOREIGN, found: 'class traefik, which another controller serves' }],
    ['the IngressClass is that of the F5 controller', [ignoredIngressClass('nginx', 'nginx.org/ingress-controller'), ignoredApi(guard, 'nginx')],
      { ...ignoredAt('auth-url'), expected: FOREIGN, found: 'class nginx, served by nginx.org/ingress-controller' }],
    ['the class is in the old annotation', [ignoredApi({ ...guard, 'kubernetes.io/ingress.class': 'alb' })],
      { ...ignoredAt('auth-url'), expected: FOREIGN, found: 'class alb, which another controller serves' }],
  ],
  says: { '': 'Ingress union-cp/api is not guarded by auth-url: an empty value' },
  passes: [
    ['our annotations stand on the Ingresses of the chart', chartIngresses({ http: HARDENED })],
    ['the chart adds nginx.org/websocket-services', chartIngresses({ annotations: { 'nginx.org/websocket-services': 'dataproxy' } })],
    ['the class has a name and controller of its own', [ignoredIngressClass('controlplane', 'union.ai/controlplane'), ...chartIngresses()]],
    ['a class named traefik is served by ingress-nginx', [ignoredIngressClass('traefik', 'k8s.io/ingress-nginx'), ignoredApi(guard, 'traefik')]],
    ['a cache key stands without auth-url', [ignoredApi({ 'auth-cache-key': '$http_cookie' })]],
    ['an older controller has the same', [ignoredApi({ ...guard, 'ingress.kubernetes.io/auth-url': IN_CLUSTER_ME })]],
    ['several valid durations', [ignoredApi({ ...guard, 'auth-cache-duration': '200 202 1h 30m, 401 10s' })]],
    ['the cache duration is empty, so the default holds', [ignoredApi({ ...guard, 'auth-cache-duration': '' })]],
    ['F5 alone serves it', [ignoredApi({ 'nginx.org/policies': 'guard' }, 'nginx')]],
    ['client certificates are asked for', [ignoredApi({ ...guard, 'auth-tls-secret': 'union-cp/ca', 'auth-tls-verify-client': 'on' })]],
  ],
  notApplicable: [
    ['no Ingress has any', chartIngresses({ http: {}, grpc: {} })],
    ['the Ingress is of another application', [ingress('shop', { annotations: { 'auth-url': '' }, paths: { '/': 'shop' } })]],
  ],
});

const policy = (extAuth: Record<string, unknown>) => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
  spec: {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'controlplane-grpc-protected' }],
    extAuth: { headersToExtAuth: ['cookie'], http: { backendRefs: [{ name: 'auth-gate', port: 8081 }] }, ...extAuth },
  },
});
const open = {
  object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
  field: 'spec.extAuth.failOpen',
  found: 'a guard that fails open',
};

testRule(authFailsOpen, {
  fires: [
    ['a SecurityPolicy fails open', [...chartGatewayRoutes(), policy({ failOpen: true })],
      { ...open, expected: 'an auth subrequest to http://auth-gate:8081/ that refuses every request until it answers' }],
    ['one that asks by gRPC does',
      [...chartGatewayRoutes(), policy({ failOpen: true, http: undefined, grpc: { backendRefs: [{ name: 'auth', port: 9000 }] } })],
      { ...open, expected: 'a guard of another kind that refuses every request until it answers' }],
    ['ingress-nginx is satisfied with any rule',
      [...flyteadmin(), ingress('api', {
        host: HOST, paths: { '/api': 'flyteadmin:80' }, annotations: { ...HARDENED, 'satisfy': 'any', 'whitelist-source-range': '10.0.0.0/8' },
      })], ['networking.k8s.io/v1/Ingress union-cp/api', 'metadata.annotations["nginx.ingress.kubernetes.io/satisfy"]',
        `an auth subrequest to ${HARDENED['auth-url']} that refuses every request until it answers`, 'a guard that fails open'],
      remedy(['    nginx.ingress.kubernetes.io/satisfy: any\n', ''])],
  ],
  says: {
    failOpen: 'The guard of SecurityPolicy union-cp/guard lets everyone in when the auth service does not answer',
    satisfy: 'Ingress union-cp/api accepts requests that the guard refused (satisfy: any)',
  },
  passes: [
    ['the policy says that it fails closed', [...chartGatewayRoutes(), policy({ failOpen: false, statusOnError: 503 })]],
    ['it says nothing', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
    ['ingress-nginx wants all rules', [...flyteadmin(), ...chartIngresses({ annotations: { satisfy: 'all' } })]],
  ],
  notApplicable: [
    ['no route has a guard', chartGatewayRoutes()],
    ['the policy is of another application', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'controlplane-grpc-protected', { spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }),
      policy({ failOpen: true }),
    ]],
  ],
});

const rejectedApi = ingress('api', { host: HOST, className: 'nginx', annotations: { 'server-snippet': 'client_header_timeout 604800;' }, paths: { '/api': 'flyteadmin' } });

interface ControllerProps {
  readonly version?: string;
  readonly ingressClass?: string;
  readonly name?: string;
  readonly configMapName?: string;
  readonly flags?: readonly string[];
}

/** A controller; of another name, a second one. */
function rejectedController(settings: Record<string, string>, props: ControllerProps = {}) {
  const { version = '1.12.3', ingressClass = 'nginx', name = 'ingress-nginx', flags = [] } = props;
  return [
    configMap(props.configMapName ?? name, settings, 'ingress'),
    deployment(name, {
      namespace: 'ingress',
      metadata: { labels: { 'app.kubernetes.io/version': version } },
      container: { args: ['/nginx-ingress-controller', `--configmap=$(POD_NAMESPACE)/${name}`, `--ingress-class=${ingressClass}`, ...flags] },
    }),
  ];
}

const OFF = { 'allow-snippet-annotations': 'false', 'annotations-risk-level': 'Critical' };
const ON = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' };
const rejectedAt = (key: string, line: string) => ({ object: 'v1/ConfigMap ingress/ingress-nginx', field: `data.${key}`, line });
const forApi = 'server-snippet of the Ingress api';

testRule(snippetRejected, {
  fires: [
    ['the controller does not allow snippets', [...rejectedController(OFF), rejectedApi],
      { ...rejectedAt('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'allow-snippet-annotations: false' }],
    ['the risk level is the default of 1.12', [...rejectedController({ 'allow-snippet-annotations': 'true' }), rejectedApi],
      { ...rejectedAt('annotations-risk-level', 'data:'), expected: `annotations-risk-level: Critical, for ${forApi}`, found: 'no annotations-risk-level, which is High by default' }],
    ['a controller of one\'s own meets every Ingress of the chart',
      [...rejectedController({ 'proxy-buffer-size': '16k' }), ...chartIngresses({ className: 'nginx', annotations: { 'server-snippet': 'client_header_timeout 604800;' } })],
      { ...rejectedAt('allow-snippet-annotations', 'data:'), expected: 'allow-snippet-annotations: true, for server-snippet of 10 Ingresses', found: 'no allow-snippet-annotations, which is false by default' },
      { ...rejectedAt('annotations-risk-level', 'data:'), expected: 'annotations-risk-level: Critical, for server-snippet of 10 Ingresses', found: 'no annotations-risk-level, which is High by default' }],
    ['the IngressClass leads to the controller that refuses', [
      object('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'example.com/b' } }, null),
      ...rejectedController(ON, { name: 'a', flags: ['--controller-class=example.com/a'] }),
      ...rejectedController(OFF, { flags: ['--controller-class=example.com/b'] }),
      rejectedApi,
    ], { ...rejectedAt('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'allow-snippet-annotations: false' }],
    ['version 1.9 allows them no more by default', [...rejectedController({}, { version: '1.9.0' }), rejectedApi],
      { ...rejectedAt('allow-snippet-annotations', 'data: {}'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'no allow-snippet-annotations, which is false by default' },
      remedy(['data: {}', 'data:\n  allow-snippet-annotations: "true"'])],
    ['two controllers refuse an Ingress each, one of which has two snippets',
      [...rejectedController(OFF), ...rejectedController(OFF, { name: 'internal', ingressClass: 'internal' }), rejectedApi, ingress('runs', {
        host: HOST, className: 'internal', annotations: { 'configuration-snippet': 'x 1;', 'auth-snippet': 'y 1;' }, paths: { '/runs': 'flyteadmin' },
      })],
      { ...rejectedAt('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'allow-snippet-annotations: false' },
      { ...rejectedAt('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), object: 'v1/ConfigMap ingress/internal', expected: 'allow-snippet-annotations: true, for auth-snippet and configuration-snippet of the Ingress runs', found: 'allow-snippet-annotations: false' }],
  ],
  says: { '': 'The controller does not accept server-snippet of the Ingress api: it has allow-snippet-annotations: false' },
  passes: [
    ['the version is not known', [...rejectedController({ 'allow-snippet-annotations': 'true' }, { version: 'main' }), rejectedApi]],
    ['the controller that the chart brings takes them',
      [...rejectedController(ON, { ingressClass: 'controlplane' }), ...chartIngresses({ annotations: { 'server-snippet': 'x 1;' } })]],
    ['version 1.11 knows no lower risk', [...rejectedController({ 'allow-snippet-annotations': 'true' }, { version: '1.11.5' }), rejectedApi]],
    ['version 1.8 allows them by default', [...rejectedController({}, { version: 'v1.8.4' }), rejectedApi]],
    ['the controller of another class refuses', [...rejectedController(ON), ...rejectedController(OFF, { name: 'b', ingressClass: 'internal' }), rejectedApi]],
  ],
  notApplicable: [
    ['the snippet is blank',
      [...rejectedController(OFF), ingress('api', { className: 'nginx', annotations: { 'server-snippet': ' ' }, paths: { '/api': 'flyteadmin' } })]],
    ['no Ingress has a snippet', [...rejectedController(OFF), ...chartIngresses({ className: 'nginx' })]],
    ['the snippet is empty',
      [...rejectedController(OFF), ingress('api', { className: 'nginx', annotations: { 'server-snippet': '' }, paths: { '/api': 'flyteadmin' } })]],
    ['the controller is not in the input', [rejectedApi]],
    ['the ConfigMap of the controller is not in the input', [...rejectedController(OFF, { configMapName: 'other' }), rejectedApi]],
    ['the only controller serves another class', [...rejectedController(OFF, { ingressClass: 'internal' }), rejectedApi]],
    ['two controllers serve the class', [...rejectedController(OFF), ...rejectedController(ON, { name: 'b' }), rejectedApi]],
  ],
});

type Json = Record<string, unknown>;

const OTHER = 'union-staging.example.com';
const PAIR = { 'tls.crt': 'a-certificate', 'tls.key': 'a-key' };
const BACKEND = { service: { name: 'flyteadmin', port: { name: 'http' } } };

const entry = (hosts: readonly string[] = [HOST], secretName = 'union-tls') => ({ hosts, secretName });
const unfitIngress = (tls: Json[], annotations: Json = {}, name = 'union', host = HOST) => object('networking.k8s.io/v1', 'Ingress', name, {
  spec: { ingressClassName: 'nginx', tls, rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: BACKEND }] } }] },
}, 'union-cp', { annotations });
const router = object('traefik.io/v1alpha1', 'IngressRoute', 'union', {
  spec: { entryPoints: ['websecure'], tls: { secretName: 'union-tls' }, routes: [{ kind: 'Rule', match: `Host(\`${HOST}\`)`, services: [{ name: 'flyteadmin', port: 80 }] }] },
});
const gateway = (listener: Json = {}, annotations: Json = {}, className = 'eg') => object('gateway.networking.k8s.io/v1', 'Gateway', 'controlplane', {
  spec: {
    gatewayClassName: className,
    listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'union-tls' }] }, ...listener }],
  },
}, 'union-cp', { annotations });
const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'union', {
  spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
});
const tlsSecret = (keys: Record<string, string> = PAIR, type: string | undefined = 'kubernetes.io/tls', name = 'union-tls', namespace = 'union-cp') =>
  ({ ...secret(name, keys, namespace), ...(type === undefined ? {} : { type }) });
const delivered = (keys: readonly string[], template?: Json, more: Json = {}) =>
  externalSecret('tls', { keys, target: 'union-tls', spec: { target: { name: 'union-tls', ...(template === undefined ? {} : { template }), ...more } } });
const issued = (dnsNames: readonly string[], rest: Json = {}) => object('cert-manager.io/v1', 'Certificate', 'union', { spec: { secretName: 'union-tls', dnsNames, ...rest } });
const ISSUER = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };

const asked = (host: string) => withValue(withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', ISSUER), 'ingress.tls', [entry([host])]);

const SECRET = 'v1/Secret union-cp/union-tls';
const INGRESS = 'networking.k8s.io/v1/Ingress union-cp/union';
const GATEWAY = 'gateway.networking.k8s.io/v1/Gateway union-cp/controlplane';
const forHost = `${HOST}, for which the edge shows this certificate`;

testRule(certificateUnfit, {
  fires: [
    ['the Secret has the certificate under other keys', [unfitIngress([entry()]), tlsSecret({ 'cert.pem': 'a-certificate', 'key.pem': 'a-key' }, 'Opaque')],
      [SECRET, 'stringData', 'tls.crt and tls.key in Secret union-tls, which networking.k8s.io/v1/Ingress union-cp/union names', 'keys cert.pem and key.pem'],
      remedy(['cert.pem', 'tls.crt'], ['key.pem', 'tls.key'], ['type: Opaque', 'type: kubernetes.io/tls'])],
    ['the Secret has no key for its certificate', [router, tlsSecret({ 'tls.crt': 'a-certificate' })],
      [SECRET, 'stringData', 'tls.key in Secret union-tls, which traefik.io/v1alpha1/IngressRoute union-cp/union names', 'keys tls.crt']],
    ['the key is empty', [gateway(), route, tlsSecret({ ...PAIR, 'tls.key': '' })],
      [SECRET, 'stringData', `tls.key in Secret union-tls, which ${GATEWAY} names`, 'no value for tls.key']],
    ['an ExternalSecret writes other keys', [unfitIngress([entry()]), delivered(['certificate', 'key'])],
      ['external-secrets.io/v1/ExternalSecret union-cp/tls', 'spec.data',
        'tls.crt and tls.key in Secret union-tls, which networking.k8s.io/v1/Ingress union-cp/union names', 'keys certificate and key'],
      remedy(['secretKey: certificate', 'secretKey: tls.crt'], ['secretKey: key', 'secretKey: tls.key'])],
    ['Envoy Gateway gets a Secret of no type', [gateway(), route, delivered(Object.keys(PAIR))],
      ['external-secrets.io/v1/ExternalSecret union-cp/tls', 'spec.target.template.type', `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`,
        'no type, which is Opaque'],
      remedy(['    name: union-tls\n', '    name: union-tls\n    template:\n      type: kubernetes.io/tls\n'])],
    ['Envoy Gateway gets an Opaque one', [gateway(), route, tlsSecret(PAIR, 'Opaque')],
      [SECRET, 'type', `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`, 'Opaque'],
      remedy(['type: Opaque', 'type: kubernetes.io/tls'])],
    ['Envoy Gateway gets one that an ExternalSecret makes and leaves behind',
      [gateway(), route, delivered(Object.keys(PAIR), undefined, { creationPolicy: 'Orphan' })],
      ['external-secrets.io/v1/ExternalSecret union-cp/tls', 'spec.target.template.type', `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`,
        'no type, which is Opaque']],
    ['the Gateway names a Secret of another namespace, which has other keys',
      [gateway({ tls: { certificateRefs: [{ name: 'union-tls', namespace: 'certs' }] } }), route, tlsSecret({ 'cert.pem': 'x' }, 'kubernetes.io/tls', 'union-tls', 'certs')],
      ['v1/Secret certs/union-tls', 'stringData', `tls.crt and tls.key in Secret union-tls, which ${GATEWAY} names`, 'keys cert.pem']],
    ['the Secret lies in another namespace', [unfitIngress([entry()]), tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'ingress-nginx')],
      ['v1/Secret ingress-nginx/union-tls', 'metadata.namespace',
        'Secret union-tls in namespace union-cp, where networking.k8s.io/v1/Ingress union-cp/union looks for it', 'Secret union-tls in namespace ingress-nginx'],
      remedy(['namespace: ingress-nginx', 'namespace: union-cp'])],
    ['its name is misspelt', [unfitIngress([entry([HOST], 'union-tsl')]), tlsSecret()],
      [INGRESS, 'spec.tls[0].secretName', 'union-tls, which has a certificate', 'union-tsl, which nothing writes'],
      remedy(['union-tsl', 'union-tls'])],
    ['cert-manager is asked for the host of staging by an Ingress', [unfitIngress([entry([OTHER])], ISSUER)],
      [INGRESS, 'spec.tls[0].hosts', forHost, OTHER],
      remedy([OTHER, HOST])],
    ['cert-manager is asked for it by a Certificate, and by the tls entry for the right one', [unfitIngress([entry()]), issued([OTHER])],
      ['cert-manager.io/v1/Certificate union-cp/union', 'spec.dnsNames', forHost, OTHER],
      remedy([OTHER, HOST])],
    ['a wildcard is one label short', [router, issued(['*.com', 'example.com'])],
      ['cert-manager.io/v1/Certificate union-cp/union', 'spec.dnsNames', forHost, '*.com and example.com']],
    ['every Ingress of the host asks for another', [unfitIngress([entry([OTHER])], ISSUER), unfitIngress([entry([OTHER])], ISSUER, 'console')],
      [INGRESS, 'spec.tls[0].hosts', forHost, OTHER]],
    ['the values have cert-manager asked for another host', { 'controlplane.values.yaml': asked(OTHER) },
      ['v2/Values controlplane', 'ingress.tls[0].hosts', forHost, OTHER],
      remedy([OTHER, HOST])],
  ],
  says: {
    keys: 'Secret union-tls has no tls.crt and tls.key, which Ingress union-cp/union needs for TLS',
    type: 'ExternalSecret union-cp/tls is not of type kubernetes.io/tls, and Envoy Gateway refuses it',
    place: 'Secret ingress-nginx/union-tls is not where Ingress union-cp/union looks for it: namespace union-cp',
    name: 'Ingress union-cp/union names Secret union-tsl, which nothing writes; union-tls has a certificate',
    host: 'Ingress union-cp/union does not request the certificate for union.example.com',
  },
  passes: [
    ['the Secret holds both keys', [unfitIngress([entry()]), tlsSecret()]],
    ['the Gateway names one of another namespace, and one of its own namespace is unfit', [
      gateway({ tls: { certificateRefs: [{ name: 'union-tls', namespace: 'certs' }] } }), route,
      tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'certs'), tlsSecret({ 'cert.pem': 'x' }),
    ]],
    ['ingress-nginx and Traefik get an Opaque one', [unfitIngress([entry()]), router, tlsSecret(PAIR, 'Opaque')]],
    ['an ExternalSecret makes one of the type', [gateway(), route, delivered(Object.keys(PAIR), { type: 'kubernetes.io/tls' })]],
    ['an ExternalSecret fills a Secret of another owner, which gives it its type',
      [gateway(), route, delivered(Object.keys(PAIR), undefined, { creationPolicy: 'Merge' })]],
    ['a Gateway is another controller\'s', [gateway({}, {}, 'istio'), route, tlsSecret(PAIR, 'Opaque')]],
    ['the Secret waits to be filled', [unfitIngress([entry()]), tlsSecret({}, 'Opaque')]],
    ['cert-manager fills it', [unfitIngress([entry()]), tlsSecret({ 'tls.crt': '' }), issued([HOST])]],
    ['an Ingress has it filled', [unfitIngress([entry()], ISSUER), tlsSecret({ 'tls.crt': '' })]],
    ['an unknown operator may fill it',
      [unfitIngress([entry()]), tlsSecret({ 'tls.crt': '' }), object('example.com/v1', 'Filler', 'f', { spec: { into: 'union-tls' } })]],
    ['a tool copies it from another namespace',
      [unfitIngress([entry()]), { ...tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'certs'), metadata: { name: 'union-tls', namespace: 'certs', annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } } }]],
    ['the values have it asked for the host', asked(HOST)],
    ['a wildcard is asked for', [unfitIngress([entry()]), issued(['*.example.com'])]],
    ['the common name is the host', [unfitIngress([entry()]), issued([OTHER], { commonName: HOST })]],
    ['a name is one that is replaced later', [unfitIngress([entry()]), issued(['${HOST}'])]],
    ['an annotation names the host as well', [unfitIngress([entry([OTHER])], { ...ISSUER, 'cert-manager.io/common-name': HOST })]],
    ['another Ingress of the host asks for it', [unfitIngress([entry([OTHER], 'other-tls')], ISSUER), unfitIngress([entry()], ISSUER, 'console')]],
    ['another one has a certificate that is not in the input', [unfitIngress([entry([OTHER])], ISSUER), unfitIngress([entry([OTHER], 'wildcard')], {}, 'console')]],
    ['the listener that asks for another host does not serve this one', [gateway({ hostname: HOST }, ISSUER), route]],
    ['an edge takes both of two names that are alike',
      [unfitIngress([entry([HOST], 'east-tls')]), unfitIngress([entry([OTHER], 'west-tls')], {}, 'other', OTHER), tlsSecret(PAIR, 'kubernetes.io/tls', 'west-tls')]],
  ],
  notApplicable: [
    ['an Ingress has no tls entry', [unfitIngress([]), tlsSecret()]],
    ['the certificate is the default one of the controller', [unfitIngress([{ hosts: [OTHER] }]), tlsSecret()]],
    ['nothing writes the Secret', [unfitIngress([entry([OTHER])])]],
    ['it is another application\'s host', manifests(unfitIngress([entry()], {}, 'web'), tlsSecret({ 'cert.pem': 'x' })).replaceAll('flyteadmin', 'web')],
  ],
});
