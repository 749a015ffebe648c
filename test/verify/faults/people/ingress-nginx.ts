import { set, without } from '../_changes';
import { Json } from '../_planes';
import { annotation, inPlanes, missed } from './_people';
import { CONSOLE, GRPC, PROTECTED, UNREAD_EDGE, copyOf, ingressTo } from './_routes';

/** What people get wrong at ingress-nginx. */

const nginx = inPlanes();
const annotated = (annotations: Json): Json => ({ annotations });

export const INGRESS_NGINX = [
  nginx('the guard of one Ingress forgotten', (p) => p.annotate(CONSOLE, { 'auth-url': null }), 'route-unguarded metadata.annotations'),
  nginx('the guard of streams forgotten', (p) => p.annotate('controlplane-protected-grpc-streaming', { 'auth-url': null }),
    'route-unguarded metadata.annotations'),
  nginx('the guard of the usage forgotten', (p) => p.annotate('controlplane-usage', { 'auth-url': null }), 'route-unguarded metadata.annotations'),
  nginx('the annotation misspelled',
    (p) => p.annotate(PROTECTED, { 'auth-url': null, 'auth-uri': 'http://flyteadmin.union-cp.svc.cluster.local/me' }), 'auth-annotation-ignored'),
  nginx('the annotation in the old prefix',
    (p) => p.annotate(PROTECTED, { 'auth-url': null, 'ingress.kubernetes.io/auth-url': 'http://flyteadmin.union-cp.svc.cluster.local/me' }),
    'auth-annotation-ignored'),
  nginx('a copy of an Ingress without its guard for another class', (p) => {
    const copy = copyOf(p, 'Ingress', PROTECTED);
    copy.metadata.name = 'protected-internal';
    delete copy.metadata.annotations[annotation('auth-url')];
    copy.spec.ingressClassName = 'internal';
    p.objects.push(copy);
  }, 'route-unguarded metadata.annotations'),
  nginx('a copy of an Ingress without its guard, before a migration', (p) => {
    const copy = copyOf(p, 'Ingress', GRPC);
    copy.metadata.name = 'old-grpc';
    delete copy.metadata.annotations[annotation('auth-url')];
    p.objects.push(copy);
  }, 'route-unguarded metadata.annotations'),
  nginx('an internal host without a guard',
    (p) => p.add('networking.k8s.io/v1', 'Ingress', 'internal', ingressTo('executions', 81, { host: 'union.internal.example.com' })),
    'route-unguarded metadata.annotations'),
  nginx('an Ingress without a class',
    (p) => p.add('networking.k8s.io/v1', 'Ingress', 'default', ingressTo('cluster', 80, { className: '', host: 'cluster.example.com' })),
    'route-unguarded metadata.annotations'),
  nginx('an Ingress of the old annotation for classes', (p) => p.add(
    'networking.k8s.io/v1',
    'Ingress',
    'old',
    ingressTo('usage', 81, { className: '', host: 'usage.example.com' }),
    'union-cp',
    annotated({ 'kubernetes.io/ingress.class': 'nginx' }),
  ), 'route-unguarded metadata.annotations'),
  missed(UNREAD_EDGE, nginx('an ALB in front of flyteadmin', (p) => p.add(
    'networking.k8s.io/v1',
    'Ingress',
    'alb',
    ingressTo('flyteadmin', 80, { className: 'alb', host: 'api.example.com' }),
    'union-cp',
    annotated({ 'alb.ingress.kubernetes.io/scheme': 'internet-facing' }),
  ), 'public-url-unauthorized ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.authorizedUris')),
  missed(UNREAD_EDGE, nginx('a GKE Ingress in front of a service',
    (p) => p.add('networking.k8s.io/v1', 'Ingress', 'gce', ingressTo('executions', 81, { className: 'gce', host: 'gce.example.com' })))),
  nginx('gRPC without backend-protocol', (p) => p.annotate(GRPC, { 'backend-protocol': null }), 'grpc-served-as-http metadata.annotations'),
  nginx('backend-protocol in lower case and misspelled', (p) => p.annotate(GRPC, { 'backend-protocol': 'H2C' }), 'grpc-served-as-http'),
  nginx('gRPC that redirects', (p) => p.annotate(GRPC, { 'auth-signin': 'https://union.example.com/login' }), 'grpc-sign-in-redirect'),
  nginx('auth-url by the public host', (p) => p.annotate(PROTECTED, { 'auth-url': 'https://union.example.com/me' }), 'identity-chosen-by-caller'),
  nginx('auth-url by $host', (p) => p.annotate(PROTECTED, { 'auth-url': 'https://$host/me' }), 'identity-chosen-by-caller'),
  nginx('oauth2-proxy as guard', (p) => p.annotate(
    PROTECTED,
    {
      'auth-url': 'http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth',
      'auth-signin': 'https://union.example.com/oauth2/start?rd=$escaped_request_uri',
    },
  ), 'guard-asks-other metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]'),
  nginx('basic auth left over', (p) => p.annotate(PROTECTED, { 'auth-url': null, 'auth-type': 'basic', 'auth-secret': 'users' }),
    'route-unguarded metadata.annotations'),
  nginx('satisfy any, for addresses', (p) => p.annotate(PROTECTED, { 'satisfy': 'any', 'whitelist-source-range': '10.0.0.0/8' }), 'auth-fails-open'),
  nginx('auth-always-set-cookie off, headers lost',
    (p) => p.annotate(PROTECTED, { 'auth-response-headers': 'X-Auth-Request-User,X-Auth-Request-Email' }), 'identity-header-spoofable'),
  nginx('headers left out for gRPC', (p) => p.annotate(GRPC, { 'auth-response-headers': 'Set-Cookie,X-User-Subject' }), 'identity-header-spoofable'),
  nginx('a cache key by address', (p) => p.annotate(PROTECTED, { 'auth-cache-key': '$remote_addr' }), 'auth-cache-key-incomplete'),
  nginx('a cache without credentials', (p) => p.annotate(GRPC, { 'auth-cache-key': '$http_cookie' }), 'auth-cache-key-incomplete'),
  nginx('a cache for the method', (p) => p.annotate(PROTECTED, { 'auth-cache-key': '$request_uri' }), 'auth-cache-key-incomplete'),
  nginx('the login guarded as well',
    (p) => p.annotate('controlplane', { 'auth-url': 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me' }),
    'auth-metadata-guarded spec.rules[0].http.paths[3].path', 'sign-in-route-guarded spec.rules[0].http.paths[0].path ×3'),
  nginx('the metadata of gRPC guarded as well',
    (p) => p.annotate('controlplane-grpc', { 'auth-url': 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me' }),
    'auth-metadata-guarded spec.rules[0].http.paths[0].path ×2'),
  nginx('no Ingress for the login', without('Ingress', 'controlplane'),
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]'),
  nginx('no Ingress for the metadata of gRPC', without('Ingress', 'controlplane-grpc'),
    'auth-metadata-missing Ingress union-cp/controlplane-protected-grpc: spec.rules[0].http.paths[0].path'),
  nginx('no path for the callback', (p) => {
    const [{ http }] = p.get('Ingress', 'controlplane').spec.rules;
    http.paths = http.paths.filter(({ path }: Json) => !path.includes('callback'));
  }, 'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]'),
  nginx('no path for the discovery', (p) => {
    const [{ http }] = p.get('Ingress', 'controlplane').spec.rules;
    http.paths = http.paths.filter(({ path }: Json) => !path.includes('well-known'));
  }, 'auth-metadata-missing Ingress union-cp/controlplane-protected-grpc: spec.rules[0].http.paths[0].path'),
  nginx('a host that is not served', (p) => { for (const each of p.all('Ingress')) { each.spec.rules[0].host = 'union-staging.example.com'; } },
    'endpoint-mismatch ×8'),
  nginx('the sign-in of another host',
    (p) => p.annotate(CONSOLE, { 'auth-signin': 'https://union-staging.example.com/login?redirect_url=$escaped_request_uri' }),
    'sign-in-route-missing'),
  nginx('snippets where they are forbidden', (p) => {
    p.annotate(PROTECTED, { 'configuration-snippet': 'proxy_set_header X-Debug 1;' });
    p.add(
      'v1',
      'ConfigMap',
      'controlplane-nginx-controller',
      { data: { 'allow-snippet-annotations': 'false' } },
      'union-cp',
      { labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
    );
  },
  'claim-header-spoofable ConfigMap union-cp/controlplane-nginx-controller: data.http-snippet',
  'snippet-rejected ConfigMap union-cp/controlplane-nginx-controller: data.allow-snippet-annotations'),
  missed('of snippets for gRPC only those are read that remove headers by more_clear_input_headers', nginx('a snippet that sends another header',
    (p) => p.annotate(GRPC, { 'configuration-snippet': 'grpc_set_header flyte-authorization "";' }))),
  nginx('a snippet that clears the Authorization',
    (p) => p.annotate(PROTECTED, { 'configuration-snippet': 'more_clear_input_headers "Authorization";' }), 'credential-header-dropped'),
  nginx('a backend that is not there', set('Ingress', PROTECTED, { 'spec.rules.0.http.paths.0.backend.service.name': 'flyteadmin-http' }),
    'route-backend-missing spec.rules[0].http.paths[0].path'),
  nginx('a port that is not there', set('Ingress', PROTECTED, { 'spec.rules.0.http.paths.0.backend.service.port.number': 8088 }),
    'route-backend-missing spec.rules[0].http.paths[0].path'),
  missed('no release says which Services of a data plane are for callers from outside', nginx('the data plane\'s Ingress left open', (p) => {
    p.add(
      'v1',
      'Service',
      'dataproxy',
      { spec: { selector: { 'app.kubernetes.io/name': 'union-operator' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } },
      'union',
    );
    p.add('networking.k8s.io/v1', 'Ingress', 'dataplane', ingressTo('dataproxy', 80, { host: 'dp.example.com' }), 'union');
  })),
  missed('no release says which Services of a data plane are for callers from outside', nginx('a public load balancer of the operator', (p) => p.add(
    'v1',
    'Service',
    'union-operator',
    { spec: { type: 'LoadBalancer', selector: { 'app.kubernetes.io/name': 'union-operator' }, ports: [{ port: 80, targetPort: 8080 }] } },
    'union',
  ))),
  nginx('a NodePort of flyteadmin', set('Service', 'flyteadmin', { 'spec.type': 'NodePort' }), 'service-exposed'),
  nginx('an Ingress of Traefik beside it, without a middleware', (p) => p.add(
    'networking.k8s.io/v1',
    'Ingress',
    'traefik',
    ingressTo('executions', 81, { className: 'traefik' }),
    'union-cp',
    annotated({ 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' }),
  ), 'route-unguarded metadata.annotations'),
  missed(UNREAD_EDGE, nginx('a VirtualService of Istio beside it', (p) => p.add(
    'networking.istio.io/v1',
    'VirtualService',
    'flyteadmin',
    {
      spec: {
        hosts: ['flyte.example.com'],
        gateways: ['istio-system/public'],
        http: [{ route: [{ destination: { host: 'flyteadmin.union-cp.svc.cluster.local', port: { number: 80 } } }] }],
      },
    },
  ))),
  nginx('auth-url by $host, on every host', (p) => {
    p.annotate(PROTECTED, { 'auth-url': 'https://$host/me' });
    p.get('Ingress', PROTECTED).spec.rules.forEach((rule: Json) => delete rule.host);
  }, 'auth-host-spoofable', 'identity-chosen-by-caller', 'sign-in-route-missing'),
  nginx('a limit without quotes', (p) => {
    p.get('Ingress', PROTECTED).metadata.annotations[annotation('proxy-read-timeout')] = 600;
  }, 'text-unquoted'),
  nginx('the certificate of the host before', (p) => p.add('cert-manager.io/v1', 'Certificate', 'union-tls', {
    spec: { secretName: 'union-tls', dnsNames: ['union-old.example.com'], issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
  }), 'certificate-unfit spec.dnsNames'),
];
