import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { gatewayObjects } from '../../../src/verify/values/chart-gateway';
import { linesFor } from '../../_tools/by-version';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';
import { setOf, placeInValues } from './_sets';

const ENVOY = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy');
const BOTH = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'both');
const MORE = Object.entries({
  'nameOverride': 'acme',
  'global.CONTROLPLANE_INTRA_CLUSTER_HOST': 'union.internal.example.com',
  'global.ENVOY_INGRESS_FQDN': 'envoy.gateways.svc.cluster.local',
  'envoyGateway.gatewayClassName': 'eg',
  'ingress.extraHosts': ['old.example.com', '{{ .Release.Namespace }}.example.com'],
  'flyte.common.ingress': { isServerless: true, serverlessVanityHost: '*.apps.example.com' },
}).reduce((text, [path, value]) => withValue(text, path, value), ENVOY);

const made = (text: string, said: Parameters<typeof setOf>[1] = { namespace: 'union-cp' }) => gatewayObjects(setOf(text, said));

type Json = Record<string, any>;

/** A line for each thing that rules read of an object. */
function linesOf({ apiVersion, kind, metadata, spec }: Json): string[] {
  const each = (list: Json[] | undefined, text: (item: Json) => string) => (list ?? []).map(text);
  const to = ({ backendRefs, filters }: Json) => each(backendRefs, ({ name, port }) => `${name}:${port}`)
    .concat(each(filters, ({ type, requestRedirect: { statusCode, path } }) => `${type} ${statusCode} ${path.replaceFullPath}`)).join(' ');
  return [
    ...spec.gatewayClassName === undefined ? [] : [`class ${spec.gatewayClassName}`],
    ...each(spec.listeners, ({ name, protocol, port, hostname }) => `listener ${name} ${protocol} ${port} ${hostname}`),
    ...each(spec.parentRefs, ({ name, namespace }) => `parent ${namespace}/${name}`),
    ...(spec.hostnames ?? []).map((host: string) => `host ${host}`),
    ...each(spec.targetRefs, (target) => `target ${target.group} ${target.kind} ${target.name}`),
    ...(spec.rules ?? []).flatMap((rule: Json) => rule.matches.map(({ path, method }: Json) => {
      const call = [method?.service, method?.method].filter(Boolean).join('/');
      return `${path ? `${path.type} ${path.value}` : `gRPC ${call}`} ${to(rule)}`;
    })),
  ].map((line) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name} ${line}`);
}

/** What the chart of a version renders with some values, by `helm template` without its subcharts: `both` and `envoy` without what each rule matches. */
function rendered(version: string, values: string): string[] {
  return linesFor(version, __dirname, 'fixtures/chart-gateway.txt').join('\n').split(/^# /m).find((section) => section.startsWith(`${values}\n`))!.trim().split('\n').slice(1);
}

describe.each([['2026.7.2', ChartVersion.V2026_7_2], ['2026.8.3', ChartVersion.V2026_8]])('what the chart %s renders is what is made of the values', (version, release) => {
  const lines = (text: string) => made(text.replace(/^#.*\n/, ''), { namespace: 'union-cp', release }).flatMap(({ raw }) => linesOf(raw)).sort();

  test.each([['envoy', ENVOY], ['both', BOTH]])('for %s', (values, text) => {
    expect(lines(text).filter((line) => !/ (gRPC|PathPrefix|Exact) /.test(line))).toEqual(rendered(version, values));
  });

  test('with all that values say of it', () => expect(lines(MORE)).toEqual(rendered(version, 'more')));
});

test('the policy for callers is for the whole Gateway', () => {
  expect(made(ENVOY).at(-1)!.at('spec')).toEqual({ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], connection: { bufferLimit: '2Mi' } });
});

test('a release without routes of a Gateway has none, nor has a provider that is not Envoy', () => {
  expect(made(ENVOY.replace('2026.8.schema', '2026.3.schema'))).toEqual([]);
  expect(made(CONTROL_PLANE_VALUES)).toEqual([]);
  expect(made(withValue(ENVOY, 'global.INGRESS_PROVIDER', 'Envoy'))).toEqual([]);
});

test('where Helm gets values outside the input, a guard may be among them', () => expect(made(ENVOY, { partial: true })).toEqual([]));

test('without a host or a namespace, routes have neither', () => {
  const [gateway, route] = made(withValue(withValue(ENVOY, 'global.UNION_HOST', ''), 'global.ENVOY_INGRESS_FQDN', 'union.example.com'), {});
  expect(gateway.at('spec', 'listeners')).toEqual([{ name: 'https-local', protocol: 'HTTPS', port: 443, hostname: 'union.example.com' }]);
  expect([route.namespace, route.at('spec', 'parentRefs'), route.at('spec', 'hostnames')]).toEqual([undefined, [{ name: 'controlplane' }], []]);
});

test('beside Ingresses, a Service is a host only in a known namespace', () => {
  const hosts = (said: Parameters<typeof setOf>[1]) => made(BOTH, said)[3].at('spec', 'hostnames');
  expect(hosts({})).toEqual(['union.example.com']);
  expect(hosts({ namespace: 'acme' })).toEqual(['union.example.com', 'controlplane-nginx-controller.acme.svc.cluster.local']);
});

test('listeners have the certificates that the values name, those within the network another one where there is', () => {
  const named = (values: Record<string, string>) => made(Object.entries(values).reduce((text, [path, value]) => withValue(text, `global.${path}`, value), MORE))[0];
  const refs = (values: Record<string, string>) => named(values).listAt('spec', 'listeners').map((each) => (each as Json).tls?.certificateRefs);
  expect(refs({ INTERNAL_TLS_SECRET_NAME: 'own' })).toEqual([undefined, undefined, [{ kind: 'Secret', name: 'own' }], [{ kind: 'Secret', name: 'own' }]]);
  expect(refs({ TLS_SECRET_NAME: 'public', TLS_SECRET_NAMESPACE: 'tls' })).toEqual(Array(4).fill([{ kind: 'Secret', namespace: 'tls', name: 'public' }]));
  const both = named({ TLS_SECRET_NAME: 'public', INTERNAL_TLS_SECRET_NAME: 'own' });
  expect([0, 3].map((i) => placeInValues(both, 'spec', 'listeners', i, 'tls', 'certificateRefs', 0, 'name'))).toEqual(['global.TLS_SECRET_NAME', 'global.INTERNAL_TLS_SECRET_NAME']);
});

test('a host that has two names in the values is one host', () => {
  const text = withValue(withValue(ENVOY, 'global.CONTROLPLANE_INTRA_CLUSTER_HOST', 'union.example.com'), 'global.ENVOY_INGRESS_FQDN', 'union.example.com');
  expect(made(text).map((object) => object.at('spec', 'hostnames') ?? [])).toEqual([[], ...Array(5).fill(['union.example.com']), []]);
  expect(made(text)[0].listAt('spec', 'listeners')).toHaveLength(1);
});

describe('in the values', () => {
  const [gateway, open, guarded, openGrpc, grpc] = made(MORE);

  test('names are where the values have them', () => {
    expect(placeInValues(gateway, 'spec', 'gatewayClassName')).toBe('envoyGateway.gatewayClassName');
    expect([0, 1, 2, 3].map((i) => placeInValues(gateway, 'spec', 'listeners', i, 'hostname'))).toEqual([
      'global.UNION_HOST', 'flyte.common.ingress.serverlessVanityHost', 'global.CONTROLPLANE_INTRA_CLUSTER_HOST', 'global.ENVOY_INGRESS_FQDN',
    ]);
    expect(placeInValues(open, 'spec', 'hostnames', 1)).toBe('flyte.common.ingress.serverlessVanityHost');
    expect(placeInValues(guarded, 'spec', 'hostnames', 1)).toBe('ingress.extraHosts[0]');
    expect(placeInValues(openGrpc, 'spec', 'hostnames', 5)).toBe('ingress.extraHosts[1]');
    expect(placeInValues(grpc, 'spec', 'hostnames', 1)).toBe('global.CONTROLPLANE_INTRA_CLUSTER_HOST');
  });

  test('all else is there because of the provider', () => {
    expect(placeInValues(grpc, 'spec', 'rules', 3, 'matches', 0)).toBe('global.INGRESS_PROVIDER');
    expect(placeInValues(gateway, 'spec', 'listeners', 0)).toBe('global.INGRESS_PROVIDER');
    expect(placeInValues(made(ENVOY)[4], 'spec', 'hostnames', 1)).toBe('global.INGRESS_PROVIDER');
  });
});
