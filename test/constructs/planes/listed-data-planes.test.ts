import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import {
  ArgoApplication, AuthProfile, ChartVersion, ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, DataPlane, DataPlaneAuth,
  DataPlaneAuthProps, EagerApiKey, FluxHelmRelease, SecretDelivery, SecretRotation, UnionIdentity, UnionIdentityProps,
} from '../../../src';
import { PlaneAuth } from '../../../src/constructs/planes/plane-auth';
import { guardedValue } from '../../../src/contract/upstream/remote-ref';
import { oneIn } from '../../_tools/drawn';
import { byCluster, dataPlaneOf, dataPlaneProps, externalSecrets, oktaAuth, SaidOf, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { expectValid } from '../../_tools/schemas';
import { Manifest, objectsOf } from '../../examples/_dist';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

/** Each makes planes. */
const deep = oneIn(5);

const EAST = {
  clusterName: 'us-east',
  operator: { clientId: 'east-operator', secret: { key: 'union/us-east/operator' } },
  eager: { clientId: 'east-eager', secret: { key: 'union/us-east/eager' } },
};
const WEST = { clusterName: 'us-west', operator: { clientId: 'west-operator', secret: { key: 'union/us-west/operator' } } };
const DELIVERIES = {
  externalSecrets: externalSecrets(),
  kubernetesSecrets: SecretDelivery.kubernetesSecrets(),
  provisioned: SecretDelivery.provisioned(),
};

function listing(props: Partial<UnionIdentityProps> = {}, provider = PROVIDERS.okta()): UnionIdentity {
  return identityOf(provider, undefined, {
    dataPlanes: byCluster([EAST, WEST]), clients: { release: { clientId: 'ci-release' } }, organization: 'acme', ...props,
  });
}
const identity = listing();

/** Nothing older ran: no key of an older release is delivered, and nothing warned of. The guide's own release is the oldest. */
function nothingOlder({ identity: { profile } = identity, chartVersion }: Partial<ControlPlaneAuthProps>): ChartVersion | undefined {
  return chartVersion ?? (profile === AuthProfile.GUIDE ? undefined : ChartVersion._current);
}

function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  const app = new App();
  const construct = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', {
    identity, secrets: DELIVERIES.externalSecrets, migratingFrom: nothingOlder(props), ...props,
  });
  return { construct, values: construct.helmValues.toObject() as any, manifests: objectsOf(app) };
}

function dataPlane(props: SaidOf<DataPlaneAuthProps> = {}) {
  const app = new App();
  const construct = new DataPlaneAuth(new Chart(app, 'union'), 'auth', dataPlaneProps({ identity, clusterName: 'us-east', secrets: DELIVERIES.externalSecrets, ...props }));
  return { construct, values: construct.helmValues.toObject() as any, manifests: objectsOf(app) };
}

function externalSecret(manifests: Manifest[], name: string): Manifest {
  return manifests.find(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === name)!;
}

/** What both planes are told about the key of eager tasks on us-east, and how the identity service reads it. */
const SEEDED_LIST = [{ key: 'EAGER_API_KEY', clusterName: 'us-east', existingSecret: { name: 'eager-api-key-us-east' } }];
const SEEDED_MAP = { EAGER_API_KEY: { existingSecret: { name: 'eager-api-key-us-east' } } };

const ENCODED = EagerApiKey.encoded('eager');

/** The same identity, where the key of eager tasks on us-east comes from elsewhere. */
function keyed(eagerApiKey: EagerApiKey, props: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return listing({ dataPlanes: byCluster([{ ...EAST, eagerApiKey }, WEST]), ...props });
}

/** The key of a release that fetches none comes by External Secrets. */
function identityFor({ _contract: { dataPlane: { operatorApiKey } } }: ChartVersion): UnionIdentity {
  return operatorApiKey ? identity : keyed(ENCODED);
}

function warningsOf(construct: PlaneAuth): string[] {
  return construct.node.metadata.filter(({ type }) => type === 'warning').map(({ data }) => data as string);
}

