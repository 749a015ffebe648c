import { grouped } from '../../common/data/collections';
import { isNear } from '../../common/props/suggestion';
import { CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import type { Setting } from '../credentials/config-section';
import { misspeltKey } from '../credentials/credential';
import type { Credential, SecretKeyRef } from '../credentials/credential';
import { Flyteadmin } from '../credentials/flyteadmin';
import { missingText } from '../credentials/mounted-files';
import { directories } from '../credentials/plane';
import { SecretWriter, showsCredentials } from '../credentials/secret-writers';
import type { ServiceConfig } from '../credentials/service-config';
import { rule, Violation } from '../engine/rule';
import { elsewhereText, Home, homeKey, sameHome } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { objectText } from '../kube/kube-object';
import { cleanPath } from '../kube/volume';
import type { Workload } from '../kube/workload';
import { clientEntries, entryText } from '../model/client-entries';
import { compared } from '../model/copies';
import { operators } from '../model/eager-keys';
import { comesFromNowhere, misspeltTarget, waits } from '../model/lead';
import type { Model } from '../model/model';
import { lacksIn, thingsLacking } from '../model/pod-needs';
import { Field, placeKey, placesIn } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** Whether a client secret reaches the service that presents it, and its owner. */

const DELIVERED = ['delivered', 'placeholder'];

/** The process reads a variable that the input does not set; an agent or a ConfigMap may set it. */
function lacksVariable({ envVar, key, container }: Credential): boolean {
  return envVar !== undefined && key === undefined && !container.workload.filesAreInjected
    && container.envFrom.every(({ source }) => source === 'Secret')
    && !container.env.some(({ name }) => name === envVar);
}

export const clientSecretUndelivered = rule('client-secret-undelivered', {
  comesOf: ['external-secret-incomplete'],
  /** Client secrets of services whose whole delivery is in the input. */
  of(model): Credential[] {
    const isLost = comesFromNowhere(model);
    return model.credentials.filter((credential) => credential.purpose === 'service client secret'
      && (DELIVERED.includes(credential.delivery?.state ?? '')
        || lacksVariable(credential) || isLost(credential)));
  },
  *all(subjects, model) {
    yield* thingsLacking(model, 'Secret', subjects.flatMap(({ key, container: { workload } }) =>
      key === undefined ? [] : [{ workload, name: key.secret }]));
    const missing = subjects.filter(({ delivery }) => !DELIVERED.includes(delivery?.state ?? ''));
    yield* missing.filter(({ key }) => key === undefined).map(unsetVariable);
    // Every service mounts the same Secret: one cause, one finding.
    for (const consumers of bySecretKey(missing)) {
      const { key, delivery } = consumers[0];
      if (key !== undefined) {
        const elsewhere = deliveredElsewhere(model, consumers[0]);
        const readers = [...new Set(consumers.map(({ container }) => container.workload.name))];
        const target = misspeltTarget(model, key.secret, consumers[0].container.workload);
        const keyless = delivery?.state !== 'key-missing' ? undefined
          : delivery.writers.find(({ object }) => object.kind === EXTERNAL_SECRET)?.object;
        // Other values may replace the reader's place, but not the Secret.
        const empty = !mayMountMore(consumers[0]) ? undefined
          : delivery?.writers.find((writer) => waits(writer, model))?.object;
        yield {
          at: target?.field('target', 'name') ?? keyless?.field('spec', 'data')
            ?? empty?.field() ?? key.field,
          ...(keyless === undefined ? {} : { symptom: KEY_ALONE }),
          expected: `a writer of key ${key.key} in Secret ${key.secret}, which ${readers.join(', ')} `
            + `read${readers.length === 1 ? 's' : ''}`,
          found: target?.target ?? elsewhere ?? `${inPlaceOf(delivery)}${ofOthers(model, consumers[0])}`,
          values: { secret: key.secret, name: key.key, readers: readers.join(', ') },
          restsOn: elsewhere === undefined ? [] : namedIn(model, consumers[0].container.workload),
        };
      }
    }
  },
});

const EXTERNAL_SECRET = 'ExternalSecret';

/** The Secret exists, so pods that mount it start. */
const KEY_ALONE = 'Pods start, and the service logs "no such file or directory" for its client secret, so '
  + 'that its calls end with 401.';

/** The places that name the cluster of a workload. */
function namedIn(model: Model, { cluster, namespace }: Home): Field[] {
  const alike = operators(model).filter(({ clusterName }) => clusterName === cluster);
  const own = alike.filter(({ home }) => home.namespace === namespace);
  return (own.length > 0 ? own : alike).map(({ named }) => named);
}

/** Writers of the Secret in another cluster, where it has no reader. */
function deliveredElsewhere(model: Model, { key, container: { workload } }: Credential): string | undefined {
  const isRead = (home: Home) => model.credentials.some((other) =>
    other.key?.secret === key?.secret && sameHome(other.container.workload, home));
  const writer = model.writers.named(key?.secret ?? '').find(({ object }) =>
    !sameHome(object, workload)
    && sameHome(object, { cluster: object.cluster, namespace: workload.namespace })
    && !isRead(object));
  return writer === undefined ? undefined : `${writer.object}, and here is cluster ${workload.cluster}`;
}

/** A writer of the Secret in another place, if nothing is written here. */
function ofOthers(model: Model, { key, delivery, container: { workload } }: Credential): string {
  const isUnwritten = ['unknown', 'missing'].includes(delivery?.state ?? '');
  return !isUnwritten ? ''
    : elsewhereText(model.writers.named(key?.secret ?? '').map(({ object }) => object), workload);
}

/** What the input has instead of a writer of the key. */
function inPlaceOf(delivery: Credential['delivery']): string {
  switch (delivery?.state) {
    case 'unknown': return 'no Secret or ExternalSecret in the input that writes it';
    case 'missing': return 'no such Secret among those of the cluster';
    default: {
      const writers = new Set(delivery?.writers.map(({ object }) => object.toString()));
      return `only ${[...writers].join(' and ')}, without the key`;
    }
  }
}

function unsetVariable({ field, envVar, container }: Credential): Violation {
  return {
    at: field,
    expected: `the variable ${envVar} in ${container}`,
    found: 'no variable of that name',
    headline: 'variable',
    values: { container: objectText(container.workload.object), variable: `${envVar}` },
  };
}

function bySecretKey(credentials: readonly Credential[]): Credential[][] {
  return grouped(credentials, ({ container, key }) =>
    JSON.stringify([homeKey(container.workload), key?.secret, key?.key]));
}

/** Whether values outside the input may add volumes. */
function mayMountMore({ container: { workload: { object } } }: Pick<ServiceConfig, 'container'>): boolean {
  return object instanceof ChartObject && object.set.partial;
}

/** A misspelt mount, otherwise the Secret's writer, otherwise the setting. */
function placeToMend({ delivery, field, lookup, path, container }: Credential): Field {
  const directory = cleanPath(path?.replace(/[^/]*$/, '') ?? '');
  const misspelt = lookup?.state === 'no-volume' ? lookup.mount
    : lookup?.state !== 'file' && container.mounts.find((mount) =>
      mount.directory !== directory && isNear(mount.directory, directory));
  if (misspelt) {
    return misspelt.field;
  }
  const writerOf = (wanted: SecretWriter['kind']) => delivery?.writers.find(({ kind }) => kind === wanted);
  const writer = writerOf('external-secret') ?? writerOf('manifest');
  return writer?.kind === 'external-secret' ? writer.externalSecret.field('data') : writer?.field ?? field;
}

function foundText({ delivery, lookup, key }: Credential): string {
  const missing = lookup && missingText(lookup);
  if (missing !== undefined) {
    return missing;
  }
  if (delivery?.state === 'unknown') {
    return `nothing in the input that writes the Secret ${key?.secret}`;
  }
  return delivery?.state === 'missing'
    ? `no Secret ${key?.secret} among those of the cluster`
    : `a Secret ${key?.secret} without the key ${key?.key}`;
}

const OWN_FILE = `${SECRETS.relyingParty.mountPath}${CLIENT_SECRET_KEY}`;

const OWN_DIRECTORIES = directories(SECRETS.relyingParty.mountPath);

/** Whether the Secret of the web application is mounted, but flyteadmin reads another place. */
function isPassedOver({ container, path = '', envVar, lookup }: Credential): boolean {
  return envVar === undefined && lookup?.state !== 'relative'
    && container.mountsAt(OWN_DIRECTORIES) && !path.startsWith(SECRETS.relyingParty.mountPath);
}

export const browserSecretUndelivered = rule('browser-secret-undelivered', {
  comesOf: ['external-secret-incomplete'],
  /** The relying party's secrets whose delivery is in the input. */
  of(model): Credential[] {
    const isLost = comesFromNowhere(model);
    return model.credentials.filter((credential) => credential.purpose === 'web client secret'
      && new Flyteadmin(credential.config).authEnabled
      && isShown(credential, isLost));
  },
  each(credential, model) {
    const { field: at, path, delivery } = credential;
    if (delivery?.state === 'delivered') {
      return undefined;
    }
    if (isPassedOver(credential)) {
      return {
        at,
        expected: `clientSecretFile: ${OWN_FILE}, where the Secret of the web application is mounted`,
        found: `none, so that ${path} is read`,
        headline: 'unused',
        values: { path: path ?? 'nothing', file: OWN_FILE },
      };
    }
    return !isToldOfVolume(credential, model)
      && (misspeltKey(credential) ?? misspeltWriter(credential, model) ?? undelivered(credential, model));
  },
});

/** Without placeholders (placeholder-secret) and writers with unknown keys. */
function isShown(
  credential: Credential, lacksWriter: (credential: Credential) => boolean,
): boolean {
  const { config, lookup, delivery } = credential;
  const isLost = lookup !== undefined && lookup.state !== 'file';
  if (lookup?.state === 'opaque' || (isLost && mayMountMore(config))) {
    return false;
  }
  return delivery === undefined ? isLost : delivery.state === 'delivered'
    || isPassedOver(credential)
    || (delivery.state === 'key-missing' && delivery.writers.some(showsCredentials))
    || lacksWriter(credential);
}

/** client-secret-undelivered reports a volume with a misspelt name of the Secret. */
function isToldOfVolume({ key }: Credential, model: Model): boolean {
  return key !== undefined
    && lacksIn(model).some(({ meant, at }) => meant !== undefined && placeKey(at) === placeKey(key.field));
}

function misspeltWriter({ key, container }: Credential, model: Model): Violation | undefined {
  const writer = key && misspeltTarget(model, key.secret, container.workload);
  return writer && {
    at: writer.field('target', 'name'),
    expected: key.secret,
    found: writer.target,
    headline: 'Secret',
  };
}

function undelivered(credential: Credential, model: Model): Violation {
  const { path, envVar, container, key } = credential;
  const carrier = path ?? `the variable ${envVar}`;
  return {
    at: placeToMend(credential),
    expected:
      key === undefined
        ? `${carrier} in ${container}`
        : `the key ${key.key} of the Secret ${key.secret}, which is ${carrier} of flyteadmin`,
    found: `${foundText(credential)}${ofOthers(model, credential)}`,
    values: { carrier },
  };
}

interface Reader {
  readonly id: Setting;
  readonly text: string;
  /** The setting that names the file. */
  readonly file: Field;
  readonly path: string | undefined;
  readonly isBrowserLogin: boolean;
  readonly key: SecretKeyRef;
  readonly workload: Workload;
}

/** The services with another client than most, or than the first if there is no majority. */
function unlikeOthers(readers: readonly Reader[]): Violation[] {
  const { usual, others, isTied } = compared(readers, { text: ({ text }) => text, at: ({ id }) => id.field });
  if (others.length === 0) {
    return [];
  }
  const [{ text, key, workload }] = usual;
  const expected = isTied
    ? `one client of all that read ${textOf(key)}: ${workload.name} says ${text}`
    : `${text}, as the other clients that read ${textOf(key)}`;
  const restsOn = usual.map(({ id }) => id.field);
  return readers.filter((reader) => reader.text !== text).map(({ id: { field: at }, text: found }) =>
    ({ at, expected, found, values: { owner: text }, restsOn }));
}

/** One service uses another client than the rest, with their entry: its Secret is wrong. */
function* unlikeOthersOfEntry(model: Model): Iterable<Violation> {
  const entries = clientEntries(model).filter(({ home, ofBrowserLogin }) =>
    !ofBrowserLogin && nearIn(model.flyteadmins, home).length > 0);
  const byEntry = grouped(entries, ({ home, store, remoteKey, part }) =>
    JSON.stringify([homeKey(home), store, remoteKey, part]));
  for (const ofEntry of byEntry) {
    const { usual, others } = compared(ofEntry, {
      text: ({ clientId }) => clientId, at: ({ readers }) => readers,
    });
    const [first] = usual;
    const restsOn = usual.flatMap(({ readers }) => readers);
    for (const { clientId, readers, field } of placesIn(restsOn) < 2 ? [] : others.flat()) {
      if (placesIn(readers) === 1 && usual.every((each) => placeKey(each.field) !== placeKey(field))) {
        yield {
          at: readers[0],
          expected: `${first.clientId}, as the other clients whose secret is ${entryText(first)}`,
          values: { owner: first.clientId },
          found: clientId,
          restsOn,
          comparedWith: [first.clientId, first.remoteKey],
        };
      }
    }
  }
}

/** The browser login and services read one key; the owner of the Secret is right. */
function besideBrowserLogin(login: Reader, services: readonly Reader[]): Violation[] {
  const others = services.filter(({ text }) => text !== login.text);
  const { secret, key } = login.key;
  const isOfLogin = secret === SECRETS.relyingParty.name || key === OIDC_CLIENT_SECRET_KEY;
  const [wrong, owner] = isOfLogin ? [others, login] : [others.length > 0 ? [login] : [], others[0]];
  return wrong.map(({ file, path, key: { field }, text }) => ({
    // If the file is at the chart's path, the volume has the wrong Secret.
    at: path === OWN_FILE && !isOfLogin ? field : file,
    expected: `the secret of client ${text}`,
    headline: 'login',
    found: `${textOf(login.key)}, which is that of client ${owner.text}`,
    comparedWith: [text, owner.text],
  }));
}

function textOf({ secret, key }: SecretKeyRef): string {
  return `${secret}: ${key}`;
}

export const clientSecretOfOther = rule('client-secret-of-other', {
  /** The clients of each key of a Secret with several readers. */
  of(model): Reader[][] {
    const readers = model.credentials.flatMap((credential): Reader[] => {
      const { key, field: file, path, container: { workload }, purpose } = credential;
      const isBrowserLogin = purpose === 'web client secret';
      const id = isBrowserLogin ? new Flyteadmin(credential.config).webClientId : credential.client?.clientId;
      return id?.text && key !== undefined
        ? [{ id, text: id.text, file, path, isBrowserLogin, key, workload }]
        : [];
    });
    return grouped(readers, ({ key, workload }) => `${homeKey(workload)} ${key.secret} ${key.key}`)
      .filter(({ length }) => length > 1);
  },
  *all(subjects, model) {
    yield* unlikeOthersOfEntry(model);
    for (const readers of subjects) {
      const services = readers.filter(({ isBrowserLogin }) => !isBrowserLogin);
      yield* unlikeOthers(services);
      yield* readers.filter(({ isBrowserLogin }) => isBrowserLogin)
        .flatMap((login) => besideBrowserLogin(login, services));
    }
  },
});
