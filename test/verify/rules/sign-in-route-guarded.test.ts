import { signInRouteGuarded } from '../../../src/verify/rules/open-routes';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const host = 'union.example.com';
const open = ingress('open', { host, paths: { '/me': 'flyteadmin', '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const console = ingress('console', { host, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' } });

testRule(signInRouteGuarded, {
  fires: [
    ['an Ingress guards /login', [
      ingress('open', { host, paths: { '/me': 'flyteadmin', '/callback': 'flyteadmin' } }),
      ingress('guarded', { host, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin' } }),
    ], ['networking.k8s.io/v1/Ingress union-cp/guarded', 'spec.rules[0].http.paths[0].path', `/login served without a guard on ${host}`,
      `an auth subrequest to ${IN_CLUSTER_ME}`]],
    ['a regular expression on the host lets a longer guarded path catch /login',
      [open, ingress('guarded', { host, annotations: { 'auth-url': IN_CLUSTER_ME, 'use-regex': 'true' }, paths: { '/(login|logout)': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/guarded', 'spec.rules[0].http.paths[0].path', `/login served without a guard on ${host}`,
        `an auth subrequest to ${IN_CLUSTER_ME}`]],
    ['a SecurityPolicy guards the route of /callback', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'callback', {
        spec: {
          hostnames: [host],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/callback' } }], backendRefs: [{ name: 'flyteadmin', port: 80 }] }],
        },
      }),
      object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
        spec: {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'callback' }],
          extAuth: { http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } },
        },
      }),
    ], ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/callback', 'spec.rules[0].matches[0]', `/callback served without a guard on ${host}`,
      'an auth subrequest to http://flyteadmin:80/me'], remedy(['      name: callback\n  extAuth', '      name: api\n  extAuth'])],
  ],
  passes: [
    ['they are open beside a guarded catch-all', [open, console]],
    ['they are open on an Ingress without host', [ingress('open', { paths: { '/login': 'flyteadmin' } })]],
  ],
  notApplicable: [
    ['no route leads to flyteadmin', [console]],
    ['an unknown controller serves the Ingress', [ingress('open', { host, className: 'alb', paths: { '/login': 'flyteadmin' } })]],
  ],
});
