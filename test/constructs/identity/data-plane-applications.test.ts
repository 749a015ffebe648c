import { UnionIdentity, UnionIdentityProps } from '../../../src/constructs/identity';
import { OAuthApplicationType } from '../../../src/constructs/identity/oauth-client';
import { byCluster, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { PROVIDERS, identityOf, messageOf } from './_identity';

const EAST = {
  clusterName: 'us-east',
  operator: { clientId: 'east-operator', secret: { key: 'union/us-east/operator' } },
  eager: { clientId: 'east-eager', secret: { key: 'union/us-east/eager' } },
};
const WEST = { clusterName: 'us-west', operator: { clientId: 'west-operator' } };
const RELEASE = { clientId: 'ci-release' };

function auth(props: Partial<UnionIdentityProps> = {}, provider = PROVIDERS.okta()): UnionIdentity {
  return identityOf(provider, undefined, { dataPlanes: byCluster([EAST, WEST]), clients: { release: RELEASE }, organization: 'acme', ...props });
}

describe('Applications that have one duty', () => {
  const { _applications: applications, _dataPlanes: dataPlanes, _clients: clients, organization } = auth();

  test('follow the three of the guide: each data plane\'s operator and eager client, then pipelines', () => {
    expect(applications.all.map(({ id, clientId }) => [id, clientId])).toEqual([
      ['web', 'union-web'],
      ['native', 'union-native'],
      ['service', 'union-service'],
      ['operator-us-east', 'east-operator'],
      ['eager-us-east', 'east-eager'],
      ['operator-us-west', 'west-operator'],
      ['release', 'ci-release'],
    ]);
  });

  test('are registered as the service application is', () => {
    const { id, clientId, name, purpose, subject, secret, ...alike } = applications.service;
    for (const application of [dataPlanes[0]._operator, dataPlanes[0]._eager!, clients[0]]) {
      expect(application).toMatchObject(alike);
      expect(application.type).toBe(OAuthApplicationType.SERVICE);
    }
  });

  test('are found by data plane, with the place of their secrets', () => {
    expect(dataPlanes.map(({ clusterName, _eager }) => [clusterName, _eager?.clientId])).toEqual([['us-east', 'east-eager'], ['us-west', undefined]]);
    expect(dataPlanes[0]._operator.secret).toEqual({ key: 'union/us-east/operator' });
    expect(dataPlanes[1]._operator.secret).toBeUndefined();
  });

  test('come with the organization', () => expect(organization).toBe('acme'));

  test('are optional', () => {
    const plain = identityOf(PROVIDERS.okta());
    expect([plain._dataPlanes, plain._clients, plain.organization]).toEqual([[], [], undefined]);
    expect(plain._applications.all).toHaveLength(3);
  });
});

describe('The subject of an application', () => {
  test.each(['okta', 'keycloak', 'dex', 'hydra', 'auth0', 'cognito', 'oidc'] as const)('%s: computed from the client ID, for each service', (name) => {
    const { identityProvider, _applications: applications, _dataPlanes: dataPlanes, _clients: clients } = auth({}, PROVIDERS[name]());
    for (const application of [applications.service, dataPlanes[0]._operator, dataPlanes[0]._eager!, dataPlanes[1]._operator, clients[0]]) {
      expect(application.subject).toBe(identityProvider.serviceSubject(application.clientId));
    }
  });

  test('is that which was given, even where one could be computed', () => {
    const given = auth({
      applications: { web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET, subject: 'by-hand-1' } },
      dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'west-operator', subject: 'by-hand-2' } }]),
      clients: { release: { ...RELEASE, subject: 'by-hand-3' } },
    }, PROVIDERS.keycloak());
    expect(given._applications.all.map(({ subject }) => subject)).toEqual([undefined, undefined, 'by-hand-1', 'by-hand-2', 'by-hand-3']);
  });

  test('people\'s applications have none', () => {
    const { web, native } = auth()._applications;
    expect([web!.subject, native!.subject]).toEqual([undefined, undefined]);
  });

  test('Entra ID: required for the applications of data planes, and with them for that of services', () => {
    const remedy = 'give the object ID of its service principal (az ad sp show --id <client ID> --query id), which Entra ID writes into "sub"';
    expect(messageOf(() => auth({}, PROVIDERS.entraId()))).toBe([
      'UnionIdentity has 4 problems:',
      `  - applications.service.subject: required; ${remedy}`,
      `  - dataPlanes.us-east.operator.subject: required; ${remedy}`,
      `  - dataPlanes.us-east.eager.subject: required; ${remedy}`,
      `  - dataPlanes.us-west.operator.subject: required; ${remedy}`,
    ].join('\n'));
    const given = auth({ dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'west-operator', subject: 'object-id' } }]) }, PROVIDERS.entraId());
    expect(given._applications.all.map(({ subject }) => subject)).toEqual([undefined, undefined, undefined, 'object-id', undefined]);
  });
});

test.each(['dex', 'cognito'] as const)('%s, whose audience is the client ID: each application\'s is allowed', (name) => {
  const all = auth({}, PROVIDERS[name]());
  expect(all.allowedAudience).toEqual(expect.arrayContaining(all._applications.all.map(({ clientId }) => clientId)));
});

test('The checklist has a section for each application', () => {
  const text = auth().checklist.toString();
  for (const { name, clientId } of auth()._applications.all) {
    expect(text).toContain(`## ${name}\n`);
    expect(text).toContain(`- [ ] Client ID: \`${clientId}\`\n`);
  }
});

