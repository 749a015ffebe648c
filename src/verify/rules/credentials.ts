import { grouped, oncePer, unique } from '../../common/data/collections';
import { listText } from '../../common/data/enumerated';
import { secretValueKind } from '../../common/values/placeholder';
import { CLIENT_SECRET_KEY, COOKIE_KEYS, isClientSecretKey, SECRETS } from '../../contract/union/secrets';
import { SCHEDULER } from '../../contract/union/services/flyteadmin';
import { isGuarded } from '../../contract/upstream/remote-ref';
import { misspeltKey, secretManagerPlaces } from '../credentials/credential';
import type { Credential, CredentialPurpose } from '../credentials/credential';
import { mayUseCredentials } from '../credentials/credential-use';
import { FileLookup, lookUpFile, missingText } from '../credentials/mounted-files';
import { isObserved, placeOfKeys, showsCredentials } from '../credentials/secret-writers';
import type { ServiceConfig } from '../credentials/service-config';
import { Violation, oncePerPlace, rule } from '../engine/rule';
import { ExternalSecret } from '../kube/external-secret';
import { elsewhereText, homeKey } from '../kube/home';
import { asList } from '../kube/json-access';
import { objectText } from '../kube/kube-object';
import type { Secret } from '../kube/secret';
import type { Container } from '../kube/workload';
import { compared } from '../model/copies';
import { flyteadminsFor } from '../model/counterparts';
import { misspeltTarget } from '../model/lead';
import type { Model } from '../model/model';
import { oddMount } from '../model/odd-mounts';
import { keysLacking } from '../model/pod-needs';
import { placeKey } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** The way of a credential: setting, file or variable, key of a Secret, value. */

/** The credentials of a purpose whose file is known to exist or not. */
const filesOf = (purpose: CredentialPurpose) => ({ credentials }: Model) =>
  credentials.filter((each): each is Credential & { readonly lookup: FileLookup } =>
    each.purpose === purpose && each.lookup !== undefined && each.lookup.state !== 'opaque');

export const clientSecretUnmounted = rule('client-secret-unmounted', {
  of: (model) => filesOf('service client secret')(model)
    .filter(({ container }) => !isScheduler(container) && !isLeftOut(container)),
  // For the scheduler's own container, another rule reports it at the same place.
  all: (credentials) => missingFiles(credentials).map((missing) => ({ ...missing, restsOn: [missing.at] })),
});

/** Whether values omit the volume; values-wrong-value reports that. */
function isLeftOut({ workload: { object } }: Container): boolean {
  return object instanceof ChartObject && object.set.chart === 'dataplane'
    && object.set.get(`${object.set.release._contract.dataPlane.secret}.enable`) === false;
}

const SCHEDULERS = `${SECRETS.scheduler.mountPath}${CLIENT_SECRET_KEY}`;

const withClients = oncePer(({ clients }: Model) => new Set(clients.map(({ config }) => config)));

/**
 * Even without a client in its configuration, a service reads the default location if it must authenticate.
 */
function readsDefault(config: ServiceConfig, model: Model): boolean {
  return isScheduler(config.container) && config.has('admin')
    && !withClients(model).has(config)
    && ['ClientSecret', undefined].includes(config.text('admin.authType'))
    && !config.text('admin.clientSecretEnvVar')
    && flyteadminsFor(config.container.workload, model).some(({ authEnabled }) => authEnabled);
}

export const schedulerSecretUnmounted = rule('scheduler-secret-unmounted', {
  of: (model) => [
    ...filesOf('service client secret')(model).filter(({ container }) => isScheduler(container)),
    ...model.configs.filter((config) => readsDefault(config, model)).map((config) => ({
      container: config.container,
      field: config.fieldFor('admin'),
      path: SCHEDULERS,
      lookup: lookUpFile(config.container, SCHEDULERS),
    })),
  ].filter(({ container: { workload }, lookup }) => {
    const flyteadmins = flyteadminsFor(workload, model);
    return lookup.state !== 'opaque'
      && (flyteadmins.length === 0 || flyteadmins.some(({ authEnabled }) => authEnabled));
  }),
  each({ container, field: at, path, lookup }) {
    const found = missingText(lookup);
    return found !== undefined && {
      at,
      expected: `${path} mounted in ${container}`,
      values: { container: objectText(container.workload.object), path },
      found,
    };
  },
});

const DATABASES = ['database.postgres', 'database', 'db'];

/** A service with a database and a user, but neither a password nor its path. */
function withoutPath(config: ServiceConfig): Violation | undefined {
  const section = DATABASES.find((path) => config.text(`${path}.host`) && config.text(`${path}.username`));
  const user = config.text(`${section}.username`);
  const isThere = ['passwordPath', 'password'].some((key) => config.text(`${section}.${key}`));
  return section === undefined || isThere ? undefined : {
    at: config.fieldFor(`${section}.passwordPath`),
    expected: `${section}.passwordPath, the file with the password of ${user}`,
    headline: 'path',
    values: { user: `${user}` },
    found: 'none',
  };
}

