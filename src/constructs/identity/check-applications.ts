import { groupsByKey } from '../../common/data/collections';
import { filledIn } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { _entryOf, RemoteRef } from '../../contract/upstream/remote-ref';
import { CLUSTER_NAME, describeEager, describeOperator } from './data-plane-clients';
import { IdentityProvider } from './identity-provider';
import { ApplicationsOfIdentity, OAuthApplications } from './oauth-applications';
import { OAuthClient, _shortName } from './oauth-client';

enum Duty {
  PERSON = 'person',
  SERVICE = 'service',
  OPERATOR = 'operator',
  EAGER = 'eager',
  CLIENT = 'client',
}

/** An application, and the props that say so. */
interface Stated {
  readonly duty: Duty;
  readonly id: string;
  /** What its short name comes from. */
  readonly name: string;
  readonly nameProp: string;
  readonly clientId: string;
  readonly clientIdProp: string;
  readonly secret?: RemoteRef;
  readonly secretProp?: string;
  readonly subject?: string;
  /** The same, or what the provider writes. */
  readonly resolvedSubject?: string;
  readonly subjectProp: string;
}

/**
 * What the applications of one identity say to each other: each is someone else. The kinds of the props are
 * right.
 */
export function checkApplications(
  problems: Problems, props: ApplicationsOfIdentity, provider: IdentityProvider,
): void {
  checkNames(problems, props);
  const stated = statedIn(props, provider);
  const byId = earlierBy(stated, ({ id }) => id);
  const byClientId = earlierBy(stated, ({ clientId }) => clientId);
  const bySecret = earlierBy(stated, ({ secret }) =>
    (secret?.key.trim() ? _entryOf(secret) : undefined));
  // A stated subject may be another's by computation, wherever that one is.
  const computed = earlierBy(
    [
      ...stated.filter(({ subject }) => subject === undefined),
      ...stated.filter(({ subject }) => subject !== undefined),
    ],
    ({ resolvedSubject }) => resolvedSubject,
  );
  // A control plane of later releases asks for it, too: all are looked up in one go.
  const anyLacks = stated.some(lacksSubject);
  for (const application of stated) {
    checkId(problems, application, byId(application));
    problems.check(application.clientIdProp, application.clientId, () => {
      const [owner] = byClientId(application);
      return owner && shared(application.duty, owner);
    });
    checkSecret(problems, application, bySecret(application));
    checkSubject(problems, application, computed(application), provider, anyLacks);
  }
}

/** Who came before an application with the same key: found at once, however many there are. */
function earlierBy(
  stated: readonly Stated[], keyOf: (application: Stated) => string | undefined,
): (application: Stated) => readonly Stated[] {
  const groups = groupsByKey(stated, keyOf);
  return (application) => {
    const key = keyOf(application);
    const group = key === undefined ? [] : groups.get(key)!;
    return group.slice(0, group.indexOf(application));
  };
}

function statedIn(
  { applications, dataPlanes = {}, clients = {} }: ApplicationsOfIdentity, provider: IdentityProvider,
): Stated[] {
  const first = (id: 'web' | 'native' | 'service', duty: Duty) => {
    const { [id]: client } = applications;
    const prop = `applications.${id}`;
    const subject = client && duty === Duty.SERVICE ? resolvedBy(provider, client) : undefined;
    return client
      ? [statedClient({ duty, id, name: id, nameProp: 'applications' }, prop, client, subject)]
      : [];
  };
  const further = (named: Named, prop: string, client: OAuthClient) =>
    statedClient(named, prop, client, resolvedBy(provider, client));
  return [
    ...first('web', Duty.PERSON),
    ...first('native', Duty.PERSON),
    ...first('service', Duty.SERVICE),
    ...Object.entries(dataPlanes).flatMap(([name, { operator, eager }]) => {
      const nameProp = `dataPlanes.${name}`;
      const named = { name, nameProp };
      const operatorIs = { ...named, duty: Duty.OPERATOR, id: describeOperator(name).id };
      const eagerIs = { ...named, duty: Duty.EAGER, id: describeEager(name).id };
      return [
        further(operatorIs, `${nameProp}.operator`, operator),
        ...(eager ? [further(eagerIs, `${nameProp}.eager`, eager)] : []),
      ];
    }),
    ...Object.entries(clients).map(([name, client]) =>
      further({ duty: Duty.CLIENT, id: name, name, nameProp: `clients.${name}` }, `clients.${name}`, client)),
  ];
}

function statedClient(
  named: Named,
  prop: string,
  { clientId, secret, subject }: OAuthClient,
  resolvedSubject: string | undefined,
): Stated {
  return {
    ...named,
    clientId,
    clientIdProp: `${prop}.clientId`,
    secret,
    secretProp: `${prop}.secret`,
    subject,
    resolvedSubject,
    subjectProp: `${prop}.subject`,
  };
}