describe('UnionIdentity rejects', () => {
  const shared = (props: Partial<UnionIdentityProps>) => messageOf(() => auth(props)).replace('UnionIdentity has a problem:\n  - ', '');

  test.each<[string, Partial<UnionIdentityProps>, string]>([
    ['one operator for two data planes', { dataPlanes: byCluster([EAST, { ...WEST, operator: { clientId: 'east-operator' } }]) },
      'dataPlanes.us-west.operator.clientId: "east-operator" is also dataPlanes.us-east.operator.clientId; a shared operator may manage every cluster, '
      + 'and rotating its secret for one breaks the others: register one for each data plane'],
    ['one eager client for two data planes', { dataPlanes: byCluster([EAST, { ...WEST, eager: { clientId: 'east-eager' } }]) },
      'dataPlanes.us-west.eager.clientId: "east-eager" is also dataPlanes.us-east.eager.clientId; each data plane\'s key request rotates the secret of a shared '
      + 'client, which ends the others\' API keys: register one for each data plane'],
    ['an operator that is the eager client', { dataPlanes: byCluster([{ ...WEST, eager: { clientId: 'west-operator' } }]) },
      'dataPlanes.us-west.eager.clientId: "west-operator" is also dataPlanes.us-west.operator.clientId; register a client for each purpose, so that you can rotate and revoke each alone'],
    ['an operator that is the control plane\'s', { dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'union-service' } }]) },
      'dataPlanes.us-west.operator.clientId: "union-service" is also applications.service.clientId; register a client for each purpose, so that you can rotate and revoke each alone'],
    ['an operator that is people\'s', { dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'union-native' } }]) },
      'dataPlanes.us-west.operator.clientId: "union-native" is also applications.native.clientId; register one application each, they need different grant types'],
    ['a pipeline that is a data plane\'s', { clients: { release: { clientId: 'east-operator' } } },
      'clients.release.clientId: "east-operator" is also dataPlanes.us-east.operator.clientId; register a client for each purpose, so that you can rotate and revoke each alone'],
    ['clusters that are named alike', { dataPlanes: byCluster([{ ...WEST, clusterName: 'a.b' }, { clusterName: 'a-b', operator: { clientId: 'x' } }]) },
      'dataPlanes.a-b: "a-b" gives the application the short name operator-a-b, which dataPlanes.a.b already has; choose another'],
    ['a pipeline named as another application', { clients: { service: { clientId: 'other' } } },
      'clients.service: "service" gives the application the short name service, which applications already has; choose another'],
    ['a pipeline named as the API', { clients: { api: { clientId: 'other' } } },
      'clients.api: "api" gives the application the short name api, which the API of the deployment already has; choose another'],
    ['an invalid name', { clients: { Release: { clientId: 'other' } } },
      'clients.Release: "Release" is not a short name; use lower-case letters, digits and "-", at most 40 characters, starting with a letter'],
    ['one secret for two clients', { dataPlanes: byCluster([{ ...EAST, eager: { clientId: 'east-eager', secret: EAST.operator.secret } }]) },
      'dataPlanes.us-east.eager.secret: {"key":"union/us-east/operator"} is also the entry of client east-operator; each client has its own secret, give its entry'],
    ['one subject for two clients', { dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'west-operator', subject: 'union-sub' } }]), clients: { release: { ...RELEASE, subject: 'union-sub' } } },
      'clients.release.subject: "union-sub" is also the subject of client west-operator; each client has its own, decode a token of ci-release'],
    ['a subject that another application has by itself', { dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'west-operator', subject: 'ci-release' } }]), clients: { release: RELEASE } },
      'dataPlanes.us-west.operator.subject: "ci-release" is also the subject of client ci-release; each client has its own, decode a token of west-operator'],
    ['a client ID that no API key can hold', { dataPlanes: byCluster([{ ...WEST, operator: { clientId: 'west:operator' } }]) },
      'dataPlanes.us-west.operator.clientId: "west:operator" contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client under another ID'],
    ['an organization that no API key can hold', { organization: 'ac:me' },
      'organization: "ac:me" contains a colon or quote, which separates fields of an API key; remove it'],
  ])('%s', (_, props, problem) => expect(shared(props)).toBe(problem));

  test('a cluster whose name leaves no room for those that are made of it', () => {
    expect(() => auth({ dataPlanes: byCluster([{ ...WEST, clusterName: 'x'.repeat(200) }]) })).not.toThrow();
    expect(messageOf(() => auth({ dataPlanes: byCluster([{ ...WEST, clusterName: 'x'.repeat(201) }]) }))).toMatch(
      /dataPlanes\.x+: "x+… is too long, as names of Secrets and clients contain it; use at most 200 characters$/,
    );
  });

  test('Entra ID: the client ID in the place of the object ID', () => {
    const id = '0A1B2C3D-1111-2222-3333-444444444444';
    const dataPlanes = byCluster([{ ...WEST, operator: { clientId: id, subject: id.toLowerCase() } }]);
    expect(messageOf(() => auth({ dataPlanes }, PROVIDERS.entraId()))).toContain(
      `dataPlanes.us-west.operator.subject: "${id.toLowerCase()}" is the client ID; give the object ID of its service principal`,
    );
  });
});
