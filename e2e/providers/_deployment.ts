import { randomBytes } from 'node:crypto';
import { IdentityProvider, Registrations, UnionIdentity } from '../../src';
import { APPLICATIONS, Deployment, deploymentFor, Secrets, UNION_HOST } from '../login/_world';

/** A deployment with every kind of application: an operator and an eager client of a data plane, and a pipeline. */
export function deploymentWithPlanes(identityProvider: IdentityProvider): Deployment {
  const identity = new UnionIdentity({
    domain: UNION_HOST,
    organization: 'acme',
    identityProvider,
    applications: APPLICATIONS,
    dataPlanes: { east: { operator: { clientId: 'union-operator' }, eager: { clientId: 'union-eager' } } },
    clients: { release: { clientId: 'union-release' } },
  });
  return { ...deploymentFor(identityProvider), identity, registrations: new Registrations({ identity }) };
}

/** Secrets for the confidential clients. */
export function secretsFor({ all }: Registrations): Secrets {
  return Object.fromEntries(all.filter(({ hasClientSecret }) => hasClientSecret).map(({ clientId }) => [clientId, randomBytes(32).toString('hex')]));
}
