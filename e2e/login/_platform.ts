import { Construct } from 'constructs';
import { parse } from 'yaml';
import { Authorization, ControlPlane, IdentityProvider, Registrations, SecretDelivery, UnionIdentity } from '../../src';
import { OAuthApplication } from '../../src/constructs/identity/oauth-client';
import { StandInAuthorizer } from '../../test/_tools/authorizer';
import { claimsOf } from '../../test/_tools/flyteadmin/tokens';
import { PLAIN } from '../../test/_tools/plain-plane';
import { manifests, ofKind } from '../../test/constructs/edge/support';
import { ALICE } from './_people';
import { APPLICATIONS, CI_CLIENT, Deployment, Provider, UNION_HOST } from './_world';

export const CLUSTERS = ['east', 'west'] as const;

/** A deployment with an operator and an eager client for each of two data planes, and with Union's roles. */
export interface PlatformDeployment extends Deployment {
  /** The emitted config file of the authorizer. */
  readonly authorizer: string;
}

export function platformDeployment(identityProvider: IdentityProvider): PlatformDeployment {
  const identity = new UnionIdentity({
    domain: UNION_HOST,
    organization: 'acme',
    identityProvider,
    applications: APPLICATIONS,
    dataPlanes: Object.fromEntries(CLUSTERS.map((clusterName) => [clusterName, {
      operator: { clientId: `union-operator-${clusterName}`, secret: { key: `union/${clusterName}/operator` } },
      eager: { clientId: `union-eager-${clusterName}`, secret: { key: `union/${clusterName}/eager` } },
    }])),
    clients: { ci: { clientId: CI_CLIENT } },
  });
  const emitted = manifests((scope: Construct) => new ControlPlane(scope, 'plane', {
    identity,
    secrets: SecretDelivery.provisioned(),
    services: ['executions', 'cluster', 'usage', 'authorizer'],
    authorization: Authorization.union({ admins: [{ name: 'Alice', subject: ALICE.username }] }),
    ...PLAIN,
    edge: { ...PLAIN.edge, tls: [{ secretName: 'union-tls' }] },
  }));
  const configMaps = ofKind(emitted, 'ConfigMap');
  return {
    identity,
    registrations: new Registrations({ identity }),
    manifests: emitted,
    flyteadminConfig: configMaps.get('flyte-admin-base-config')!.data!['server.yaml'],
    authorizer: configMaps.get('authorizer')!.data!['config.yaml'],
  };
}

/** Every application that signs in without a person. */
export function serviceApplications({ identity }: Deployment): OAuthApplication[] {
  return [identity._applications.service, ...identity._dataPlanes.flatMap(({ _operator, _eager }) => [_operator, _eager!]), ...identity._clients];
}

/** A token and its claims. */
export interface Given {
  readonly token: string;
  readonly claims: Record<string, unknown> & { readonly sub: string };
}

export async function tokenOf({ clientId, scopes }: OAuthApplication, { identity }: Deployment, provider: Provider): Promise<Given> {
  const basic = Buffer.from(`${clientId}:${provider.secrets[clientId]}`).toString('base64');
  const { body } = await provider.network.ask(identity.identityProvider.tokenEndpoint, {
    headers: { authorization: `Basic ${basic}` },
    form: { grant_type: 'client_credentials', scope: scopes.join(' '), ...(identity.requestedAudience === undefined ? {} : { audience: identity.requestedAudience }) },
  });
  const { access_token: token } = JSON.parse(body) as { access_token?: string };
  if (token === undefined) {
    throw new Error(`${clientId} gets no token: ${body}`);
  }
  return { token, claims: claimsOf(token) as never };
}

/** The config of a service that trusts identity headers. */
interface Trusting {
  readonly union: { readonly connection: { readonly trustedIdentityClaims: { readonly externalIdentityClaim: string } } };
}

/** Tests that the emitted bootstrap allows each application its own tasks and no others. */
export function describePlatform(deployment: PlatformDeployment, providerOf: () => Provider): void {
  const authorizer = StandInAuthorizer.reading(deployment.authorizer);
  const applications = serviceApplications(deployment);
  const claims = async (application: OAuthApplication) => (await tokenOf(application, deployment, providerOf())).claims;

  const allowed = async (may: (claims: Given['claims']) => boolean) => {
    const callers = await Promise.all(applications.map(async (application) => ({ application, claims: await claims(application) })));
    return callers.filter((caller) => may(caller.claims)).map(({ application: { clientId } }) => clientId);
  };

  it.each(applications.map((application) => [application.id, application] as const))('%s: subject, type and audience of its token are as in the manifests', async (_, application) => {
    const token = await claims(application);
    expect(token).toMatchObject({ sub: application.subject, identitytype: 'app', preferred_username: expect.stringContaining(application.clientId) });
    expect([token.aud].flat().filter((audience) => deployment.identity.allowedAudience.includes(audience as string))).not.toEqual([]);
  });

  it('services trust the subject of the service application\'s token', async () => {
    const configs = [...ofKind(deployment.manifests, 'ConfigMap').values()].flatMap(({ data = {} }) => Object.values(data) as string[]);
    const trusted = configs.filter((text) => text.includes('externalIdentityClaim')).map((text) => (parse(text) as Trusting).union.connection.trustedIdentityClaims.externalIdentityClaim);
    expect([...new Set(trusted)]).toEqual([(await claims(deployment.identity._applications.service)).sub]);
  });

  it('the authorizer allows all of the platform\'s own applications in the organization', async () => {
    const known = await allowed((caller) => authorizer.allowsInOrganization(caller));
    expect(known).toEqual(applications.map(({ clientId }) => clientId).filter((clientId) => clientId !== CI_CLIENT));
  });

  it.each(CLUSTERS)('the operator of %s may manage its cluster, and no other application may', async (cluster) => {
    expect(await allowed((caller) => authorizer.allowsToManage(caller, cluster))).toEqual([`union-operator-${cluster}`]);
  });

  it.each(CLUSTERS)('the control plane sees %s', async (cluster) => {
    expect(authorizer.allowsToSee(await claims(deployment.identity._applications.service), cluster)).toBe(true);
  });
}
