import { SUPPRESSION_PREFIX } from '../../../src/contract/own-annotations';
import { manifestRefused } from '../../../src/verify/rules/refused';
import { verify } from '../../../src/verify/verify';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

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

testRule(manifestRefused, {
  fires: [
    ['a field is misspelt in an entry of a list', [entry({ remoteref: { key: 'union/service' } })],
      [ES, 'spec.data[0].remoteref', 'spec.data[0].remoteRef', unknown('spec.data[0].remoteref', 'ExternalSecret')],
      remedy(['remoteref:', 'remoteRef:'])],
    ['a field is one map too high, where the map is not',
      [object('external-secrets.io/v1', 'ExternalSecret', 'auth', { spec: { creationPolicy: 'Merge' } })],
      [ES, 'spec.creationPolicy', 'spec.target.creationPolicy', unknown('spec.creationPolicy', 'ExternalSecret')]],
    ['a field is one map too low', [policy({ extAuth: { http: { failOpen: false, backendRefs: [] } } })],
      [POLICY, 'spec.extAuth.http.failOpen', 'spec.extAuth.failOpen', unknown('spec.extAuth.http.failOpen', 'SecurityPolicy')]],
    ['a field is beside spec', [{ ...externalSecret('auth'), refreshPolicy: 'OnChange' }],
      [ES, 'refreshPolicy', 'spec.refreshPolicy', unknown('refreshPolicy', 'ExternalSecret')]],
    ['the kind is misspelt', [{ ...route(), kind: 'IngressRoutes' }], [ROUTE.replace('Route ', 'Routes '), 'kind', 'IngressRoute', 'IngressRoutes']],
    ['no release serves the version any more', [object('gateway.networking.k8s.io/v1alpha2', 'HTTPRoute', 'r', { spec: {} })],
      ['gateway.networking.k8s.io/v1alpha2/HTTPRoute union-cp/r', 'apiVersion', 'gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1alpha2'],
      remedy(['v1alpha2', 'v1'])],
    ['the group is misspelt', [object('traefik.oi/v1alpha1', 'Middleware', 'm', { spec: {} })],
      ['traefik.oi/v1alpha1/Middleware union-cp/m', 'apiVersion', 'traefik.io/v1alpha1', 'traefik.oi/v1alpha1']],
    ['an entry lacks what it must have', [route({ match: undefined })], [ROUTE, 'spec.routes[0].match', 'the field match', 'none']],
    ['values are of another type',
      [route({ priority: '10', services: {} }), object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'cp', { spec: { interval: 10, suspend: 'true' } })],
      [ROUTE, 'spec.routes[0].services', 'a list', 'a map'],
      [ROUTE, 'spec.routes[0].priority', 'a whole number', 'a text'],
      ['helm.toolkit.fluxcd.io/v2/HelmRelease union-cp/cp', 'spec.interval', 'a text in quotes: "10"', 'the number 10'],
      ['helm.toolkit.fluxcd.io/v2/HelmRelease union-cp/cp', 'spec.suspend', 'true or false', 'a text'],
      remedy(['"10"', '10'], ['services: {}', 'services: []'], ['interval: 10', 'interval: 10m'], ['"true"', 'true'])],
    ['a choice is none of the list', [route({ kind: 'rule' })], [ROUTE, 'spec.routes[0].kind', 'one of Rule', 'rule']],
    ['the definition in the input has another version and other fields',
      [CRD, policy({}), { ...policy({ gaurd: 'x' }, 'v1'), metadata: { name: 'other', namespace: 'union-cp' } }],
      [POLICY, 'apiVersion', 'a version that the CRD in the input serves (v1)', 'gateway.envoyproxy.io/v1alpha1'],
      ['gateway.envoyproxy.io/v1/SecurityPolicy union-cp/other', 'spec.gaurd', 'spec.guard', unknown('spec.gaurd', 'SecurityPolicy')]],
  ],
  says: {
    '': 'ExternalSecret union-cp/auth has no field spec.data[0].remoteref; did you mean remoteRef?',
    'kind': 'IngressRoutes union-cp/console is of an unknown kind; did you mean IngressRoute?',
    'version': 'HTTPRoute union-cp/r has API version gateway.networking.k8s.io/v1alpha2, which is not served',
    'missing': 'IngressRoute union-cp/console lacks the required field match',
    'type': 'IngressRoute union-cp/console has a map in services instead of a list',
    'choice': 'IngressRoute union-cp/console has an invalid kind: rule',
  },
  passes: [
    ['each field is known', [entry({ remoteRef: { key: 'union/service' } }), route(), policy({ extAuth: { failOpen: false } })]],
    ['a field is like none: a newer release may have it', [entry({ remoteRef: { key: 'a' }, freshness: 'eager' }), policy({ quantum: {} })]],
    ['a field that many maps have is where it is not', [policy({ name: 'x', namespace: 'y' })]],
    ['a version is newer than all that are known', [policy({ extauth: {} }, 'v1beta1')]],
    ['a kind of the group is like none that is known', [object('traefik.io/v1alpha1', 'Gateway', 'g', { spec: {} })]],
    ['a value is null, or a patch leaves out what is required',
      [route({ middlewares: null }), object('traefik.io/v1alpha1', 'IngressRoute', 'p', { spec: { entryPoints: ['web'] } })]],
    ['a place is still to be filled', [route({ priority: '${PRIORITY}' })]],
    ['what is wrong with an ExternalSecret has a rule of its own',
      [externalSecret('auth', { creationPolicy: 'merge', spec: { refreshInterval: 60 } })]],
    ['the other one is of another team',
      [externalSecret('union-secret-auth', { namespace: 'union' }), object('traefik.io/v1alpha1', 'Middleware', 'm', { spec: { headerz: {} } }, 'shop')]],
  ],
  notApplicable: [
    ['the input has no custom resource', [secret('auth')]],
    ['a cluster has accepted it', [{ ...policy({ extauth: {} }), metadata: { name: 'guard', namespace: 'union-cp', uid: '0a1b' } }]],
    ['it is of another team', [object('traefik.io/v1alpha1', 'Middleware', 'm', { spec: { headerz: {} } }, 'shop')]],
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
