import fc from 'fast-check';
import { AuthProfile } from '../../../src';
import { Made } from '../_made';
import { Entry } from './deliveries';
import { eagerApiKey, organization } from './planes';
import { provider } from './providers';
import { clientId, host, label, maybe, mostly, objectName, word } from './texts';

/** A service application of a data plane or a pipeline. */
export interface Client {
  readonly clientId: string;
  readonly secret?: Entry;
  readonly subject?: string;
}

/** Who there is, before it is made. */
export interface Identity {
  readonly props: object;
  readonly provider: Made;
  readonly profile?: AuthProfile;
  readonly domains: readonly string[];
  readonly dataPlanes: readonly { readonly clusterName: string; readonly eager?: Client }[];
  readonly clients: readonly { readonly name: string }[];
  /** A client of its own. */
  readonly spareClientId: string;
  /** Entries of the store that are left. */
  readonly entries: readonly Entry[];
}

const CLIENTS = 14;

const sameInAnyCase = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** Names of clusters become parts of other names. */
const clusterName = mostly(fc.constantFrom('east', 'west', 'eu-1'), objectName.map((name) => name.slice(0, 200).replace(/\.+$/, '')));

/** An identity whose secrets lie at these entries. */
export function identity(located: boolean, entries: readonly Entry[]): fc.Arbitrary<Identity> {
  return fc.record({
    identityProvider: provider,
    hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }),
    clientIds: fc.uniqueArray(clientId, { minLength: CLIENTS, maxLength: CLIENTS, comparator: sameInAnyCase }),
    organization,
    profile: fc.constantFrom(undefined, AuthProfile.HARDENED, AuthProfile.HARDENED, AuthProfile.GUIDE),
    preferRefreshTokens: maybe(fc.boolean()),
    serviceSubject: maybe(word),
    clusters: fc.uniqueArray(fc.record({ clusterName, eager: fc.boolean(), source: maybe(eagerApiKey(located)) }), { maxLength: 3, selector: (cluster) => cluster.clusterName.replace(/\./g, '-') }),
    listsFurther: mostly(fc.constant(true), fc.constant(false)),
    clients: fc.uniqueArray(fc.constantFrom('release', 'nightly', 'q'.repeat(40), 'on'), { maxLength: 2 }),
  }).map(({ clientIds, hosts, clusters, listsFurther, clients: names, serviceSubject, ...props }) => {
    const [webClientId, nativeClientId, serviceClientId, ...rest] = clientIds;
    const subjects = ownSubjects(props.identityProvider);
    const client = (i: number): Client => ({ clientId: rest[i], secret: located ? entries[i] : undefined, subject: subjects ? `00u-subject-${i}` : undefined });
    const dataPlanes = clusters.map(({ clusterName: name, eager, source }, i) =>
      ({ clusterName: name, operator: client(2 * i), ...(eager ? { eager: client(2 * i + 1) } : {}), eagerApiKey: source }));
    const further = names.map((name, i) => ({ name, ...client(6 + i) }));
    return {
      props: {
        ...props,
        domain: hosts[0],
        additionalDomains: hosts.slice(1),
        applications: { web: { clientId: webClientId, secret: located ? entries[10] : undefined }, native: { clientId: nativeClientId }, service: { clientId: serviceClientId, secret: located ? entries[11] : undefined, subject: subjects ? '00u-subject-service' : serviceSubject } },
        dataPlanes: Object.fromEntries(dataPlanes.map(({ clusterName: name, ...clients }) => [name, clients])),
        clients: Object.fromEntries(further.map(({ name, ...each }) => [name, each])),
        additionalClientIds: listsFurther ? rest.slice(8, 10) : [],
      },
      provider: props.identityProvider,
      profile: props.profile,
      domains: hosts,
      dataPlanes,
      clients: further,
      spareClientId: rest[9],
      entries: entries.slice(12),
    };
  });
}

/** Entra ID and authentik choose the subjects of services. */
function ownSubjects({ make }: Made): boolean {
  return ['IdentityProvider.authentik', 'IdentityProvider.entraId'].includes(make);
}

export const namespace = maybe(label);
