import { grouped, groupedBySize } from '../../common/data/grouped';
import { OIDC_CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import type { Setting } from '../credentials/config-section';
import type { SecretKeyRef } from '../credentials/credential';
import { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule, Violation } from '../engine/rule';
import { homeKey, sameHome } from '../kube/home';
import type { Workload } from '../kube/workload';
import { clientEntries, entryText } from '../model/client-entries';
import type { Model } from '../model/model';
import { Field, placeKey, placesIn } from '../read/field';

interface Reader {
  /** Where the client is named. */
  readonly id: Setting;
  readonly text: string;
  /** Where it says which file it reads. */
  readonly file: Field;
  readonly isBrowserLogin: boolean;
  readonly key: SecretKeyRef;
  readonly workload: Workload;
}

/** The clients of each key of a Secret that several read. */
function subjectsOf(model: Model): Reader[][] {
  const readers = model.credentials.flatMap((credential): Reader[] => {
    const { key, field: file, container: { workload }, purpose } = credential;
    const isBrowserLogin = purpose === 'web client secret';
    const id = isBrowserLogin ? new Flyteadmin(credential.config).webClientId : credential.client?.clientId;
    return id?.text && key !== undefined
      ? [{ id, text: id.text, file, isBrowserLogin, key, workload }]
      : [];
  });
  return grouped(readers, ({ key, workload }) => `${homeKey(workload)} ${key.secret} ${key.key}`)
    .filter(({ length }) => length > 1);
}

/** The services that name another client than most, or than the first where no ID is that of most. */
function unlikeOthers(readers: readonly Reader[]): Violation[] {
  const [first, second] = groupedBySize(readers, ({ text }) => text);
  if (second === undefined) {
    return [];
  }
  const [{ text, key, workload }] = first;
  const expected = first.length > second.length
    ? `${text}, as the other clients that read ${textOf(key)}`
    : `one client of all that read ${textOf(key)}: ${workload.name} says ${text}`;
  return readers
    .filter((reader) => reader.text !== text)
    .map((reader) => ({
      at: reader.id.field,
      expected,
      found: reader.text,
      values: { owner: text },
      restsOn: first.map(({ id }) => id.field),
    }));
}

/**
 * The one service of a control plane that names another client than the rest and has their entry of the
 * store, by way of a Secret of its own. A client that several places name may have the wrong entry instead.
 */
function* unlikeOthersOfEntry(model: Model): Iterable<Violation> {
  const entries = clientEntries(model).filter(({ home, ofBrowserLogin }) =>
    !ofBrowserLogin && model.flyteadmins.some((flyteadmin) => sameHome(flyteadmin, home)));
  const byEntry = grouped(entries, ({ home, store, remoteKey, part }) =>
    JSON.stringify([homeKey(home), store, remoteKey, part]));
  for (const ofEntry of byEntry) {
    const [usual] = [...ofEntry].sort((one, other) => placesIn(other.readers) - placesIn(one.readers));
    for (const { clientId, readers: [at], field } of placesIn(usual.readers) < 2
      ? []
      : ofEntry.filter((entry) => entry.clientId !== usual.clientId && placesIn(entry.readers) === 1)) {
      if (placeKey(field) !== placeKey(usual.field)) {
        yield {
          at,
          expected: `${usual.clientId}, as the other clients whose secret is ${entryText(usual)}`,
          values: { owner: usual.clientId },
          found: clientId,
          restsOn: usual.readers,
        };
      }
    }
  }
}

/** The browser login and services that read one key: the one to which the Secret belongs is right. */
function besideBrowserLogin(login: Reader, services: readonly Reader[]): Violation[] {
  const others = services.filter(({ text }) => text !== login.text);
  const { secret, key } = login.key;
  const isOfLogin = secret === SECRETS.relyingParty.name || key === OIDC_CLIENT_SECRET_KEY;
  const [wrong, owner] = isOfLogin ? [others, login] : [others.length > 0 ? [login] : [], others[0]];
  return wrong.map(({ file, text }) => ({
    at: file,
    expected: `the secret of client ${text}`,
    headline: 'login',
    found: `${textOf(login.key)}, which is that of client ${owner.text}`,
  }));
}

function textOf({ secret, key }: SecretKeyRef): string {
  return `${secret}: ${key}`;
}

export const clientSecretOfOther = defineRule('client-secret-of-other', {
  subjects: subjectsOf,
  notApplicable: 'No key of a Secret in the input is read by several clients.',
  *check(subjects, model) {
    yield* unlikeOthersOfEntry(model);
    for (const readers of subjects) {
      const services = readers.filter(({ isBrowserLogin }) => !isBrowserLogin);
      yield* unlikeOthers(services);
      yield* readers
        .filter(({ isBrowserLogin }) => isBrowserLogin)
        .flatMap((login) => besideBrowserLogin(login, services));
    }
  },
});
