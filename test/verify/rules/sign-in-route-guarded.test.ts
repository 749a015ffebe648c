import { signInRouteGuarded } from '../../../src/verify/rules/open-routes';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';

const host = 'union.example.com';
const open = ingress('open', { host, paths: { '/me': 'flyteadmin', '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const console = ingress('console', { host, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' } });

testRule(signInRouteGuarded, {
  fires: [
    {
      when: 'an Ingress guards /login',
      input: manifests(
        ingress('open', { host, paths: { '/me': 'flyteadmin', '/callback': 'flyteadmin' } }),
        ingress('guarded', { host, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin' } }),
      ),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
        field: 'spec.rules[0].http.paths[0].path',
        line: 'path: /login',
        expected: `/login served without a guard on ${host}`,
        found: `an auth subrequest to ${IN_CLUSTER_ME}`,
      }],
    },
    {
      when: 'a regular expression on the host lets a longer guarded path catch /login',
      input: manifests(open, ingress('guarded', {
        host, annotations: { 'auth-url': IN_CLUSTER_ME, 'use-regex': 'true' }, paths: { '/(login|logout)': 'flyteadmin' },
      })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
        field: 'spec.rules[0].http.paths[0].path',
        line: 'path: /(login|logout)',
        expected: `/login served without a guard on ${host}`,
        found: `an auth subrequest to ${IN_CLUSTER_ME}`,
      }],
    },
    {
      when: 'a SecurityPolicy guards the route of /callback',
      input: manifests(
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
      ),
      findings: [{
        object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/callback',
        field: 'spec.rules[0].matches[0]',
        line: 'path:',
        expected: `/callback served without a guard on ${host}`,
        found: 'an auth subrequest to http://flyteadmin:80/me',
      }],
    },
  ],
  passes: [
    { when: 'they are open beside a guarded catch-all', input: manifests(open, console) },
    { when: 'they are open on an Ingress without host', input: manifests(ingress('open', { paths: { '/login': 'flyteadmin' } })) },
  ],
  notApplicable: [
    {
      when: 'no route leads to flyteadmin',
      input: manifests(console),
      reason: 'No route in the input leads /login, /callback or /me to flyteadmin.',
    },
    {
      when: 'an unknown controller serves the Ingress',
      input: manifests(ingress('open', { host, className: 'alb', paths: { '/login': 'flyteadmin' } })),
      reason: 'No route in the input leads /login, /callback or /me to flyteadmin.',
    },
  ],
});