/** The writer matters only if the input delivers one of them. */
function unwritten(
  { key, delivery, container: { workload } }: Credential, isWritten: boolean, model: Model,
): Violation[] {
  const { state, writers = [] } = delivery ?? {};
  const isJudged = state === 'missing'
    || (isWritten && state === 'unknown')
    || (state === 'key-missing' && (isWritten || writers.some(isObserved)));
  if (key === undefined || !isJudged) {
    return [];
  }
  const elsewhere = elsewhereText(model.writers.named(key.secret).map(({ object }) => object), workload);
  const keys = unique(writers.flatMap((writer) => writer.keys)).join(', ');
  const found = {
    'missing': `no such Secret among those of the cluster${elsewhere}`,
    'key-missing': `only keys ${keys || 'of others'}`,
    'unknown': `no writer of the Secret${elsewhere || ' in the input'}`,
  }[state];
  return [{ at: key.field, expected: `a writer of key ${key.key} in Secret ${key.secret}`, found }];
}

const isDelivered = oncePer((model: Model) =>
  filesOf('database password')(model).some(({ delivery }) => delivery?.state === 'delivered'));

export const databasePasswordMissing = rule('database-password-missing', {
  of(model) {
    const all = filesOf('database password')(model);
    const configs = model.configs.filter(({ complete }) => complete);
    return all.length === 0 ? [] : [...configs, ...all];
  },
  all: (subjects) => missingFiles(subjects.filter((each) => 'purpose' in each)),
  each: (subject, model) => ('purpose' in subject
    ? unwritten(subject, isDelivered(model), model)
    : withoutPath(subject)),
  // Containers of a pod share a mistake, as services share a Secret.
  cause: ({ at, expected, found }, subject) => JSON.stringify('purpose' in subject && found !== undefined
    ? [homeKey(subject.container.workload), expected, found]
    : [placeKey(at)]),
});

const KINDS: Readonly<Record<string, string>> = {
  empty: 'an empty value', placeholder: 'a placeholder', absent: 'no such key',
};

/** The variable of a pod that holds the credential as a literal. */
const literalOf = ({ envVar, container }: Credential) =>
  container.env.find(({ name, value }) => name === envVar && value !== undefined);

export const placeholderSecret = rule('placeholder-secret', {
  of: ({ credentials }) => credentials.filter((each) => literalOf(each) !== undefined
    || (each.delivery !== undefined && !['unknown', 'missing'].includes(each.delivery.state))),
  each(credential) {
    const { purpose, key, delivery } = credential;
    const literal = literalOf(credential);
    if (literal !== undefined) {
      const kind = secretValueKind(literal.value ?? '');
      const at = literal.field.child('value');
      return kind in KINDS && { at, expected: `the ${purpose}`, found: KINDS[kind], values: { purpose } };
    }
    const writers = delivery?.state === 'placeholder' ? delivery.writers : [];
    return writers.flatMap((writer) => (writer.kind !== 'manifest' ? [] : [{
      at: writer.secret.keyField(key!.key),
      expected: `the ${purpose}`,
      found: `${KINDS[writer.secret.valueKind(key!.key)] ?? KINDS.placeholder} `
        + `${writer.secret.observed ? 'in the cluster' : 'that nothing in the input replaces'}`,
      values: { purpose },
    }]));
  },
});

export const credentialUnreadable = rule('credential-unreadable', {
  of: ({ credentials }) => credentials.flatMap(({ lookup, key, container, path }) => {
    const candidates = lookup?.state === 'file' && key !== undefined ? lookup.candidates : [];
    return candidates.filter(({ source }) => source.kind === 'Secret' && source.name === key!.secret)
      .slice(0, 1)
      .map(({ source, key: file }) => ({ container, path, source, mode: source.modeOf(file) }));
  }),
  each: ({ container, path, source, mode }) => isKeptFrom(container, mode) && {
    at: source.field,
    expected: `a mode by which ${container} may read ${path ?? 'the file'}, or an fsGroup`,
    found: `0${mode.toString(8).padStart(3, '0')}, for root alone`,
    values: { container: objectText(container.workload.object) },
  },
  cause: oncePerPlace,
});

/** Whether the digit of an octal mode grants read access: 0 for everyone, 1 for the group. */
const letsRead = (mode: number, digit: number) => Math.floor(mode / 8 ** digit) % 8 >= 4;

