import { SUPPRESSION_PREFIX } from '../../../src/contract/own-annotations';
import { manifestRefused } from '../../../src/verify/rules/refused';
import { verify } from '../../../src/verify/verify';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const ES = 'external-secrets.io/v1/ExternalSecret union-cp/auth';
const entry = (rest: object) => externalSecret('auth', { spec: { data: [{ secretKey: 'client_secret', ...rest }] } });
const policy = (spec: object, version = 'v1alpha1') => object(`gateway.envoyproxy.io/${version}`, 'SecurityPolicy', 'guard', { spec });
const route = (rest: object = {}) => object('traefik.io/v1alpha1', 'IngressRoute', 'console', {
  spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match: 'Host(`a.example.com`)', services: [{ name: 'flyteconsole', port: 80 }], ...rest }] },
});
const unknown = (field: string, kind: string) => `${field}, a field that ${kind} does not have`;
const POLICY = 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard';
const ROUTE = 'traefik.io/v1alpha1/IngressRoute union-cp/console';
const CRD = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'securitypolicies.gateway.envoyproxy.io', {
  spec: {
    group: 'gateway.envoyproxy.io',
    names: { kind: 'SecurityPolicy' },
    versions: [{
      name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { guard: { type: 'string' } } } } } },
    }],
  },
}, null);
const reason = 'No custom resource of Union in the input is yet to be applied.';

