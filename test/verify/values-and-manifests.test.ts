import { Chart, Testing } from 'cdk8s';
import { AuthProfile, ChartVersion, EnvoyGatewayGuard } from '../../src';
import { mergeValues, nestUnder } from '../../src/common/data/json';
import { readConfigFile } from '../../src/verify/engine/config-file';
import { Model } from '../../src/verify/model/model';
import { wiringOf } from '../../src/verify/model/wiring';
import { parseManifests } from '../../src/verify/parse';
import { RULES } from '../../src/verify/registry';
import { flowOf } from '../../src/verify/report/flow';
import { Report, verify, verifyParsed } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { emitted } from '../constructs/values/_emitted';
import { manifests, secret } from './_manifests';
import { chartGatewayRoutes, flyteadmin } from './_union';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from './_values';

/** Each judges planes by all rules. */
const deep = oneIn(5);

type Files = Readonly<Record<string, string>>;

/** Each finding as `rule file:field`. */
function found({ findings, crashed }: Report): string[] {
  expect(crashed).toEqual([]);
  return findings.map(({ rule, file, field }) => `${rule} ${file}:${field}`);
}

const judge = (texts: Files) => verify(Object.entries(texts).map(([name, text]) => ({ name, text })));

const SET = 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io';
const AUTH = 'flyte.configmap.adminServer.auth';
const CLIENT = /client-id-mismatch|planes-disagree/;

deep.each(ChartVersion._all)('values for %s as HARDENED emits them have no fault, by any rule', (release) => {
  const { controlPlane, dataPlane } = emitted(release);
  const report = verifyParsed(parseManifests([], [{ name: 'cp.yaml', text: controlPlane.toString(), release }, { name: 'dp.yaml', text: dataPlane.toString(), release }]));
  expect(found(report)).toEqual([]);
  // Not a clean bill by default: the chart's workloads and routes were there to be judged.
  expect(report.passed).toEqual(expect.arrayContaining(['client-secret-unmounted', 'route-unguarded', 'identity-header-spoofable', 'audience-missing', 'client-id-mismatch']));
});

deep('what the chart makes of the guide\'s values is reported at its place in them', () => {
  const { controlPlane } = emitted(ChartVersion.V2026_3, AuthProfile.GUIDE);
  const report = verifyParsed(parseManifests([], [{ name: 'cp.yaml', text: controlPlane.toString(), release: ChartVersion.V2026_3 }]));
  expect(found(report)).toEqual(expect.arrayContaining([
    `public-url-unauthorized cp.yaml:${AUTH}.authorizedUris`,
    `audience-missing cp.yaml:${AUTH}.appAuth.externalAuthServer`,
    `auth-host-spoofable cp.yaml:${SET}/auth-url"]`,
    `identity-header-spoofable cp.yaml:${SET}/auth-response-headers"]`,
    `auth-cache-key-incomplete cp.yaml:${SET}/auth-cache-key"]`,
  ]));
});

/** An ExternalSecret that merges into a Secret. */
const merge = (target: string, namespace = 'union') => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: es, namespace: ${namespace} }
spec:
  secretStoreRef: { name: default, kind: SecretStore }
  target: { name: ${target}, creationPolicy: Merge }
  data: [{ secretKey: client_secret, remoteRef: { key: union/service } }]