describe.each(ChartVersion._all)('A data plane that the identity lists, chart release %s', (chartVersion) => {
  const { construct, values, manifests } = dataPlane({ chartVersion, identity: identityFor(chartVersion) });
  const { apiKeyOverrides } = chartVersion._contract.controlPlane;

  deep('is its operator wherever it names a client, by its cluster\'s name alone', () => {
    expect(construct.clientId).toBe('east-operator');
    expect(JSON.stringify(values)).not.toContain('union-service');
    const { global, config, clusterresourcesync } = values;
    expect([global.AUTH_CLIENT_ID, config.union.auth.clientId, config.admin.admin.clientId, clusterresourcesync.config.union.auth.clientId])
      .toEqual(Array(4).fill('east-operator'));
    expect([values.clusterName, values.orgName]).toEqual(['us-east', 'acme']);
  });

  deep('gets the operator\'s secret', () => {
    manifests.forEach(expectValid);
    const remotes = externalSecret(manifests, 'union-secret-auth').spec.data.map((entry: any) => entry.remoteRef.key);
    expect(remotes).toEqual(Array(2).fill('union/us-east/operator'));
  });

  deep('encodes the API key of its eager client, never its operator\'s', () => {
    const encoded = dataPlane({ chartVersion, identity: keyed(ENCODED) });
    const { spec } = externalSecret(encoded.manifests, 'eager');
    expect(spec.target.template.data.eager).toContain('"union.example.com" "east-eager" $secret "acme"');
    expect(spec.data.map((entry: any) => entry.remoteRef.key)).toEqual(['union/us-east/eager']);
  });

  deep('without an eager client, encodes the operator\'s', () => {
    const encoded = dataPlane({
      chartVersion, clusterName: 'us-west', identity: listing({ dataPlanes: byCluster([EAST, { ...WEST, eagerApiKey: ENCODED }]) }),
    });
    const { spec } = externalSecret(encoded.manifests, 'eager');
    expect(spec.target.template.data.eager).toContain('"union.example.com" "west-operator" $secret "acme"');
    expect(spec.data.map((entry: any) => entry.remoteRef.key)).toEqual(['union/us-west/operator']);
  });

  deep('fetches the API key that the control plane makes of the eager client, and misses one without', () => {
    expect(values.config.operator).toEqual(apiKeyOverrides ? { apiKey: { enabled: true } } : undefined);
    expect(warningsOf(construct)).toEqual([]);
    const without = dataPlane({ chartVersion, clusterName: 'us-west' });
    expect(warningsOf(without.construct)).toHaveLength(1);
    expect(without.values.config).not.toHaveProperty('operator');
  });

  deep('is refused where its operator fetches none and nothing else makes it', () => {
    const make = () => dataPlane({ chartVersion });
    if (apiKeyOverrides) {
      expect(make).not.toThrow();
    } else {
      expect(messageOf(make)).toBe('DataPlaneAuth has a problem:\n'
        + '  - identity.dataPlanes.us-east.eagerApiKey: "fromOperator" needs an operator that fetches the key, which this chart release does not have; '
        + 'use charts 2026.6.9 or later, or use EagerApiKey.encoded');
    }
  });

  deep('the control plane trusts its clients and those of pipelines, and knows the organization', () => {
    const plane = controlPlane({ chartVersion });
    expect(externalSecret(plane.manifests, 'flyte-admin-secrets-auth').metadata.annotations)
      .toEqual({ 'union-auth.cdk8s.io/trusted-clients': 'east-operator,east-eager,west-operator,ci-release' });
    expect(plane.values.global.UNION_ORG).toBe('acme');
    expect(warningsOf(plane.construct)).toEqual([]);
  });

  deep('the control plane makes the API keys of eager clients, where the release reads them', () => {
    const { values: of, manifests: emitted } = controlPlane({ chartVersion });
    emitted.forEach(expectValid);
    if (apiKeyOverrides === undefined) {
      expect(of.services?.identity?.apiKeyOverrides).toBeUndefined();
      expect(emitted.filter(({ metadata }) => metadata.name.startsWith('eager-api-key'))).toEqual([]);
      return;
    }
    expect(of.services.identity.apiKeyOverrides).toEqual(apiKeyOverrides.byCluster ? SEEDED_LIST : SEEDED_MAP);
    const { spec } = externalSecret(emitted, 'eager-api-key-us-east');
    expect(spec.target.template.data).toEqual({ client_id: 'east-eager', client_secret: guardedValue('client_secret', { key: 'union/us-east/eager' }) });
    expect(spec.data.map((entry: any) => entry.remoteRef.key)).toEqual(['union/us-east/eager']);
  });
});

