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

const USE_AUTH = { flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } } };
const AUTH = 'flyte.configmap.adminServer.auth';

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

describe('extraValues that undo authentication', () => {
  deep('useAuth off', () => {
    expect(faults({ control: { extraValues: USE_AUTH } })).toContain('values-wrong-value cp/auth flyte.configmap.adminServer.server.security.useAuth');
  });

  deep('authorizedUris replaced', () => {
    const extraValues = { flyte: { configmap: { adminServer: { auth: { authorizedUris: ['http://flyteadmin:80'] } } } } };
    expect(faults({ control: { extraValues } })).toContain(`public-url-unauthorized cp/auth ${AUTH}.authorizedUris`);
  });

  deep('an annotation set replaced', () => {
    const extraValues = { ingress: { protectedIngressAnnotations: { 'nginx.ingress.kubernetes.io/auth-response-headers': 'Set-Cookie' } } };
    const at = 'cp/auth ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-response-headers"]';
    expect(faults({ control: { extraValues } })).toEqual([`identity-header-dropped ${at}`]);
  });

  deep('an annotation set replaced, where the controller takes nothing from callers', () => {
    const extraValues = {
      'ingress': { protectedIngressAnnotations: { 'nginx.ingress.kubernetes.io/auth-response-headers': 'Set-Cookie' } },
      'ingress-nginx': { enabled: false },
    };
    const at = 'cp/auth ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-response-headers"]';
    expect(faults({ control: { extraValues } })).toEqual([
      `identity-header-spoofable ${at}`, 'values-connection-cut cp/auth flyte.configmap.adminServer.admin.endpoint',
    ]);
  });

  deep('a guard taken away', () => {
    const extraValues = { ingress: { protectedIngressAnnotationsGrpc: { 'nginx.ingress.kubernetes.io/auth-url': '' } } };
    expect(faults({ control: { extraValues } }).map((fault) => fault.split(' ')[0])).toEqual(['auth-annotation-ignored']);
  });

  deep('the Secret no longer mounted', () => {
    expect(faults({ data: { extraValues: { secrets: { admin: { enable: false } } } } })).toEqual(['values-wrong-value dp/auth secrets.admin.enable']);
  });
});

describe('planes that do not fit each other', () => {
  deep('another domain', () => {
    const data = { identity: unionAuth({ domain: 'other.example.com' }) };
    expect(faults({ data })).toContain('values-planes-disagree dp/auth global.CONTROLPLANE_HOST');
  });

  deep('another service client', () => {
    const data = { identity: unionAuth({ applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'other-id', secret: SERVICE_SECRET } } }) };
    expect(faults({ data }).some((fault) => fault.startsWith('client-id-mismatch dp/auth '))).toBe(true);
  });

  deep('a separate client that the control plane does not list, and one that it lists', () => {
    const identity = unionAuth({ dataPlanes: { east: { operator: { clientId: 'east-id', secret: { key: 'union/east' } } } } });
    const own = { identity, clusterName: 'east' };
    expect(faults({ data: own }).some((fault) => fault.startsWith('client-id-mismatch dp/auth '))).toBe(true);
    expect(faults({ data: own, control: { identity } })).toEqual([]);
  });
});

describe('the values of a plane without a chart', () => {
  /** What is found in the values of a plane that follows the guide to the letter. */
  const inValues = (make: (chart: Chart, props: typeof PLAIN & ControlPlaneAuthProps) => unknown) => {
    const app = Testing.app();
    make(new Chart(app, 'cp'), { ...PLAIN, identity: unionAuth({ profile: AuthProfile.GUIDE }), secrets: externalSecrets() });
    return AuthVerification.of(app).findings().filter(({ object }) => object.startsWith('v2/Values'));
  };

  deep('are nobody\'s', () => expect(inValues((chart, props) => new ControlPlane(chart, 'plane', props))).toEqual([]));

  deep('which those beside a chart are not', () => {
    expect(inValues((chart, { identity, secrets }) => new ControlPlaneAuth(chart, 'auth', { identity, secrets }))).not.toEqual([]);
  });
});