`;
const MADE = changed(DATA_PLANE_VALUES, 'create: false', 'create: true');
const DELIVERED = merge('union-controlplane-secrets', 'union-cp');
const IN_DATA_PLANE = /^(client-)?secret-.*dp\.yaml/;
const OFF = 'flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }\n';
const OPEN = `global: { UNION_HOST: union.example.com, KUBERNETES_SECRET_NAME: union-controlplane-secrets }\ningress: { host: union.example.com }\n${OFF}`;
const plane = (cluster: string, client: string) => `${changed(DATA_PLANE_VALUES, 'service-id', client)}clusterName: ${cluster}\n`;
const UNMOUNTED = withValue(DATA_PLANE_VALUES, 'clusterresourcesync.config.union.auth.clientSecretLocation', '/etc/other');
const RENDERED = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: union-syncresources }\nspec: { template: { spec: { containers: [{ name: sync-cluster-resources }] } } }\n';

deep.each<[string, () => Files, RegExp, readonly unknown[]]>([
  ['a global that many services read is one cause', () => {
    const { controlPlane, dataPlane } = emitted(ChartVersion.V2026_8);
    const other = changed(dataPlane.toString(), '  AUTH_CLIENT_ID: "service-id"', '  AUTH_CLIENT_ID: "other-id"').replace(/^ *clientId: "service-id"\n/gm, '');
    return { 'cp.yaml': controlPlane.toString(), 'dp.yaml': other };
  }, /./, ['client-id-mismatch dp.yaml:global.AUTH_CLIENT_ID']],
  ['a value that a rule of the wiring and one of values see is one cause',
    () => ({ 'cp.yaml': changed(CONTROL_PLANE_VALUES, '        appAuth:\n', '        appAuth:\n          authServerType: external\n') }), /authServerType/,
    [`enum-invalid cp.yaml:${AUTH}.appAuth.authServerType`]],
  ['an annotation set that replaces a header list of the chart is judged like an Ingress',
    () => ({ 'cp.yaml': changed(CONTROL_PLANE_VALUES, 'ingress:\n', 'ingress:\n  protectedIngressAnnotations: { nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie }\n') }),
    /^identity-header/, [`identity-header-spoofable cp.yaml:${SET}/auth-response-headers"]`]],
  ['an ExternalSecret waits for a Secret that no chart makes', () => ({ 'dp.yaml': DATA_PLANE_VALUES, 'es.yaml': merge('union-secret-auth') }), /^secret-merge/,
    ['secret-merge-deadlock es.yaml:spec.target.creationPolicy']],
  ['it does not wait where the chart makes it',
    () => ({ 'dp.yaml': changed(DATA_PLANE_VALUES, 'create: false', 'create: true\n    clientSecret: placeholder'), 'es.yaml': merge('union-secret-auth') }), /^secret-merge/, []],
  ['a Secret whose value comes from helm --set has another writer', () => ({ 'dp.yaml': MADE, 'es.yaml': merge('union-secret-auth') }), IN_DATA_PLANE, ['secret-writers-collide dp.yaml:secrets.admin.create']],
  ['only the chart writes it', () => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': MADE, 'es.yaml': DELIVERED }), IN_DATA_PLANE, []],
  ['a Secret is not written beside one that is', () => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': DATA_PLANE_VALUES, 'es.yaml': DELIVERED }), IN_DATA_PLANE,
    ['client-secret-undelivered dp.yaml:secrets.admin']],
  ['what values make is judged', () => ({ 'dp.yaml': UNMOUNTED }), /^client-secret-unmounted/, [expect.any(String)]],
  ['a manifest that the chart rendered is judged in its place', () => ({ 'dp.yaml': UNMOUNTED, 'operator.yaml': RENDERED }), /./, []],
  ['of several data planes, a client is one that the control plane does not know',
    () => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'east.yaml': plane('east', 'east-id'), 'west.yaml': plane('west', 'service-id') }), CLIENT, ['client-id-mismatch east.yaml:global.AUTH_CLIENT_ID']],
  ...['${CLIENT_ID}', 'ref+vault://union/client#id', '<path:union/data#id>', 'ENC[AES256_GCM,data:abc,type:str]'].map((reference): [string, () => Files, RegExp, string[]] =>
    [`${reference} is a reference, of which the value is unknown`, () => ({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': changed(DATA_PLANE_VALUES, 'service-id', `"${reference}"`) }), /AUTH_CLIENT_ID/, []]),
  // As unionai/helm-charts has it: tests/values/dataplane.fully-selfhosted.yaml.
  ['a data plane without authentication has clients that need no Secret', () => ({
    'dp.yaml': 'global: { CONTROLPLANE_HOST: union.example.com }\nsecrets: { admin: { enable: false, create: false } }\n'
      + 'config: { union: { auth: { enable: false } } }\nclusterresourcesync: { config: { union: { auth: { enable: false } } } }\n',
  }), /./, []],
  ['of two rules at one place the graver counts', () => ({ 'dp.yaml': `${MADE}    clientSecret: hunter2hunter2\n` }), /clientSecret$/, ['values-secret-value dp.yaml:secrets.admin.clientSecret']],
  ['a server without authentication needs no issuer',
    () => ({ 'cp.yaml': `global: { UNION_HOST: union.example.com, INTERNAL_CLIENT_ID: a, AUTH_TOKEN_URL: "https://idp.example.com/token" }\n${OFF}` }), /^(values-missing|auth-value-empty)/, []],
])('%s', (_, files, of, expected) => expect(found(judge(files())).filter((each) => of.test(each))).toEqual(expected));

describe('a Gateway that the chart renders of the values', () => {
  const OF_CHART = withValue(emitted(ChartVersion.V2026_8).controlPlane.toString(), 'ingress.extraHosts', []);
  const values = (provider: string, namespace = 'union-cp') => ({
    name: 'cp.yaml', text: withValue(OF_CHART, 'global.INGRESS_PROVIDER', provider), namespace,
  });
  /** As people emit it, or with an edit of it. */
  const guard = (edit: (text: string) => string = (text) => text) => {
    const chart = new Chart(Testing.app(), 'guard', { namespace: 'union-cp' });
    new EnvoyGatewayGuard(chart, 'guard', { envoyGatewayVersion: '1.8' });
    return { name: 'guard.yaml', text: edit(Testing.synth(chart).map((object) => JSON.stringify(object)).join('\n---\n')) };
  };
  const told = (provider: string, ...texts: { name: string; text: string }[]) => {
    const { findings, crashed, passed } = verifyParsed(parseManifests(texts, [values(provider)]));
    expect(crashed).toEqual([]);
    return { passed, findings: findings.map(({ rule, file, field, expected }) => `${rule} ${file}:${field} ${expected}`) };
  };
  const host = (provider: string) => (provider === 'both' ? 'controlplane-nginx-controller.union-cp.svc.cluster.local' : 'envoy-controlplane.envoy-gateway.svc.cluster.local');
  const open = (provider: string, route: string) =>
    `gateway-route-unguarded cp.yaml:global.INGRESS_PROVIDER a guard of ${route} before every request on ${['union.example.com', ...route.startsWith('GRPC') ? [host(provider)] : []].join(', ')}`;
  const PROTECTED = ['HTTPRoute controlplane-protected', 'GRPCRoute controlplane-grpc-protected', 'GRPCRoute controlplane-grpc-protected-extended'];

  deep.each(['envoy', 'both'])('%s: is open, and each route is reported where the values ask for it', (provider) => {
    const beside = { name: 'other.yaml', text: manifests(secret('any', {})) };
    expect(told(provider, beside).findings).toEqual(PROTECTED.map((route) => open(provider, route)));
  });

  deep.each(['envoy', 'both'])('%s: behind our guard has no fault, by any rule', (provider) => {
    const { findings, passed } = told(provider, guard());
    expect(findings).toEqual([]);
    expect(passed).toEqual(expect.arrayContaining([
      'gateway-route-unguarded', 'sign-in-route-guarded', 'identity-header-dropped', 'claim-header-spoofable', 'route-unattached', 'grpc-sign-in-redirect', 'auth-metadata-guarded',
    ]));
  });

  deep('a policy for a route of another name leaves that open', () => {
    const misspelt = guard((text) => text.replace(/"controlplane-grpc-protected"/g, '"controlplane-grpc-protect"'));
    expect(told('envoy', misspelt).findings).toEqual(['policy-unattached guard.yaml:spec.targetRefs[0].name the GRPCRoute controlplane-grpc-protected']);
  });

  deep('a policy in another namespace guards nothing', () => {
    expect(told('envoy', guard((text) => text.replace(/"union-cp"/g, '"gateways"'))).findings).toEqual([
      'HTTPRoute controlplane-protected', 'GRPCRoute controlplane-grpc-protected and GRPCRoute controlplane-grpc-protected-extended', 'Gateway controlplane',
    ].map((targets) => `policy-unattached guard.yaml:metadata.namespace namespace union-cp, of ${targets}`));
  });

  deep('a guard before the sign-in routes is reported', () => {
    expect(told('envoy', guard((text) => text.replace(/"controlplane-protected"/g, '"controlplane-unprotected"'))).findings).toContainEqual(expect.stringMatching(/^sign-in-route-guarded /));
  });

  deep('a policy for clients of the whole Gateway may be refused for that of the chart, and one for each listener is not', () => {
    const whole = guard((text) => text.replace(/,"sectionName":"https[-a-z]*"/g, ''));
    expect(told('envoy', whole).findings).toContainEqual(expect.stringMatching(/^claim-header-spoofable guard\.yaml/));
  });

  deep('if the manifests contain the routes, they are reported only there', () => {
    const rendered = chartGatewayRoutes().filter(({ kind }) => kind !== 'Gateway');
    const { findings } = told('envoy', { name: 'rendered.yaml', text: manifests(...rendered) });
    expect(findings.filter((each) => each.startsWith('gateway-route-unguarded')).map((each) => each.split(' ')[1])).toEqual(Array(3).fill('rendered.yaml:spec.rules'));
    const whole = told('envoy', { name: 'rendered.yaml', text: manifests(...flyteadmin(), ...chartGatewayRoutes()) });
    expect(whole.findings.filter((each) => each.startsWith('gateway-route-unguarded')).map((each) => each.split(' ')[1])).toEqual(Array(3).fill('rendered.yaml:spec.rules'));
  });

  deep('of several control planes without a namespace is not checked, and of those with one each has its guard', () => {
    const both = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'both');
    const planes = ['one', 'two'].map((name) => ({ name: `${name}.yaml`, text: both.replace(/union\.example/g, `${name}.example`) }));
    const judged = (...namespaces: string[]) =>
      verifyParsed(parseManifests([guard()], planes.map((each, i) => ({ ...each, namespace: namespaces[i] }))));
    const openIn = ({ findings }: Report) => findings.filter(({ rule }) => rule === 'gateway-route-unguarded').map(({ file }) => file);
    expect(openIn(judged())).toEqual([]);
    expect(judged().coverage.open).toContainEqual(expect.objectContaining({ missing: expect.stringMatching(/one\.yaml.*two\.yaml.* the chart renders Gateway API routes/) }));
    expect(openIn(judged('union-cp', 'union-2'))).toEqual(Array(3).fill('two.yaml'));
  });

  deep('a class of another controller is reported as the reason for an ineffective guard', () => {
    const set = values('envoy');
    const { findings } = verifyParsed(parseManifests([guard()], [{ ...set, text: withValue(set.text, 'envoyGateway.gatewayClassName', 'istio') }]));
    expect(findings).toContainEqual(expect.objectContaining({ found: expect.stringContaining('istio.io/gateway-controller, which serves them, does not read it') }));
  });
});

deep('data planes share a base file, which has no authentication settings', () => {
  const texts = [['base.yaml', 'replicas: 2\noperator: { resources: {} }\n'], ['east.yaml', plane('east', 'service-id')], ['west.yaml', plane('west', 'service-id')]] as const;
  const { valueSets } = parseManifests([], texts.map(([name, text]) => ({ name, text })));
  expect(valueSets.map(({ files }) => files.map(({ name }) => name))).toEqual([['base.yaml', 'east.yaml'], ['base.yaml', 'west.yaml']]);
});

deep.each([
  'externalSecrets: { enabled: true }\n',
  'executor: { replicas: 2 }\nservices: { identity: { port: 80 } }\n',
  'ingress: { host: a.example.com, annotations: {} }\npodAnnotations: {}\n',
  'configMap: { admin: { name: x } }\nsecrets: { admin: { create: true } }\nclusterName: c\nhost: h\n',
  'config: { auth: { clientId: x } }\nglobal: { domain: x }\n',
])('values of other charts are left in peace: %s', (text) => {
  expect(parseManifests([{ name: 'values.yaml', text }])).toMatchObject({ valueSets: [], withoutObjects: ['values.yaml'] });
});

describe('a finding in values is accepted', () => {
  const text = changed(CONTROL_PLANE_VALUES, 'ingress:\n', 'ingress:\n  protectedIngressAnnotations:\n    nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie\n');
  const rules = ({ findings }: Report) => findings.map(({ rule }) => rule).filter((rule) => /^(identity-header|suppression)/.test(rule));

  deep('by an annotation in the set that it is about', () => {
    const accepted = changed(text, 'Set-Cookie\n', 'Set-Cookie\n    union-auth.cdk8s.io/ignore.identity-header-spoofable: a proxy strips them\n');
    const report = judge({ 'cp.yaml': accepted });
    expect(rules(report)).toEqual([]);
    expect(report.suppressed).toEqual([expect.objectContaining({ rule: 'identity-header-spoofable', reason: 'a proxy strips them' })]);
  });

  deep('by a file, under the name that the finding gives', () => {
    const config = readConfigFile({ name: 'own.yaml', text: 'suppressions:\n  - { rule: identity-header-spoofable, object: Values controlplane, reason: known }\n' }, RULES.ids);
    const report = verifyParsed(parseManifests([{ name: 'cp.yaml', text }]), { config, today: '2026-01-01' });
    expect(rules(report)).toEqual([]);
    expect(report.suppressed).toHaveLength(1);
  });
});

deep('the graph marks faults of values', () => {
  const input = parseManifests([{ name: 'dp.yaml', text: withValue(DATA_PLANE_VALUES, 'config.union.auth.clientSecretLocation', '/etc/other') }]);
  const report = verifyParsed(input);
  const { homes } = flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules);
  const broken = homes.flatMap(({ rows }) => rows).flatMap(({ ties }) => ties.mount.findings.map((index) => report.findings[index].rule));
  expect(broken).toContain('client-secret-unmounted');
});

