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

/** Each finding as `rule file:field`. */
function found({ findings, crashed }: Report): string[] {
  expect(crashed).toEqual([]);
  return findings.map(({ rule, file, field }) => `${rule} ${file}:${field}`);
}

const judge = (texts: Readonly<Record<string, string>>) => verify(Object.entries(texts).map(([name, text]) => ({ name, text })));

const SET = 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io';
const AUTH = 'flyte.configmap.adminServer.auth';

describe.each(ChartVersion._all)('values for %s', (release) => {
  deep('as HARDENED emits them have no fault, by any rule', () => {
    const { controlPlane, dataPlane } = emitted(release);
    const report = verifyParsed(parseManifests([], [
      { name: 'cp.yaml', text: controlPlane.toString(), release },
      { name: 'dp.yaml', text: dataPlane.toString(), release },
    ]));
    expect(found(report)).toEqual([]);
    // Not a clean bill by default: the chart's workloads and routes were there to be judged.
    expect(report.passed).toEqual(expect.arrayContaining(['client-secret-unmounted', 'route-unguarded', 'identity-header-spoofable', 'audience-missing', 'client-id-mismatch']));
  });
});

deep('what the chart makes of the guide\'s values is judged where it stands in them', () => {
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

describe('one cause is one finding', () => {
  deep('of a global that many services read', () => {
    const { controlPlane, dataPlane } = emitted(ChartVersion.V2026_8);
    const other = changed(dataPlane.toString(), '  AUTH_CLIENT_ID: "service-id"', '  AUTH_CLIENT_ID: "other-id"')
      .replace(/^ *clientId: "service-id"\n/gm, '');
    expect(found(judge({ 'cp.yaml': controlPlane.toString(), 'dp.yaml': other }))).toEqual(['client-id-mismatch dp.yaml:global.AUTH_CLIENT_ID']);
  });

  deep('of a value that a rule of the wiring and one of values see', () => {
    const text = changed(CONTROL_PLANE_VALUES, '        appAuth:\n', '        appAuth:\n          authServerType: external\n');
    expect(found(judge({ 'cp.yaml': text })).filter((each) => each.includes('authServerType'))).toEqual([`enum-invalid cp.yaml:${AUTH}.appAuth.authServerType`]);
  });
});

deep('an annotation set that replaces a header list of the chart is judged like an Ingress', () => {
  const text = changed(CONTROL_PLANE_VALUES, 'ingress:\n', 'ingress:\n  protectedIngressAnnotations: { nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie }\n');
  expect(found(judge({ 'cp.yaml': text })).filter((each) => each.startsWith('identity-header'))).toEqual([`identity-header-spoofable cp.yaml:${SET}/auth-response-headers"]`]);
});

describe('values and manifests together', () => {
  const merge = (target: string) => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: es, namespace: union }
spec:
  secretStoreRef: { name: default, kind: SecretStore }
  target: { name: ${target}, creationPolicy: Merge }
  data: [{ secretKey: client_secret, remoteRef: { key: union/service } }]
`;

  deep('an ExternalSecret that waits for a Secret that no chart makes', () => {
    expect(found(judge({ 'dp.yaml': DATA_PLANE_VALUES, 'es.yaml': merge('union-secret-auth') }))).toContain('secret-merge-deadlock es.yaml:spec.target.creationPolicy');
  });

  deep('where the chart makes it, nothing waits', () => {
    const made = changed(DATA_PLANE_VALUES, 'create: false', 'create: true\n    clientSecret: placeholder');
    expect(found(judge({ 'dp.yaml': made, 'es.yaml': merge('union-secret-auth') })).filter((each) => each.startsWith('secret-merge'))).toEqual([]);
  });

  deep('only the chart writes a Secret whose value comes from helm --set', () => {
    const made = changed(DATA_PLANE_VALUES, 'create: false', 'create: true');
    const delivered = merge('union-controlplane-secrets').replace('namespace: union', 'namespace: union-cp');
    const inDataPlane = (files: Record<string, string>) => found(judge(files)).filter((each) => /^(client-)?secret-.*dp\.yaml/.test(each));
    expect(inDataPlane({ 'dp.yaml': made, 'es.yaml': merge('union-secret-auth') })).toEqual(['secret-writers-collide dp.yaml:secrets.admin.create']);
    expect(inDataPlane({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': made, 'es.yaml': delivered })).toEqual([]);
    expect(inDataPlane({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': DATA_PLANE_VALUES, 'es.yaml': delivered })).toEqual(['client-secret-undelivered dp.yaml:secrets.admin']);
  });

  deep('a manifest that the chart rendered is judged in the place of what the values would make', () => {
    const rendered = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: union-syncresources }\nspec: { template: { spec: { containers: [{ name: sync-cluster-resources }] } } }\n';
    const unmounted = withValue(DATA_PLANE_VALUES, 'clusterresourcesync.config.union.auth.clientSecretLocation', '/etc/other');
    expect(found(judge({ 'dp.yaml': unmounted })).some((each) => each.startsWith('client-secret-unmounted'))).toBe(true);
    expect(found(judge({ 'dp.yaml': unmounted, 'operator.yaml': rendered }))).toEqual([]);
  });
});

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

  deep.each(['envoy', 'both'])('%s: is open, each route told where the values ask for it', (provider) => {
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

  deep('of several control planes that do not say where they are is not judged, and of those that do each has its guard', () => {
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

describe('several data planes', () => {
  const plane = (cluster: string, client: string) => `${changed(DATA_PLANE_VALUES, 'service-id', client)}clusterName: ${cluster}\n`;
  const report = judge({ 'cp.yaml': CONTROL_PLANE_VALUES, 'east.yaml': plane('east', 'east-id'), 'west.yaml': plane('west', 'service-id') });

  deep('are planes, not overrides of each other', () => expect(report.objects).toBe(3));

  deep('each is held against the control plane: a client that it does not know', () => {
    expect(found(report).filter((each) => /client-id-mismatch|planes-disagree/.test(each))).toEqual(['client-id-mismatch east.yaml:global.AUTH_CLIENT_ID']);
  });

  deep('that share a base file, which has no authentication settings', () => {
    const base = 'replicas: 2\noperator: { resources: {} }\n';
    const texts = [['base.yaml', base], ['east.yaml', plane('east', 'service-id')], ['west.yaml', plane('west', 'service-id')]] as const;
    const { valueSets } = parseManifests([], texts.map(([name, text]) => ({ name, text })));
    expect(valueSets.map(({ files }) => files.map(({ name }) => name))).toEqual([['base.yaml', 'east.yaml'], ['base.yaml', 'west.yaml']]);
  });
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

describe('unknown settings are not reported', () => {
  deep.each(['${CLIENT_ID}', 'ref+vault://union/client#id', '<path:union/data#id>', 'ENC[AES256_GCM,data:abc,type:str]'])('%s is a reference', (reference) => {
    const data = changed(DATA_PLANE_VALUES, 'service-id', `"${reference}"`);
    expect(found(judge({ 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': data })).filter((each) => each.includes('AUTH_CLIENT_ID'))).toEqual([]);
  });
});

deep('a plane may do without authentication, if it says so of its server and of its clients', () => {
  const off = 'global: { UNION_HOST: union.example.com, KUBERNETES_SECRET_NAME: union-controlplane-secrets }\ningress: { host: union.example.com }\n'
    + 'flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }\n';
  const errors = (text: string) => judge({ 'cp.yaml': text }).findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(errors(`${off}configMap: { union: { auth: { enable: false } } }\n`)).toEqual([]);
  expect(errors(off)).toContain('values-wrong-value');
});

deep('a data plane without authentication has clients that need no Secret', () => {
  // As unionai/helm-charts has it: tests/values/dataplane.fully-selfhosted.yaml.
  const off = 'global: { CONTROLPLANE_HOST: union.example.com }\nsecrets: { admin: { enable: false, create: false } }\n'
    + 'config: { union: { auth: { enable: false } } }\nclusterresourcesync: { config: { union: { auth: { enable: false } } } }\n';
  expect(found(judge({ 'dp.yaml': off }))).toEqual([]);
});

deep('of two rules at one place the graver counts', () => {
  const text = `${DATA_PLANE_VALUES.replace('create: false', 'create: true')}    clientSecret: hunter2hunter2\n`;
  expect(found(judge({ 'dp.yaml': text })).filter((each) => each.endsWith('clientSecret'))).toEqual(['values-secret-value dp.yaml:secrets.admin.clientSecret']);
});

deep('a server without authentication needs no issuer', () => {
  const text = 'global: { UNION_HOST: union.example.com, INTERNAL_CLIENT_ID: a, AUTH_TOKEN_URL: "https://idp.example.com/token" }\n'
    + 'flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }\n';
  expect(found(judge({ 'cp.yaml': text })).filter((each) => each.startsWith('values-missing') || each.startsWith('auth-value-empty'))).toEqual([]);
});

describe('no value crashes a rule', () => {
  const values = [0, 300, 1.5, true, false, null, '', 'x', '5m', [], [null], [1], [[]], {}, { a: { b: 1 } }];
  const { controlPlane, dataPlane } = ChartVersion.V2026_8._contract;
  const contracts = [controlPlane.values, dataPlane.values];

  // A row of its own each: jest reads one that is a list as what it passes.
  deep.each(drawn(values, 1).map((value) => [value]))('%p at every key', (value) => {
    for (const { chart, keys } of contracts) {
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
});
