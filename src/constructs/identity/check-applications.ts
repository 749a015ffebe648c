import { groupsByKey } from '../../common/data/collections';
import { filledIn } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { _entryOf } from '../../contract/upstream/remote-ref';
import { IdentityProvider } from './identity-provider';
import {
  apiKeysRefused, ApplicationsOfIdentity, Duty, OAuthApplications, Sessions, StatedApplication, statedIn,
} from './oauth-applications';
import { CLUSTER_NAME, _shortName } from './oauth-client';

/**
 * Checks the applications of one identity against each other: each must be distinct. The types of the props
 * are already checked.
 */
export function checkApplications(
  problems: Problems, props: ApplicationsOfIdentity, provider: IdentityProvider, sessions: Sessions,
): void {
  checkNames(problems, props);
  const stated = statedIn(props);
  const byId = earlierBy(stated, ({ id }) => id);
  const byClientId = earlierBy(stated, ({ client }) => client.clientId);
  const bySecret = earlierBy(stated, ({ client: { secret } }) =>
    (secret?.key.trim() ? _entryOf(secret) : undefined));
  // A given subject can equal the computed subject of any other application.
  const computed = earlierBy(
    [
      ...stated.filter(({ client }) => client.subject === undefined),
      ...stated.filter(({ client }) => client.subject !== undefined),
    ],
    ({ duty, client: { clientId, subject } }) =>
      (isOfPeople(duty) ? undefined : subject ?? provider._description.serviceSubject?.(clientId)),
  );
  // Control planes of later releases need it too; all are found in one pass.
  const anyLacks = stated.some(lacksSubject);
  for (const application of stated) {
    const { duty, client, prop } = application;
    checkId(problems, application, byId(application));
    problems.check(`${prop}.clientId`, client.clientId, () => {
      const [owner] = byClientId(application);
      return owner && shared(duty, owner);
    });
    if (duty === Duty.EAGER) {
      problems.check(prop, client.clientId, () => apiKeysRefused(provider, sessions));
    }
    checkSecret(problems, application, bySecret(application));
    checkSubject(problems, application, computed(application), provider, anyLacks);
  }
}

function isOfPeople(duty: Duty): boolean {
  return duty === Duty.WEB || duty === Duty.NATIVE;
}

/** The earlier application with the same key, in constant time. */
function earlierBy(
  stated: readonly StatedApplication[], keyOf: (application: StatedApplication) => string | undefined,
): (application: StatedApplication) => readonly StatedApplication[] {
  const groups = groupsByKey(stated, keyOf);
  return (application) => {
    const key = keyOf(application);
    const group = key === undefined ? [] : groups.get(key)!;
    return group.slice(0, group.indexOf(application));
  };
}

/** Checks keys of the maps, and props that clients for people cannot have. */
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
      'has no effect, as people sign in with this client and tokens have their subjects; leave it out'));
}

/** The name of the API in registrations. */
const API_ID = 'api';

/** Names of objects, variables and files contain it. */
function checkId(
  problems: Problems, { id, key, keyProp }: StatedApplication, [first]: readonly StatedApplication[],
): void {
  const owner = id === API_ID ? 'the API of the deployment' : first?.keyProp;
  problems.check(
    keyProp,
    key,
    () => owner && `gives the application the short name ${id}, which ${owner} already has; choose another`,
  );
}

function checkSecret(
  problems: Problems,
  { client: { secret, clientId }, prop }: StatedApplication,
  earlier: readonly StatedApplication[],
): void {
  const same = secret && earlier.find(({ client }) => client.clientId !== clientId);
  if (same) {
    problems.add(
      `${prop}.secret`,
      secret,
      `is also the entry of client ${same.client.clientId}; each client has its own secret, give its `
        + 'entry',
    );
  }
}

/** For an application that distinguishes data planes by its subject. */
function lacksSubject({ duty, client }: StatedApplication): boolean {
  return client.subject === undefined && (duty === Duty.OPERATOR || duty === Duty.EAGER);
}

// eslint-disable-next-line max-params
function checkSubject(
  problems: Problems,
  application: StatedApplication,
  sharing: readonly StatedApplication[],
  provider: IdentityProvider,
  isAnyMissing: boolean,
): void {
  const { duty, client: { clientId, subject } } = application;
  const subjectProp = `${application.prop}.subject`;
  if (subject === undefined) {
    if (provider._choosesSubjects
      && (lacksSubject(application) || (duty === Duty.SERVICE && isAnyMissing))) {
      problems.addMissing(subjectProp, provider._subjectRemedy);
    }
    return;
  }
  const same = sharing.find(({ client }) => client.clientId !== clientId);
  if (same) {
    problems.add(
      subjectProp,
      subject,
      `is also the subject of client ${same.client.clientId}; each client has its own, decode a token of `
        + clientId,
    );
  } else if (provider._choosesSubjects && subject.toLowerCase() === clientId.toLowerCase()) {
    problems.add(subjectProp, subject, `is the client ID; ${provider._subjectRemedy}`);
  }
}

/** Why two applications must not share a client. */
function shared(duty: Duty, owner: StatedApplication): string {
  const also = `is also ${owner.prop}.clientId; `;
  if (isOfPeople(owner.duty)) {
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
  return `${also}register a client for each purpose, so that you can rotate and revoke each alone`;
}

/**
 * Requires the applications with which people sign in; for planes and registrations.
 *
 * @internal
 */
export function _demandOfPeople(
  problems: Problems, { _applications: { web, native } }: { readonly _applications: OAuthApplications },
): void {
  if (web === undefined) {
    problems.addMissing('identity.applications.web',
      'flyteadmin signs people in with it; give its client: { clientId: … }');
  }
  if (native === undefined) {
    problems.addMissing('identity.applications.native',
      'SDK and CLI sign in with it; give its client: { clientId: … }');
  }
}
