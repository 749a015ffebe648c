import { Testing } from 'cdk8s';
import { EnvoyGatewayGuard, EnvoyGatewayGuardProps } from '../../../../src';
import { verify } from '../../../../src/verify/verify';
import { manifests as text } from '../../../verify/_manifests';
import { chartGatewayRoutes, flyteadmin } from '../../../verify/_union';
import { manifests, ofKind } from '../support';

function guard(props?: EnvoyGatewayGuardProps) {
  return manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', props));
}

const refs = (props?: EnvoyGatewayGuardProps) =>
  [...ofKind(guard(props), 'SecurityPolicy')].map(([name, { spec }]) => [name, ...spec.targetRefs.map((ref: { kind: string; name: string }) => `${ref.kind}/${ref.name}`)]);

it('hands out every object', () => {
  const chart = Testing.chart();
  const { apiObjects } = new EnvoyGatewayGuard(chart, 'guard');
  expect(apiObjects.map(({ kind, name }) => `${kind}/${name}`)).toContain('SecurityPolicy/controlplane-sign-in');
  expect(apiObjects).toHaveLength(chart.toJson().length);
});

it('guards the routes that Union’s chart renders, and renders none itself', () => {
  expect(refs()).toEqual([
    ['controlplane-sign-in', 'HTTPRoute/controlplane-protected'],
    ['controlplane-unauthorized', 'GRPCRoute/controlplane-grpc-protected', 'GRPCRoute/controlplane-grpc-protected-extended'],
  ]);
  expect(guard().map(({ kind }) => kind)).toEqual(
    ['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget', 'SecurityPolicy', 'SecurityPolicy', 'ClientTrafficPolicy']);
});

it('guards routes of one’s own as well, in their namespace', () => {
  expect(refs({ httpRoutes: ['controlplane-protected', 'acme', 'acme-2'], grpcRoutes: ['controlplane-grpc-protected', 'controlplane-grpc-protected-extended', 'acme-grpc'] })).toEqual([
    ['controlplane-sign-in', 'HTTPRoute/controlplane-protected', 'HTTPRoute/acme', 'HTTPRoute/acme-2'],
    ['controlplane-unauthorized', 'GRPCRoute/controlplane-grpc-protected', 'GRPCRoute/controlplane-grpc-protected-extended', 'GRPCRoute/acme-grpc'],
  ]);
  expect(new Set(guard({ namespace: 'acme-cp' }).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['acme-cp']));
});

describe('headers that no caller may send', () => {
  const client = (props?: EnvoyGatewayGuardProps) => ofKind(guard(props), 'ClientTrafficPolicy').get('controlplane-caller-headers')?.spec;

  it('are taken at every listener that the chart may render, beside the chart’s own settings', () => {
    const { targetRefs, headers, ...settings } = client();
    expect(targetRefs.map(({ name, sectionName }: Record<string, string>) => `${name} ${sectionName}`))
      .toEqual(['controlplane https', 'controlplane https-serverless', 'controlplane https-intracluster', 'controlplane https-local']);
    expect(headers.earlyRequestHeaders.remove).toContain('x-user-subject');
    expect(settings).toEqual({
      tls: { alpnProtocols: ['h2', 'http/1.1'] },
      timeout: { http: { requestReceivedTimeout: '0s', streamIdleTimeout: '0s' } },
      path: { escapedSlashesAction: 'UnescapeAndRedirect' },
      connection: { bufferLimit: '2Mi' },
    });
  });

  it('are taken at the listeners that are named, or at none', () => {
    expect(client({ listeners: ['public'] }).targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane', sectionName: 'public' }]);
    expect(client({ listeners: [] })).toBeUndefined();
  });

  it('are taken by Lua at the chart’s routes where the version takes names alone, or no listener does', () => {
    const filters = (props: EnvoyGatewayGuardProps) => [...ofKind(guard(props), 'EnvoyExtensionPolicy')].map(([name, { spec }]) =>
      [name, ...spec.targetRefs.map((ref: { name: string }) => ref.name)]);
    const all = [
      ['controlplane-guarded-headers', 'controlplane-protected', 'controlplane-grpc-protected', 'controlplane-grpc-protected-extended'],
      ['controlplane-open-headers', 'controlplane-unprotected', 'controlplane-grpc-unprotected'],
    ];
    expect(filters({ envoyGatewayVersion: '1.6' })).toEqual(all);
    expect(filters({ envoyGatewayVersion: '1.8', listeners: [] })).toEqual(all);
    expect([{}, { envoyGatewayVersion: '1.8' }, { envoyGatewayVersion: '1.9', listeners: [] }].flatMap(filters)).toEqual([]);
  });
});

it('leaves no request to the chart’s protected routes unguarded', () => {
  const found = (...guards: ReturnType<typeof guard>) =>
    verify([{ name: 'all', text: text(...flyteadmin(), ...chartGatewayRoutes(), ...guards.map((each) => ({ ...each }))) }])
      .findings.filter(({ rule }) => rule === 'gateway-route-unguarded');
  expect(found()).toHaveLength(3);
  expect(found(...guard())).toEqual([]);
});

it('warns of chart routes that it is configured to omit', () => {
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation();
  guard({ grpcRoutes: ['controlplane-grpc-protected'] });
  expect(warning.mock.calls.map(([message]) => message)).toEqual([
    expect.stringMatching(/leaves controlplane-grpc-protected-extended without a guard.*leave httpRoutes and grpcRoutes out to guard all/),
  ]);
  warning.mockClear();
  guard();
  guard({ gateway: 'acme', httpRoutes: ['acme'] });
  expect(warning).not.toHaveBeenCalled();
  warning.mockRestore();
});

it.each<[string, EnvoyGatewayGuardProps, RegExp]>([
  ['a route of the chart in another order', { grpcRoutes: ['controlplane-protected-grpc'] }, /grpcRoutes\[0\]: "controlplane-protected-grpc" is not a route of the chart; did you mean controlplane-grpc-protected\?/],
  ['a misspelt route of the chart', { httpRoutes: ['controlplane-protcted'] }, /httpRoutes\[0\]: "controlplane-protcted" is not a route of the chart; did you mean controlplane-protected\?/],
  ['a route of the other kind', { httpRoutes: ['controlplane-grpc-protected'] }, /httpRoutes\[0\]: .* is a GRPCRoute of the chart; give it in the list of those/],
  ['a misspelt listener of the chart', { listeners: ['https', 'htps'] }, /listeners\[1\]: "htps" is not a listener of the chart; did you mean https\?/],
  ['the routes that people sign in by', { httpRoutes: ['controlplane-unprotected'] }, /httpRoutes\[0\]: "controlplane-unprotected" must stay open for sign-in/],
  ['no route', { httpRoutes: [], grpcRoutes: [] }, /httpRoutes: \[\] and grpcRoutes are empty, so nothing would be guarded/],
  ['a route twice', { httpRoutes: ['a', 'a'] }, /httpRoutes\[1\]: "a" is given twice/],
  ['an invalid name', { grpcRoutes: ['A b'] }, /grpcRoutes\[0\]: "A b" is not an object name/],
  ['an invalid namespace', { namespace: 'A' }, /namespace: "A" is not a namespace name/],
  ['a gate without pods', { gate: { replicas: 1.5 } }, /gate\.replicas: 1\.5 rejects every request/],
])('refuses %s', (_, props, message) => expect(() => guard(props)).toThrow(message));
