import { ADMIN_ROLE, SERVICE_ACCOUNT_NAME } from '../../contract/union/authorizer';
import { UnionAuth } from '../identity';

/** An application of the platform itself, to which nobody else could give its role. */
export interface Account {
  readonly name: string;
  readonly clientId: string;
  /** Nothing where the provider chooses it and nobody said it. */
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

/** A data plane that the identity does not list. */
export interface FurtherDataPlane {
  readonly clusterName: string;
  readonly clientId: string;
}

/** Whose accounts they are. */
export interface AccountOwner {
  readonly auth: UnionAuth;
  /** The `sub` of the service application's tokens, where the identity does not say it. */
  readonly serviceSubject?: string;
  /** The data planes that the identity does not list. */
  readonly furtherDataPlanes?: readonly FurtherDataPlane[];
}

/** The service application first, then operator and eager client of each data plane; each subject once. */
export function accountsOf(owner: AccountOwner): Account[] {
  const eager = owner.auth.dataPlanes.flatMap(({ eager: application }, i) =>
    (application ? [{ ...application, name: application.id, prop: `auth.dataPlanes[${i}].eager.subject` }] : []));
  const all = [serviceAccount(owner), ...clustersOf(owner).map(({ operator }) => operator), ...eager];
  const firsts = new Map<string, Account>();
  for (const account of all) {
    firsts.set(account.clientId, firsts.get(account.clientId) ?? account);
  }
  return [...firsts.values()];
}

/** The clusters whose operator is known. */
export function clustersOf(owner: AccountOwner): Cluster[] {
  const { auth, furtherDataPlanes = [] } = owner;
  const viewer = serviceAccount(owner);
  const listed = auth.dataPlanes.map(({ clusterName, operator }, i) =>
    ({ name: clusterName, operator: { ...operator, name: operator.id, prop: `auth.dataPlanes[${i}].operator.subject` } }));
  const further = furtherDataPlanes.map(({ clusterName, clientId }, i) => ({
    name: clusterName,
    // Some share the service application.
    operator: clientId === viewer.clientId
      ? viewer
      : { name: `operator-${clusterName}`, clientId, subject: auth.identityProvider.serviceSubject(clientId), prop: `dataPlanes[${i}].clientId` },
  }));
  return [...listed, ...further].map((cluster) => ({ ...cluster, viewer }));
}

function serviceAccount({ auth: { applications: { service } }, serviceSubject }: AccountOwner): Account {
  return { name: SERVICE_ACCOUNT_NAME, clientId: service.clientId, subject: serviceSubject ?? service.subject, prop: 'serviceSubject' };
}

/** As bootstrap lists it: `clientId` there is the subject of the tokens. */
export function serviceAccountEntry({ name, subject }: Account): object {
  return { clientId: subject, name, role: ADMIN_ROLE };
}