/**
 * Whether a container's process is known to be kept from a file of a Secret or ConfigMap by the file's mode.
 * Such files belong to root and root's group, to whom an image's user belongs unless told otherwise; with
 * fsGroup they are given to that group, readable.
 *
 * Source: Kubernetes, pkg/volume/util/atomic_writer.go and volume_linux.go.
 */
function isKeptFrom({ security, workload }: Container, mode: number): boolean {
  const { runAsUser, runAsNonRoot, runAsGroup } = security;
  const isRoot = runAsUser === 0 || (runAsUser === undefined && runAsNonRoot !== true);
  const inRootsGroup = runAsGroup === undefined || runAsGroup === 0
    || asList(workload.podSecurity.supplementalGroups).includes(0);
  return !isRoot && workload.podSecurity.fsGroup === undefined && !letsRead(mode, 0)
    && (!letsRead(mode, 1) || !inRootsGroup);
}

const [, BLOCK_KEY] = COOKIE_KEYS;

/**
 * The valid lengths of an AES key. flyteadmin decodes both keys (auth/cookie_manager.go, `NewCookieManager`).
 */
const AES_KEYS: readonly number[] = [16, 24, 32];

/** The settings that name the keys, in the order of `COOKIE_KEYS`. */
const COOKIE_SETTINGS = ['auth.userAuth.cookieHashKeySecretName', 'auth.userAuth.cookieBlockKeySecretName'];

export const sessionKeyMissing = rule('session-key-missing', {
  // For keys from files: generate-secrets fills a Secret that manifests declare.
  of: (model) => model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap(({ config }) =>
    COOKIE_KEYS.flatMap((name, index) => {
      const { container } = config;
      const places = secretManagerPlaces(config, config.text(COOKIE_SETTINGS[index]) || name);
      const lookup = lookUpFile(container, places.path);
      // If several Secrets may provide the file, it is unknown which one lacks it.
      const [candidate, ...others] = lookup.state === 'file' ? lookup.candidates : [];
      const isSet = container.env.some((variable) => variable.name === places.variable);
      const secret = !isSet && candidate?.source.kind === 'Secret' && others.length === 0
        ? model.secret(candidate.source.name, container.workload)
        : undefined;
      return secret?.observed ? [{ secret, key: candidate.key, isBlockKey: name === BLOCK_KEY }] : [];
    })),
  each({ secret, key, isBlockKey }) {
    const kind = secret.valueKind(key);
    const at = kind === 'absent' ? secret.object.field('data') : secret.keyField(key);
    const length = secret.decodedLength(key);
    if (kind === 'value' && (length === undefined || (isBlockKey && !AES_KEYS.includes(length)))) {
      return {
        at,
        expected: `${isBlockKey ? AES_KEYS.join(', ') : '64'} random bytes in base64 without padding`,
        found: length === undefined ? 'a text of another form' : `${length} bytes`,
        headline: 'unfit',
        values: { name: key },
      };
    }
    return kind in KINDS && {
      at,
      expected: `the key ${key}, with which flyteadmin signs and encrypts its session cookies`,
      found: `${KINDS[kind]} in the cluster`,
      values: { name: key },
    };
  },
});

export const clientSecretKeyMissing = rule('client-secret-key-missing', {
  comesOf: ['external-secret-incomplete'],
  of: ({ credentials }) => credentials.filter(({ purpose, key, delivery }) =>
    purpose === 'service client secret' && key !== undefined && delivery !== undefined
    && (['delivered', 'placeholder'].includes(delivery.state)
      || (delivery.state === 'key-missing' && delivery.writers.some(showsCredentials)))),
  all: (credentials, model) => [...keysLacking(model, 'Secret', ''), ...unlikeSiblings(credentials)],
  each(credential, model) {
    const [key, { state, writers }] = [credential.key!, credential.delivery!];
    const keys = unique(writers.flatMap((writer) => writer.keys));
    const near = misspeltTarget(model, key.secret, credential.container.workload);
    const astray = near?.keys.includes(key.key) ? near : undefined;
    const slip = astray === undefined ? misspeltKey(credential) : undefined;
    return state === 'key-missing' && (slip ?? {
      at: astray?.field('target', 'name') ?? placeOfKeys(writers.find(showsCredentials)!),
      expected: `key ${key.key} in Secret ${key.secret}`,
      headline: '',
      values: { secret: key.secret, name: key.key },
      found: astray?.target ?? listText(keys, 'keys', [key.key]),
    });
  },
});

