import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { Json, Planes } from './_planes';
import { Charts } from './people/_people';

/** One slip is one finding at the object to edit, the few against the many, with what comes of it beneath. */

/** Each judges whole planes. */
const deep = oneIn(3);

const told = (texts: { name: string; text: string }[]) =>
  verify(texts).findings.map(({ rule, object: { kind, name }, field, also = [], consequences = [] }) =>
    [`${rule} ${kind}/${name} ${field}`, ...also.map((place) => `also ${place.field}`), ...consequences.map((each) => `so ${each.rule}`)].join(', '));

function toldOf(put: (planes: Planes) => void, provider?: Parameters<typeof Planes.behind>[1]): string[] {
  const planes = Planes.behind('ingress-nginx', provider);
  put(planes);
  return told([{ name: 'in.yaml', text: `${planes}` }]);
}

describe('an issuer misspelt in both places, where every client has the right token endpoint', () => {
  const places = (auth: Json): Json[] => [auth.userAuth.openId, auth.appAuth.externalAuthServer];
  const misspell = (from: string, to: string) => (auth: Json) => places(auth).forEach((each) => { each.baseUrl = each.baseUrl.replace(from, to); });

  deep.each([
    ['Okta', 'default', 'defualt'], ['Okta', 'acme.okta', 'acem.okta'], ['Keycloak', 'realms/union', 'realms/uinon'],
  ] as const)('%s: %s as %s', (provider, from, to) => {
    expect(toldOf((planes) => planes.flyteadmin(({ auth }) => misspell(from, to)(auth)), provider)).toEqual([
      'token-url-foreign ConfigMap/flyte-admin-base-config data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl, also data["server.yaml"]: auth.userAuth.openId.baseUrl',
    ]);
  });

  deep('in values', () => {
    const charts = Charts.of('Okta');
    misspell('default', 'defualt')(charts.cp.flyte.configmap.adminServer.auth);
    expect(told(charts.texts())).toEqual([
      'token-url-foreign Values/controlplane flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl, also flyte.configmap.adminServer.auth.userAuth.openId.baseUrl',
    ]);
  });

  deep('another token endpoint at one client is that client\'s', () => {
    const [finding, ...rest] = toldOf((planes) => planes.configure('cluster', ({ union }) => { union.auth.tokenUrl = union.auth.tokenUrl.replace('default', 'defualt'); }));
    expect(rest).toEqual([]);
    expect(finding).toContain('ConfigMap/cluster');
  });
});

deep.each([
  ['flyte-admin-base-config', 'server.yaml', ['client-section-missing']], ['executions', 'config.yaml', []],
  ['union-operator', 'config.yaml', ['client-section-missing']], ['flyte-propeller-config', 'admin.yaml', ['client-section-missing']],
] as const)('a config file that cannot be read: %s', (name, key, consequences) => {
  const found = toldOf((planes) => { const { data } = planes.get('ConfigMap', name); data[key] = data[key].replace('\n  ', '\n\t'); });
  expect(found).toEqual([[`config-unreadable ConfigMap/${name} data["${key}"]`, ...consequences.map((each) => `so ${each}`)].join(', ')]);
});

describe('a Secret that is called otherwise, or lacks a key', () => {
  deep.each([
    ['union-secret-auth', 'client-secret-undelivered'], ['union-controlplane-secrets-auth', 'client-secret-undelivered'], ['flyte-secret-auth', 'client-secret-undelivered'],
    ['flyteadmin-oidc-client-secret', 'browser-secret-undelivered'],
    // The Secret is written, with another key of another entry.
    ['flyte-admin-secrets-auth', 'client-secret-key-missing'],
  ])('the target of %s', (name, rule) => {
    const found = toldOf((planes) => { const { spec } = planes.get('ExternalSecret', name); spec.target.name = String(spec.target.name ?? name).replace('secret', 'sercet'); });
    expect(found).toEqual([`${rule} ExternalSecret/${name} spec.target.name`]);
  });

  deep.each([
    ['union-controlplane-secrets-auth', 'external-secret-incomplete ExternalSecret/union-controlplane-secrets-auth spec, so client-secret-undelivered'],
    ['flyte-secret-auth', 'external-secret-incomplete ExternalSecret/flyte-secret-auth spec, so client-secret-undelivered'],
    ['flyteadmin-oidc-client-secret', 'external-secret-incomplete ExternalSecret/flyteadmin-oidc-client-secret spec, so browser-secret-undelivered'],
  ])('the entry of %s', (name, expected) => {
    const found = toldOf((planes) => {
      const { spec } = planes.get('ExternalSecret', name);
      const [{ secretKey }] = spec.data.splice(0, 1);
      delete spec.target.template?.data?.[secretKey];
    });
    expect(found).toEqual([expected]);
  });

  deep('a single missing key does not mean that pods wait', () => {
    const planes = Planes.behind('ingress-nginx');
    planes.remove('ExternalSecret', 'union-controlplane-secrets-auth');
    const { findings } = verify([{ name: 'in.yaml', text: `${planes}` }]);
    expect(findings.map(({ rule, field }) => [rule, field])).toEqual([['client-secret-undelivered', 'spec.data']]);
    expect(findings[0].symptom).not.toContain('ContainerCreating');
  });
});

deep('headers of a wrong guard are a consequence of the guard\'s fault', () => {
  const found = toldOf((planes) => planes.annotate('controlplane-protected', { 'auth-response-headers': 'Set-Cookie' }));
  expect(found).toEqual([expect.stringMatching(/^identity-header-spoofable Ingress\/controlplane-protected .*, so metadata-header-spoofable$/)]);
});