testRule(manifestRefused, {
  fires: [
    {
      when: 'a field is misspelt in an entry of a list',
      input: manifests(entry({ remoteref: { key: 'union/service' } })),
      findings: [{
        object: ES, field: 'spec.data[0].remoteref', line: 'remoteref:', expected: 'spec.data[0].remoteRef', found: unknown('spec.data[0].remoteref', 'ExternalSecret'),
      }],
      remedy: [['remoteref:', 'remoteRef:']],
    },
    {
      when: 'a field is one map too high, where the map is not',
      input: manifests(object('external-secrets.io/v1', 'ExternalSecret', 'auth', { spec: { creationPolicy: 'Merge' } })),
      findings: [{
        object: ES, field: 'spec.creationPolicy', line: 'creationPolicy: Merge', expected: 'spec.target.creationPolicy', found: unknown('spec.creationPolicy', 'ExternalSecret'),
      }],
    },
    {
      when: 'a field is one map too low',
      input: manifests(policy({ extAuth: { http: { failOpen: false, backendRefs: [] } } })),
      findings: [{
        object: POLICY, field: 'spec.extAuth.http.failOpen', line: 'failOpen: false', expected: 'spec.extAuth.failOpen', found: unknown('spec.extAuth.http.failOpen', 'SecurityPolicy'),
      }],
    },
    {
      when: 'a field is beside spec',
      input: manifests({ ...externalSecret('auth'), refreshPolicy: 'OnChange' }),
      findings: [{ object: ES, field: 'refreshPolicy', line: 'refreshPolicy: OnChange', expected: 'spec.refreshPolicy', found: unknown('refreshPolicy', 'ExternalSecret') }],
    },
    {
      when: 'the kind is misspelt',
      input: manifests({ ...route(), kind: 'IngressRoutes' }),
      findings: [{ object: ROUTE.replace('Route ', 'Routes '), field: 'kind', line: 'kind: IngressRoutes', expected: 'IngressRoute', found: 'IngressRoutes' }],
    },
    {
      when: 'no release serves the version any more',
      input: manifests(object('gateway.networking.k8s.io/v1alpha2', 'HTTPRoute', 'r', { spec: {} })),
      findings: [{
        object: 'gateway.networking.k8s.io/v1alpha2/HTTPRoute union-cp/r',
        field: 'apiVersion',
        line: 'apiVersion: gateway.networking.k8s.io/v1alpha2',
        expected: 'gateway.networking.k8s.io/v1',
        found: 'gateway.networking.k8s.io/v1alpha2',
      }],
      remedy: [['v1alpha2', 'v1']],
    },
    {
      when: 'the group is misspelt',
      input: manifests(object('traefik.oi/v1alpha1', 'Middleware', 'm', { spec: {} })),
      findings: [{
        object: 'traefik.oi/v1alpha1/Middleware union-cp/m', field: 'apiVersion', line: 'apiVersion: traefik.oi/v1alpha1', expected: 'traefik.io/v1alpha1', found: 'traefik.oi/v1alpha1',
      }],
    },
    {
      when: 'an entry lacks what it must have',
      input: manifests(route({ match: undefined })),
      findings: [{ object: ROUTE, field: 'spec.routes[0].match', line: 'kind: Rule', expected: 'the field match', found: 'none' }],
    },
    {
      when: 'values are of another type',
      input: manifests(route({ priority: '10', services: {} }), object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'cp', { spec: { interval: 10, suspend: 'true' } })),
      findings: [
        { object: ROUTE, field: 'spec.routes[0].services', line: 'services: {}', expected: 'a list', found: 'a map' },
        { object: ROUTE, field: 'spec.routes[0].priority', line: 'priority: "10"', expected: 'a whole number', found: 'a text' },
        { object: 'helm.toolkit.fluxcd.io/v2/HelmRelease union-cp/cp', field: 'spec.interval', line: 'interval: 10', expected: 'a text in quotes: "10"', found: 'the number 10' },
        { object: 'helm.toolkit.fluxcd.io/v2/HelmRelease union-cp/cp', field: 'spec.suspend', line: 'suspend: "true"', expected: 'true or false', found: 'a text' },
      ],
      remedy: [['"10"', '10'], ['services: {}', 'services: []'], ['interval: 10', 'interval: 10m'], ['"true"', 'true']],
    },
    {
      when: 'a choice is none of the list',
      input: manifests(route({ kind: 'rule' })),
      findings: [{ object: ROUTE, field: 'spec.routes[0].kind', line: 'kind: rule', expected: 'one of Rule', found: 'rule' }],
    },
    {
      when: 'the definition in the input has another version and other fields',
      input: manifests(CRD, policy({}), { ...policy({ gaurd: 'x' }, 'v1'), metadata: { name: 'other', namespace: 'union-cp' } }),
      findings: [
        { object: POLICY, field: 'apiVersion', line: 'apiVersion: gateway.envoyproxy.io/v1alpha1', expected: 'a version that the CRD in the input serves (v1)', found: 'gateway.envoyproxy.io/v1alpha1' },
        { object: 'gateway.envoyproxy.io/v1/SecurityPolicy union-cp/other', field: 'spec.gaurd', line: 'gaurd: x', expected: 'spec.guard', found: unknown('spec.gaurd', 'SecurityPolicy') },
      ],
    },
  ],
  passes: [
    { when: 'each field is known', input: manifests(entry({ remoteRef: { key: 'union/service' } }), route(), policy({ extAuth: { failOpen: false } })) },
    { when: 'a field is like none: a newer release may have it', input: manifests(entry({ remoteRef: { key: 'a' }, freshness: 'eager' }), policy({ quantum: {} })) },
    { when: 'a field that many maps have is where it is not', input: manifests(policy({ name: 'x', namespace: 'y' })) },
    { when: 'a version is newer than all that are known', input: manifests(policy({ extauth: {} }, 'v1beta1')) },
    { when: 'a kind of the group is like none that is known', input: manifests(object('traefik.io/v1alpha1', 'Gateway', 'g', { spec: {} })) },
    { when: 'a value is null, or a patch leaves out what is required', input: manifests(route({ middlewares: null }), object('traefik.io/v1alpha1', 'IngressRoute', 'p', { spec: { entryPoints: ['web'] } })) },
    { when: 'a place is still to be filled', input: manifests(route({ priority: '${PRIORITY}' })) },
    { when: 'what is wrong with an ExternalSecret has a rule of its own', input: manifests(externalSecret('auth', { creationPolicy: 'merge', spec: { refreshInterval: 60 } })) },
    { when: 'the other one is of another team', input: manifests(externalSecret('union-secret-auth', { namespace: 'union' }), object('traefik.io/v1alpha1', 'Middleware', 'm', { spec: { headerz: {} } }, 'shop')) },
  ],
  notApplicable: [
    { when: 'the input has no custom resource', input: manifests(secret('auth')), reason },
    { when: 'a cluster has accepted it', input: manifests({ ...policy({ extauth: {} }), metadata: { name: 'guard', namespace: 'union-cp', uid: '0a1b' } }), reason },
    { when: 'it is of another team', input: manifests(object('traefik.io/v1alpha1', 'Middleware', 'm', { spec: { headerz: {} } }, 'shop')), reason },
  ],
});

test('what is wrong only because of a slip comes of it, and is there again where the slip is accepted', () => {
  const reader = object('apps/v1', 'Deployment', 'flytescheduler', {
    spec: { template: { spec: { containers: [{ name: 'a', image: 'x' }], volumes: [{ name: 's', secret: { secretName: 'flyte-secret-auth' } }] } } },
  });
  const told = (annotations: object) => verify([{
    name: 'input.yaml',
    text: manifests(reader, { ...entry({ remoteref: { key: 'a' } }), metadata: { name: 'flyte-secret-auth', namespace: 'union-cp', annotations } }),
  }]).findings.map(({ rule, consequences = [] }) => [rule, consequences.map((each) => each.rule)]);
  expect(told({})).toEqual([['manifest-refused', ['external-secret-incomplete']]]);
  expect(told({ [`${SUPPRESSION_PREFIX}manifest-refused`]: 'a webhook mends it' })).toEqual([['external-secret-incomplete', []]]);
});