describe('Without a list of data planes', () => {
  const plain = oktaAuth();

  deep('nothing is emitted that was not before: no organization, no trusted clients, no seeded keys', () => {
    const { values, manifests } = controlPlane({ identity: plain });
    expect(values.global).not.toHaveProperty('UNION_ORG');
    expect(values.services.identity).not.toHaveProperty('apiKeyOverrides');
    expect(externalSecret(manifests, 'flyte-admin-secrets-auth').metadata).not.toHaveProperty('annotations');
    expect(dataPlane({ identity: plain }).values).not.toHaveProperty('orgName');
  });

  deep('a data plane shares the service application', () => expect(dataPlane({ identity: plain }).construct.clientId).toBe('service-id'));
});

describe('Each delivery', () => {
  deep('script: one variable a client, named as in the registration', () => {
    const secrets = DELIVERIES.kubernetesSecrets;
    const script = controlPlane({ secrets }).construct.secretScript!.toString();
    expect(script).toContain('deliver eager-api-key-us-east \'\' client_id \'east-eager\' client_secret "$UNION_EAGER_US_EAST_CLIENT_SECRET"\n');
    const data = dataPlane({ secrets }).construct.secretScript!.toString();
    expect(data).toContain('deliver union-secret-auth \'\' client_secret "$UNION_OPERATOR_US_EAST_CLIENT_SECRET"');
    expect(data).toContain('#   UNION_OPERATOR_US_EAST_CLIENT_SECRET: client secret of Union operator (us-east)\n');
    expect(data).not.toContain('UNION_SERVICE_CLIENT_SECRET');
  });

  deep('provisioned: says what must be there', () => {
    const { requiredSecrets } = controlPlane({ secrets: DELIVERIES.provisioned }).construct;
    expect(requiredSecrets.find(({ name }) => name === 'eager-api-key-us-east')).toMatchObject({
      keys: { client_id: 'fixed text, not secret', client_secret: 'client secret of Union eager tasks (us-east)' },
      values: { client_id: 'east-eager' },
    });
    const [{ keys }] = dataPlane({ secrets: DELIVERIES.provisioned }).construct.requiredSecrets;
    expect(Object.values(keys)).toEqual(Array(2).fill('client secret of Union operator (us-east)'));
  });

  deep.each(['kubernetesSecrets', 'provisioned'] as const)('%s: nobody has to say where the secrets lie', (delivery) => {
    const silent = listing({ dataPlanes: { 'us-east': { operator: { clientId: 'east-operator' }, eager: { clientId: 'east-eager' } } } });
    expect(() => controlPlane({ identity: silent, secrets: DELIVERIES[delivery] })).not.toThrow();
    expect(() => dataPlane({ identity: silent, secrets: DELIVERIES[delivery] })).not.toThrow();
  });

  deep('externalSecrets: everybody must, each where it is delivered', () => {
    const silent = listing({ dataPlanes: { 'us-east': { operator: { clientId: 'east-operator' }, eager: { clientId: 'east-eager' } } } });
    expect(messageOf(() => controlPlane({ identity: silent }))).toBe('ControlPlaneAuth has a problem:\n'
      + '  - identity.dataPlanes.us-east.eager.secret: required; the control plane creates the API key of eager tasks from it; give the location of the secret of us-east');
    const encoded = listing({
      dataPlanes: { 'us-east': { operator: { clientId: 'east-operator' }, eager: { clientId: 'east-eager' }, eagerApiKey: ENCODED } },
    });
    expect(messageOf(() => dataPlane({ identity: encoded }))).toBe('DataPlaneAuth has 2 problems:\n'
      + '  - identity.dataPlanes.us-east.operator.secret: required; give the location of the secret of client east-operator\n'
      + '  - identity.dataPlanes.us-east.eager.secret: required; EagerApiKey.encoded needs it; give the location of the secret of client east-eager');
  });
});

deep('The guide\'s profile takes data planes with applications of their own', () => {
  const guide = identityOf(PROVIDERS.okta(), AuthProfile.GUIDE, { dataPlanes: byCluster([{ ...EAST, eagerApiKey: ENCODED }]) });
  expect(dataPlane({ identity: guide }).values.global.AUTH_CLIENT_ID).toBe('east-operator');
  expect(externalSecret(controlPlane({ identity: guide }).manifests, 'flyte-admin-secrets-auth').metadata.annotations)
    .toEqual({ 'union-auth.cdk8s.io/trusted-clients': 'east-operator,east-eager' });
});