type Named = Pick<Stated, 'duty' | 'id' | 'name' | 'nameProp'>;

function resolvedBy(
  provider: IdentityProvider, { clientId, subject }: { readonly clientId: string; readonly subject?: string },
): string | undefined {
  return subject ?? provider._subjectOfService?.(clientId);
}

/** Keys of the maps, and what clients of people cannot have. */
function checkNames(
  problems: Problems, {
    applications: { web, native }, dataPlanes = {}, clients = {},
  }: ApplicationsOfIdentity,
): void {
  Object.keys(dataPlanes).forEach((name) => problems.check(`dataPlanes.${name}`, name, ...CLUSTER_NAME));
  Object.keys(clients).forEach((name) => problems.check(`clients.${name}`, name, filledIn, _shortName));
  if (native?.secret !== undefined) {
    problems.addUnshown('applications.native.secret', 'a public client has no secret; leave it out');
  }
  Object.entries(
    { web, native },
  ).filter(([, client]) => client?.subject !== undefined).forEach(([id, client]) =>
    problems.add(`applications.${id}.subject`, client?.subject,
      'is of no use: people sign in with this client, and tokens have their subjects; leave it out'));
}

/** What registrations call the API that all applications ask for. */
const API_ID = 'api';

/** Objects, variables and files are named after it. */
function checkId(problems: Problems, { id, name, nameProp }: Stated, [first]: readonly Stated[]): void {
  const owner = id === API_ID ? 'the API of the deployment' : first?.nameProp;
  problems.check(
    nameProp,
    name,
    () => owner && `gives the application the short name ${id}, which ${owner} has already; choose another`,
  );
}

function checkSecret(
  problems: Problems, { secret, secretProp, clientId }: Stated, earlier: readonly Stated[],
): void {
  const same = secret && earlier.find((other) => other.clientId !== clientId);
  if (same) {
    problems.add(
      secretProp!,
      secret,
      `is the entry of client ${same.clientId} as well; each client has a secret of its own, name its entry`,
    );
  }
}

/** Of an application by which a data plane is told from others. */
function lacksSubject({ duty, subject }: Stated): boolean {
  return subject === undefined && (duty === Duty.OPERATOR || duty === Duty.EAGER);
}

// eslint-disable-next-line max-params
function checkSubject(
  problems: Problems,
  application: Stated,
  sharing: readonly Stated[],
  provider: IdentityProvider,
  isAnyMissing: boolean,
): void {
  const { duty, clientId, subject, subjectProp } = application;
  if (subject === undefined) {
    if (provider._choosesSubjects
      && (lacksSubject(application) || (duty === Duty.SERVICE && isAnyMissing))) {
      problems.addMissing(subjectProp, provider._subjectRemedy);
    }
    return;
  }
  const same = sharing.find((other) => other.clientId !== clientId);
  if (same) {
    problems.add(
      subjectProp,
      subject,
      `is the subject of client ${same.clientId} as well; each has its own, decode a token of ${clientId}`,
    );
  } else if (provider._choosesSubjects && subject.toLowerCase() === clientId.toLowerCase()) {
    problems.add(subjectProp, subject, `is the client ID; ${provider._subjectRemedy}`);
  }
}

/** Why two may not share a client. */
function shared(duty: Duty, owner: Stated): string {
  const also = `is also ${owner.clientIdProp.replace(/^applications\./, '')}; `;
  if (owner.duty === Duty.PERSON) {
    return `${also}register one application each, they need different grant types`;
  }
  if (duty === Duty.OPERATOR && owner.duty === Duty.OPERATOR) {
    return `${also}a shared operator may manage every cluster, and rotating its secret for one breaks the `
      + 'others: register one for each data plane';
  }
  if (duty === Duty.EAGER && owner.duty === Duty.EAGER) {
    return `${also}each data plane's key request rotates the secret of a shared client, which ends the `
      + 'others\' API keys: register one for each data plane';
  }
  return `${also}register a client for each duty, which can be rotated and revoked alone`;
}

/**
 * Checks that the applications are known with which people sign in: where they are served or registered.
 *
 * @internal
 */
export function _demandOfPeople(
  problems: Problems, { _applications: { web, native } }: { readonly _applications: OAuthApplications },
): void {
  if (web === undefined) {
    problems.addMissing('identity.applications.web',
      'flyteadmin signs people in with it; name its client: { clientId: … }');
  }
  if (native === undefined) {
    problems.addMissing('identity.applications.native',
      'SDK and CLI sign in with it; name its client: { clientId: … }');
  }
}
