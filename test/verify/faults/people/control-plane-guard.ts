import { cp } from './_control-plane';
import { inSet, WITHOUT_SNIPPET } from './_people';

/** The guard, in the values of the control plane. */
export const CONTROL_PLANE_GUARD = [
  cp('the public URL as auth-url', { ...WITHOUT_SNIPPET, [inSet('protectedIngressAnnotations', 'auth-url')]: 'https://union.example.com/me' },
    'identity-chosen-by-caller', 'claim-header-spoofable ingress-nginx.controller.config.http-snippet'),
  cp('$host in auth-url, as in the chart', { ...WITHOUT_SNIPPET, [inSet('protectedIngressAnnotations', 'auth-url')]: 'https://$host/me' },
    'identity-chosen-by-caller', 'claim-header-spoofable ingress-nginx.controller.config.http-snippet'),
  cp('oauth2-proxy as auth-url',
    { [inSet('protectedIngressAnnotations', 'auth-url')]: 'http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth' }, 'guard-asks-other'),
  cp('the gate on the wrong port',
    { [inSet('protectedIngressAnnotations', 'auth-url')]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local/me' }, 'guard-asks-other'),
  cp('headers left out of the answer', { [inSet('protectedIngressAnnotations', 'auth-response-headers')]: 'X-User-Subject' },
    'identity-header-dropped'),
  cp('no headers of the answer', { ...WITHOUT_SNIPPET, [inSet('protectedIngressAnnotationsGrpc', 'auth-response-headers')]: undefined },
    'metadata-header-spoofable ingress.protectedIngressAnnotationsGrpc["nginx.ingress.kubernetes.io/auth-response-headers"]',
    'claim-header-spoofable ingress-nginx.controller.config.http-snippet'),
  cp('the cookie alone as cache key', { [inSet('protectedIngressAnnotations', 'auth-cache-key')]: '$http_cookie' }, 'auth-cache-key-incomplete'),
  cp('a cache by address', { [inSet('protectedIngressAnnotationsGrpc', 'auth-cache-key')]: '$remote_addr' }, 'auth-cache-key-incomplete'),
  cp('gRPC sent to the sign-in page', { [inSet('protectedIngressAnnotationsGrpc', 'auth-signin')]: 'https://union.example.com/login' },
    'grpc-sign-in-redirect'),
  cp('rd, as oauth2-proxy has it',
    { [inSet('protectedConsoleIngressAnnotations', 'auth-signin')]: 'https://union.example.com/oauth2/start?rd=$escaped_request_uri' },
    'sign-in-route-missing'),
  cp('a snippet that lets everyone in',
    { [inSet('protectedIngressAnnotations', 'configuration-snippet')]: 'satisfy any; allow 10.0.0.0/8; deny all;' }, 'guard-bypassed'),
  cp('a typo in the annotation', {
    [inSet('protectedIngressAnnotations', 'auth-url')]: undefined,
    [inSet('protectedIngressAnnotations', 'auth_url')]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me',
  }, 'auth-annotation-ignored'),
  cp('the prefix of another controller', {
    ...WITHOUT_SNIPPET,
    [inSet('protectedIngressAnnotations', 'auth-url')]: undefined,
    'ingress|protectedIngressAnnotations|nginx.org/auth-url': 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me',
  },
  'identity-chosen-by-caller ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]', 'auth-annotation-ignored',
  'claim-header-spoofable ingress-nginx.controller.config.http-snippet'),
  cp('global auth turned off for a set', {
    ...WITHOUT_SNIPPET,
    [inSet('protectedIngressAnnotations', 'enable-global-auth')]: 'false',
    [inSet('protectedIngressAnnotations', 'auth-url')]: undefined,
  },
  'identity-chosen-by-caller ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]',
  'claim-header-spoofable ingress-nginx.controller.config.http-snippet'),
];