deep.each(['dex', 'cognito'] as const)('%s: flyteadmin accepts the audience of each listed client', (name) => {
  const { values } = controlPlane({ identity: listing({}, PROVIDERS[name]()) });
  expect(values.flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience)
    .toEqual(expect.arrayContaining(['east-operator', 'east-eager', 'west-operator', 'ci-release']));
});

deep('Argo CD and Flux carry the API keys of eager clients and the organization', () => {
  const app = new App();
  const chart = new Chart(app, 'gitops');
  const carried = { chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' }, plane: controlPlane().construct };
  new ArgoApplication(chart, 'argo', { ...carried, metadata: { name: 'argo' } });
  new FluxHelmRelease(chart, 'flux', { ...carried, metadata: { name: 'flux' } });
  const objects = objectsOf(app);
  const argo = objects.find(({ kind }) => kind === 'Application')!.spec.source.helm.valuesObject;
  const flux = objects.find(({ kind }) => kind === 'HelmRelease')!.spec.values;
  for (const { global, services } of [argo, flux]) {
    expect(global.UNION_ORG).toBe('acme');
    expect(services.identity.apiKeyOverrides).toEqual([{ key: 'EAGER_API_KEY', clusterName: 'us-east', existingSecret: { name: 'eager-api-key-us-east' } }]);
  }
});

describe('In plain YAML', () => {
  deep('the data plane is its operator, and knows the organization', () => {
    const app = new App();
    new DataPlane(new Chart(app, 'union'), 'plane', { dataPlane: dataPlaneOf(identity, { clusterName: 'us-east' }), secrets: DELIVERIES.externalSecrets, ...PLAIN_DATA_PLANE });
    const text = app.synthYaml();
    expect(text).toMatch(/appId: "?east-operator/);
    expect(text).toMatch(/organization: "?acme/);
    expect(text).not.toContain('union-service');
  });

  deep.each([[ChartVersion.V2026_6_9, ''], [ChartVersion.V2026_7_2, 'us-east'], [ChartVersion.V2026_8, 'us-east']])(
    'release %s: the identity service is told where the eager client lies, for the key that the operator fetches', (chartVersion, clusterName) => {
      const app = new App();
      const common = { identity, secrets: DELIVERIES.externalSecrets, ...PLAIN_DATA_PLANE, chartVersion };
      const plane = new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...PLAIN, ...common, services: ['identity'] });
      new DataPlane(new Chart(app, 'union'), 'plane', dataPlaneProps({ ...common, clusterName: 'us-east' }));
      const manifests = objectsOf(app);
      const config = (name: string) => parse(manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)!.data['config.yaml']);
      const directory = `/etc/secrets/apikey/EAGER_API_KEY${clusterName && `-${clusterName}`}`;
      const { apiKeyOverrides, identityProviderConfig, adminClient } = config('identity').identity.app;
      expect(apiKeyOverrides).toEqual([{
        org: 'acme',
        key: 'EAGER_API_KEY',
        clusterName,
        clientIdLocation: `${directory}/client_id`,
        clientSecretLocation: `${directory}/client_secret`,
      }]);
      expect([identityProviderConfig, adminClient.connection.clientId]).toEqual([{ provider: 'noop' }, 'union-service']);
      expect(plane.secretMounts('identity')).toContainEqual(expect.objectContaining({ secretName: 'eager-api-key-us-east', mountPath: directory }));
      const operator = config('union-operator');
      expect([operator.operator.clusterId, operator.operator.apiKey]).toEqual([{ name: 'us-east', organization: 'acme' }, { enabled: true }]);
      expect(operator.proxy.smConfig).toEqual({ enabled: 'true', type: 'K8s', k8sConfig: { namespace: 'union' } });
    },
  );

  deep('an operator without a key to fetch has no setting of one', () => {
    const app = new App();
    new DataPlane(new Chart(app, 'union'), 'plane', { dataPlane: dataPlaneOf(identity, { clusterName: 'us-west' }), secrets: DELIVERIES.externalSecrets, ...PLAIN_DATA_PLANE });
    expect(app.synthYaml()).not.toMatch(/apiKey:|smConfig/);
  });

  deep('the control plane mounts the eager client into the identity service, and knows the organization', () => {
    const app = new App();
    const plane = new ControlPlane(new Chart(app, 'union-cp'), 'plane', {
      identity, secrets: DELIVERIES.externalSecrets, ...PLAIN, services: ['identity'],
    });
    const mounts = plane.secretMounts('identity').map(({ secretName }) => secretName);
    expect(mounts).toContain('eager-api-key-us-east');
    expect(app.synthYaml()).toMatch(/singleTenantOrgID: "?acme/);
    expect(plane.node.metadata).toEqual([]);
  });

  deep('a new version of an eager client\'s secret restarts the identity service, and of the operator\'s the data plane', () => {
    const checksums = (version: string) => {
      const versioned = (key: string) => ({ key, version });
      const rotating = listing({
        applications: {
          web: { clientId: 'w', secret: { key: 'union/web', version: '1' } },
          native: { clientId: 'n' },
          service: { clientId: 's', secret: { key: 'union/service', version: '1' } },
        },
        dataPlanes: { 'us-east': { operator: { clientId: 'o', secret: versioned('union/operator') }, eager: { clientId: 'e', secret: versioned('union/eager') } } },
      });
      const secrets = externalSecrets({ rotation: SecretRotation.checksum() });
      const app = new App();
      new ControlPlane(new Chart(app, 'union-cp'), 'plane', { identity: rotating, secrets, ...PLAIN, services: ['identity'] });
      new DataPlane(new Chart(app, 'union'), 'plane', { dataPlane: dataPlaneOf(rotating, { clusterName: 'us-east' }), secrets, ...PLAIN_DATA_PLANE });
      const pods = objectsOf(app).filter(({ kind }) => kind === 'Deployment');
      return ['identity', 'union-operator'].map((name) =>
        pods.find(({ metadata }) => metadata.name === name)!.spec.template.metadata.annotations['union-auth.cdk8s.io/secrets-checksum'] as string);
    };
    const [before, after] = [checksums('1'), checksums('2')];
    expect(before.every(Boolean)).toBe(true);
    expect(after.map((checksum, i) => checksum === before[i])).toEqual([false, false]);
  });
});

describe('A contradiction is refused:', () => {
  deep.each<[string, SaidOf<DataPlaneAuthProps>, string]>([
    ['a key that the operator fetches without an eager client', {
      clusterName: 'us-west', identity: listing({ dataPlanes: byCluster([EAST, { ...WEST, eagerApiKey: EagerApiKey.fromOperator() }]) }),
    },
    'identity.dataPlanes.us-west.eagerApiKey: "fromOperator" requests a key from the control plane, which creates one only for an eager client, since it can register none at Okta; '
      + 'list the data plane in the identity with its eager client, or use EagerApiKey.encoded'],
  ])('%s', (_, props, problem) => expect(messageOf(() => dataPlane(props))).toBe(`DataPlaneAuth has a problem:\n  - ${problem}`));

  deep.each<[string, Partial<ControlPlaneAuthProps>, string]>([
    ['eager clients of two data planes where the release seeds one for all', {
      identity: listing({ dataPlanes: byCluster([EAST, { ...WEST, eager: { clientId: 'west-eager', secret: { key: 'union/us-west/eager' } } }]) }), chartVersion: ChartVersion.V2026_6_9,
    }, 'identity.dataPlanes: ["east-eager","west-eager"] are eager clients of several data planes, and this chart release has one seed for all: use charts 2026.7.2 or later, '
      + 'or list one eager client, or use EagerApiKey.encoded for the others'],
  ])('%s', (_, props, problem) => expect(messageOf(() => controlPlane(props))).toBe(`ControlPlaneAuth has a problem:\n  - ${problem}`));

  deep('a cluster that is not listed, with the names of those that are', () => {
    expect(messageOf(() => identity.dataPlane('us-eats'))).toBe(
      'UnionIdentity.dataPlane has a problem:\n  - clusterName: "us-eats" is not in dataPlanes of UnionIdentity; did you mean us-east?');
    expect(messageOf(() => identity.dataPlane('eu'))).toContain('known: us-east, us-west');
  });

  deep('a data plane that is not listed beside those that are', () => {
    expect(messageOf(() => identity.unlistedDataPlane())).toBe('UnionIdentity.unlistedDataPlane has a problem:\n'
      + '  - dataPlanes: lists us-east, us-west, and each data plane then needs its own applications; list this one too, and use dataPlane(…)');
  });

  deep('an entry that is the service application\'s', () => {
    expect(messageOf(() => listing({ dataPlanes: byCluster([{ ...EAST, eager: { clientId: 'east-eager', secret: SERVICE_SECRET } }]) })))
      .toContain('dataPlanes.us-east.eager.secret: {"key":"union/service-client-secret"} is also the entry of client union-service');
  });

  deep('an eager client where API keys cannot work', () => {
    expect(messageOf(() => listing({ preferRefreshTokens: true }))).toContain('dataPlanes.us-east.eager: "east-eager" conflicts with preferRefreshTokens');
  });
});

describe('Two planes of one name', () => {
  const plane = (app: App, namespace: string, clusterName: string, of = identity) => new DataPlaneAuth(new Chart(app, namespace), 'auth', {
    dataPlane: dataPlaneOf(of, { clusterName }),
    secrets: DELIVERIES.externalSecrets,
    namespace,
  });

  deep.each([['listed', identity], ['not listed', listing({ dataPlanes: {} })]])('are refused, %s', (_, of) => {
    const app = new App();
    plane(app, 'one', 'us-east', of);
    plane(app, 'three', 'us-west', of);
    expect(messageOf(() => plane(app, 'two', 'us-east', of))).toBe(
      'DataPlaneAuth has a problem:\n  - dataPlane: "us-east" is also that of one/auth, but union.example.com has one cluster per name: both would register as the same one, '
      + 'and act for each other; give each its own name',
    );
  });

  deep('are taken where they register elsewhere, or the other did not come about', () => {
    const app = new App();
    expect(() => plane(app, 'Bad_NS', 'us-east')).toThrow('namespace');
    plane(app, 'one', 'us-east');
    expect(() => plane(app, 'two', 'us-east', listing({ domain: 'staging.example.com' }))).not.toThrow();
  });
});

describe('Who makes the API key of eager tasks is said once, and both planes follow:', () => {
  const SEED = 'eager-api-key-us-east';
  deep.each<[string, UnionIdentity, boolean]>([
    ['the control plane, by default', identity, true],
    ['the control plane', keyed(EagerApiKey.fromOperator()), true],
    ['External Secrets', keyed(ENCODED), false],
    ['somebody else', keyed(EagerApiKey.provisioned()), false],
  ])('%s', (_, of, isSeeded) => {
    const control = controlPlane({ identity: of });
    const data = dataPlane({ identity: of });
    expect(control.values.services?.identity?.apiKeyOverrides !== undefined).toBe(isSeeded);
    expect(externalSecret(control.manifests, SEED) !== undefined).toBe(isSeeded);
    expect(data.values.config.operator?.apiKey?.enabled).toBe(isSeeded ? true : undefined);
    expect([...warningsOf(control.construct), ...warningsOf(data.construct)]).toEqual([]);
  });
});

describe('The subject of the service application', () => {
  const applications = { web: { clientId: 'w', secret: WEB_SECRET }, native: { clientId: 'n' }, service: { clientId: 's', secret: SERVICE_SECRET, subject: 'object-id' } };
  const claim = (plane: ReturnType<typeof controlPlane>) => plane.values.configMap.union.connection.trustedIdentityClaims.externalIdentityClaim;

  deep('comes from the identity', () => {
    const entra = identityOf(PROVIDERS.entraId(), undefined, { applications });
    expect(claim(controlPlane({ identity: entra }))).toBe('object-id');
  });

  deep('given there, it is not an assumption', () => {
    expect(warningsOf(controlPlane({ identity: identityOf(PROVIDERS.oidc(), undefined, { applications }) }).construct)).toEqual([]);
  });

  deep('Entra ID: without one, the error says what it is', () => {
    expect(messageOf(() => controlPlane({ identity: identityOf(PROVIDERS.entraId()) }))).toBe('ControlPlaneAuth has a problem:\n'
      + '  - identity.applications.service.subject: required; give the object ID of its service principal (az ad sp show --id <client ID> --query id), '
      + 'which Entra ID writes into "sub"');
  });
});