/** One service reads a path under another key of a Secret than all others. */
function unlikeSiblings(credentials: readonly Credential[]): Violation[] {
  return grouped(credentials, ({ path, key, container: { workload } }) =>
    JSON.stringify([homeKey(workload), path, key?.secret])).flatMap((siblings) => {
    const { usual: [usual], others, isTied } = compared(siblings, {
      text: ({ key }) => key?.key ?? '', at: ({ container: { workload } }) => workload.object.field(),
    });
    const odd = isTied ? [] : others.flat();
    return odd.flatMap(({ lookup, key, path }) => (lookup?.state !== 'file' ? [] : [{
      at: lookup.mount.field,
      expected: `key ${usual.key?.key} of Secret ${key?.secret} at ${path}, as the other services mount it`,
      found: `key ${key?.key}`,
      headline: 'misspelt',
      values: { meant: usual.key?.key ?? '' },
    }]));
  });
}

/** Whether an ExternalSecret in the input writes the key without a line end. */
function isCutOff(model: Model, secret: Secret, key: string): boolean {
  return /^a (line feed|carriage return)/.test(secret.padding(key) ?? '')
    && model.externalSecrets.some((externalSecret) => externalSecret.target === secret.name
      && externalSecret.writesInto(secret) && isGuarded(externalSecret.template[key] ?? ''));
}

/** Client secrets whose template adds something around the value. */
function paddedByTemplate(externalSecret: ExternalSecret): Violation[] {
  const texts = Object.entries(externalSecret.template).filter(([key]) => isClientSecretKey(key));
  return texts.flatMap(([key, text]) => {
    const behind = /\}\}[ \t]*\n\s*$/.test(text) ? 'a line feed' : undefined;
    const around = /^\s*["'].*["']\s*$/s.test(text) ? 'quotes' : behind;
    return around === undefined ? [] : [{
      at: externalSecret.templateField(key),
      expected: 'a template that writes the value and nothing around it',
      headline: 'template',
      found: `a template that writes ${around} around it, or behind it`,
    }];
  });
}

export const secretValuePadded = rule('secret-value-padded', {
  of: (model) => [
    ...model.credentials.flatMap(({ key, purpose, envVar, delivery }) =>
      (delivery?.writers ?? []).flatMap((writer) =>
        (key !== undefined && writer.kind === 'manifest' && writer.secret.valueKind(key.key) === 'value'
          && !isCutOff(model, writer.secret, key.key)
          ? [{ secret: writer.secret, key: key.key, purpose, isVariable: envVar !== undefined }]
          : [])))
      // Values of variables are not trimmed.
      .sort((a, b) => Number(b.isVariable) - Number(a.isVariable)),
    ...model.externalSecrets.filter(({ template }) => Object.keys(template).some(isClientSecretKey)),
  ],
  each(subject) {
    if (subject instanceof ExternalSecret) {
      return paddedByTemplate(subject);
    }
    const { secret, key, purpose, isVariable } = subject;
    const padding = secret.padding(key) ?? secret.wrapping(key);
    const found = `a value with ${padding}${isVariable ? ', read from a variable' : ''}`;
    return padding !== undefined
      && { at: secret.keyField(key), expected: `the ${purpose} and nothing around it`, found };
  },
  cause: oncePerPlace,
});

/** Configured files that containers do not find: each once per place. */
function missingFiles(credentials: readonly Credential[]): Violation[] {
  const named = new Map<Container, Set<string | undefined>>();
  const missing = credentials.flatMap((credential) => {
    const { container, field, path, lookup, client } = credential;
    const found = lookup && missingText(lookup);
    const paths = named.get(container) ?? new Set();
    if (lookup === undefined || found === undefined || paths.has(path)) {
      return [];
    }
    named.set(container, paths.add(path));
    const place = oddMount(credential, credentials);
    // Leads to the misspelt key of the file.
    const isDefault = place === undefined && client?.clientSecretLocation === undefined && Boolean(client);
    const file = isDefault ? `${LOCATION}: its default, ${path},` : path;
    return [{ container, at: place ?? field, path: file, found, lacks: isDefault ? [LOCATION] : [] }];
  });
  const alike = grouped(missing, ({ at, path, found }) => JSON.stringify([placeKey(at), path, found]));
  return alike.map(([{ container, at, path, found, lacks }, ...more]) => {
    const others = new Set(more.map((each) => nameOf(each.container, container)));
    const further = others.size === 0 ? '' : ` and of ${[...others].join(', ')}`;
    const values = { container: objectText(container.workload.object), path };
    const expected = `${path} mounted in ${container}${further}`;
    return { at, expected, headline: 'mount', values, found, lacks };
  });
}

const LOCATION = 'clientSecretLocation';

function nameOf({ workload, name }: Container, first: Container): string {
  return workload === first.workload ? name : workload.name;
}

/** Whether a container runs flyte-scheduler with its credentials, whatever its name. */
function isScheduler(container: Container): boolean {
  return (
    !container.init
    && mayUseCredentials(container)
    && (container.name === SCHEDULER.container
      || container.commandLine.some(
        (word) => word === SCHEDULER.container || word.endsWith(`/${SCHEDULER.container}`),
      ))
  );
}
