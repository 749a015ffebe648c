import { ADMIN_ROLE, SERVICE_ACCOUNT_NAME } from '../../contract/union/authorizer';
import { UnionIdentity } from '../identity';
import { propOf } from '../identity/data-plane-clients';

/** An application of the platform itself, to which no one else could give its role. */
export interface Account {
  readonly name: string;
  readonly clientId: string;
  /** Nothing where the provider chooses it and it was not given. */
  readonly subject?: string;
  /** The prop that names the application. */
  readonly prop: string;
}

/** A cluster, and who manages and sees it. */
export interface Cluster {
  readonly name: string;
  readonly operator: Account;
  readonly viewer: Account;
}

/** The service application first, then operator and eager client of each data plane; each subject once. */
export function accountsOf(identity: UnionIdentity): Account[] {
  const eager = identity._dataPlanes.flatMap(({ clusterName, eager: application }) =>
    (application
      ? [{ ...application, name: application.id, prop: `${propOf(clusterName, 'eager')}.subject` }]
      : []));
  const all = [serviceAccount(identity), ...clustersOf(identity).map(({ operator }) => operator), ...eager];
  const firsts = new Map<string, Account>();
  for (const account of all) {
    firsts.set(account.clientId, firsts.get(account.clientId) ?? account);
  }
  return [...firsts.values()];
}

/** The clusters whose operator is known. */
export function clustersOf(identity: UnionIdentity): Cluster[] {
  const viewer = serviceAccount(identity);
  return identity._dataPlanes.map(({ clusterName, operator }) => ({
    name: clusterName,
    operator: { ...operator, name: operator.id, prop: `${propOf(clusterName, 'operator')}.subject` },
    viewer,
  }));
}

function serviceAccount({ _applications: { service } }: UnionIdentity): Account {
  return {
    name: SERVICE_ACCOUNT_NAME,
    clientId: service.clientId,
    subject: service.subject,
    prop: 'identity.applications.service.subject',
  };
}

/** As bootstrap lists it: `clientId` there is the subject of the tokens. */
export function serviceAccountEntry({ name, subject }: Account): object {
  return { clientId: subject, name, role: ADMIN_ROLE };
}