deep('a plane may do without authentication, if it says so of its server and of its clients', () => {
  const errors = (text: string) => judge({ 'cp.yaml': text }).findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(errors(`${OPEN}configMap: { union: { auth: { enable: false } } }\n`)).toEqual([]);
  expect(errors(OPEN)).toContain('values-wrong-value');
});

// A row of its own each: jest reads one that is a list as what it passes.
deep.each(drawn([0, 300, 1.5, true, false, null, '', 'x', '5m', [], [null], [1], [[]], {}, { a: { b: 1 } }], 1).map((value) => [value]))('%p at every key crashes no rule', (value) => {
  const { controlPlane, dataPlane } = ChartVersion.V2026_8._contract;
  for (const { chart, keys } of [controlPlane.values, dataPlane.values]) {
    const base = chart === 'controlplane' ? CONTROL_PLANE_VALUES : DATA_PLANE_VALUES;
    // Some at a time: one that hides another leaves the others.
    for (let start = 0; start < keys.length; start += 10) {
      const paths = keys.slice(start, start + 10).map(({ path }) => path);
      const text = JSON.stringify(paths.map((path) => nestUnder(path, value)).reduce(mergeValues));
      const { crashed } = verifyParsed(parseManifests([], [{ name: 'base.yaml', text: base }, { name: 'own.json', text, chart }]));
      expect({ paths, crashed }).toEqual({ paths, crashed: [] });
    }
  }
}, 240_000);
