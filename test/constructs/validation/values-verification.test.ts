import { App, Chart, Testing } from 'cdk8s';
import { AuthProfile, AuthVerification, ChartVersion, ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, DataPlaneAuth, DataPlaneAuthProps, EdgeController } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { dataPlaneProps, externalSecrets, SaidOf, SERVICE_SECRET, unionAuth, WEB_SECRET } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';

/** Each makes planes and judges them. */
const deep = oneIn(8);

interface Planes {
  readonly control?: Partial<ControlPlaneAuthProps>;
  readonly data?: SaidOf<DataPlaneAuthProps>;
  readonly release?: ChartVersion;
  readonly profile?: AuthProfile;
}

/** An app with both planes beside their charts, judged whenever it is synthesized. */
function appWith({ control = {}, data = {}, release: chartVersion, profile }: Planes): App {
  const app = Testing.app();
  const common = { identity: unionAuth({ profile }), secrets: externalSecrets(), chartVersion };
  new ControlPlaneAuth(new Chart(app, 'cp'), 'auth', { ...common, ...control });
  new DataPlaneAuth(new Chart(app, 'dp'), 'auth', dataPlaneProps({ ...common, ...data }));
  AuthVerification.of(app);
  return app;
}

/** What fails the synthesis: `rule construct field` of each. */
function faults(planes: Planes): string[] {
  const app = appWith(planes);
  const findings = AuthVerification.of(app).findings().filter(({ severity }) => severity !== 'info');
  if (findings.length > 0) {
    expect(() => app.synth()).toThrow(findings[0].rule);
  } else {
    expect(() => app.synth()).not.toThrow();
  }
  return findings.map(({ rule, constructPath, field }) => `${rule} ${constructPath} ${field}`);
}

const AUTH = 'flyte.configmap.adminServer.auth';
const HEADERS = 'nginx.ingress.kubernetes.io/auth-response-headers';

describe.each(drawn(ChartVersion._all, 1))('release %s', (release) => {
  deep('what HARDENED emits has no fault', () => expect(faults({ release })).toEqual([]));

  deep.each([EdgeController.traefik(), EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' }), EdgeController.ingressNginx()])('nor beside another edge', (edge) => {
    expect(faults({ release, control: { edge: { controller: edge } } })).toEqual([]);
  });
});

deep('the guide to the letter fails, with construct and values path', () => {
  const found = faults({ profile: AuthProfile.GUIDE });
  expect(found).toEqual(expect.arrayContaining([
    `public-url-unauthorized cp/auth ${AUTH}.authorizedUris`,
    'identity-header-spoofable cp/auth ingress.protectedIngressAnnotationsGrpc["nginx.ingress.kubernetes.io/auth-response-headers"]',
    'values-missing-key dp/auth host',
  ]));
});

const adminServer = (section: object) => ({ control: { extraValues: { flyte: { configmap: { adminServer: section } } } } });
const annotations = (set: string, values: object, more: object = {}) => ({ control: { extraValues: { ingress: { [set]: values }, ...more } } });
const DROPPED = { [HEADERS]: 'Set-Cookie' };
const AT = `cp/auth ingress.protectedIngressAnnotations["${HEADERS}"]`;
const EAST = unionAuth({ dataPlanes: { east: { operator: { clientId: 'east-id', secret: { key: 'union/east' } } } } });
const own = { identity: EAST, clusterName: 'east' };
const otherService = unionAuth({
  applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'other-id', secret: SERVICE_SECRET } },
});

deep.each<[string, Planes, string[]]>([
  ['useAuth off', adminServer({ server: { security: { useAuth: false } } }), ['values-wrong-value cp/auth flyte.configmap.adminServer.server.security.useAuth']],
  ['authorizedUris replaced', adminServer({ auth: { authorizedUris: ['http://flyteadmin:80'] } }), [`public-url-unauthorized cp/auth ${AUTH}.authorizedUris`]],
  ['another domain', { data: { identity: unionAuth({ domain: 'other.example.com' }) } }, ['values-planes-disagree dp/auth global.CONTROLPLANE_HOST']],
  ['another service client', { data: { identity: otherService } }, [expect.stringMatching(/^client-id-mismatch dp\/auth /) as string]],
  ['a separate client that the control plane does not list', { data: own }, [expect.stringMatching(/^client-id-mismatch dp\/auth /) as string]],
])('%s is a fault', (_, planes, expected) => expect(faults(planes)).toEqual(expect.arrayContaining(expected)));

deep.each<[string, Planes, string[]]>([
  ['an annotation set replaced', annotations('protectedIngressAnnotations', DROPPED), [`identity-header-dropped ${AT}`]],
  ['an annotation set replaced, where the controller takes nothing from callers', annotations('protectedIngressAnnotations', DROPPED, { 'ingress-nginx': { enabled: false } }),
    [`identity-header-spoofable ${AT}`, 'values-connection-cut cp/auth flyte.configmap.adminServer.admin.endpoint']],
  ['a guard taken away', annotations('protectedIngressAnnotationsGrpc', { 'nginx.ingress.kubernetes.io/auth-url': '' }),
    ['auth-annotation-ignored cp/auth ingress.protectedIngressAnnotationsGrpc["nginx.ingress.kubernetes.io/auth-url"]']],
  ['the Secret no longer mounted', { data: { extraValues: { secrets: { admin: { enable: false } } } } }, ['values-wrong-value dp/auth secrets.admin.enable']],
  ['a separate client that the control plane lists', { data: own, control: { identity: EAST } }, []],
])('%s has these faults alone', (_, planes, expected) => expect(faults(planes)).toEqual(expected));

describe('the values of a plane without a chart', () => {
  /** What is found in the values of a plane that follows the guide to the letter. */
  const inValues = (make: (chart: Chart, props: typeof PLAIN & ControlPlaneAuthProps) => unknown) => {
    const app = Testing.app();
    make(new Chart(app, 'cp'), { ...PLAIN, identity: unionAuth({ profile: AuthProfile.GUIDE }), secrets: externalSecrets() });
    return AuthVerification.of(app).findings().filter(({ object }) => object.startsWith('v2/Values'));
  };

  deep('are reported by none', () => expect(inValues((chart, props) => new ControlPlane(chart, 'plane', props))).toEqual([]));

  deep('which those beside a chart are not', () => {
    expect(inValues((chart, { identity, secrets }) => new ControlPlaneAuth(chart, 'auth', { identity, secrets }))).not.toEqual([]);
  });
});
