import { slipOf } from '../../common/props/suggestion';
import {
  APP_SECRET_KEY, CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY, SECRETS,
} from '../../contract/union/secrets';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import type { AuthClient } from './auth-client';
import { mayUseCredentials } from './credential-use';
import { FileLookup, lookUpFile } from './mounted-files';
import type { KeyDelivery, SecretWriters } from './secret-writers';
import type { ServiceConfig } from './service-config';

/** flyteadmin's secret manager reads the environment first, then a file. */
export function secretManagerPlaces(
  config: ServiceConfig, name: string,
): { readonly variable: string; readonly path: string } {
  return {
    variable: `FLYTE_SECRET_${name}`,
    path: `${config.text('secrets.secrets-prefix') ?? SECRETS.flyteadmin.mountPath}${name}`,
  };
}

export type CredentialPurpose = 'service client secret' | 'web client secret' | 'database password';

export interface SecretKeyRef {
  readonly secret: string;
  readonly key: string;
  readonly field: Field;
  /** Whether the pod starts without it. */
  readonly optional: boolean;
}

/**
 * How a credential reaches a container: a setting refers to a file or variable, which comes from a Secret's
 * key.
 */
export interface Credential {
  readonly purpose: CredentialPurpose;
  readonly container: Container;
  readonly config: ServiceConfig;
  /** Dotted path of the setting with the location, even if a default replaces it. */
  readonly setting: string;
  /** The place to report: the setting, or the section that lacks it. */
  readonly field: Field;
  /** The file that the process opens; absent if an environment variable has the value. */
  readonly path?: string;
  /** The environment variable that the process reads instead of a file. */
  readonly envVar?: string;
  readonly lookup?: FileLookup;
  /** Absent if the file or variable comes from no Secret. */
  readonly key?: SecretKeyRef;
  readonly delivery?: KeyDelivery;
  /** The client that authenticates with it; absent for the relying party and the database. */
  readonly client?: AuthClient;
}

/** The default location of the admin client (flyteidl: clients/go/admin/config.go). */
const DEFAULT_LOCATION = `${SECRETS.flyteadmin.mountPath}${CLIENT_SECRET_KEY}`;

/**
 * The settings of flyteadmin, the cache service and union services with the location of the database
 * password.
 */
const DATABASE_PASSWORD_PATHS = [
  'database.passwordPath', 'database.postgres.passwordPath', 'db.passwordPath',
];

/** The credentials in a configuration: of its clients, the relying party and the database. */
export function credentialsOf(
  config: ServiceConfig, clients: readonly AuthClient[], writers: SecretWriters,
): Credential[] {
  const build = new CredentialBuilder(config, writers);
  const signsIn = config.has('auth.userAuth.openId') && mayUseCredentials(config.container);
  const password = DATABASE_PASSWORD_PATHS.flatMap((path) => config.get(path) ?? []).find(({ text }) => text);
  return [
    ...clients.filter((client) => client.usesClientSecret).map((client) => clientCredential(build, client)),
    ...signsIn ? [relyingPartyCredential(build, config)] : [],
    ...password === undefined ? [] : [build.fromFile(
      { purpose: 'database password', setting: password.path, field: password.field }, password.text!,
    )],
  ];
}

function clientCredential(build: CredentialBuilder, client: AuthClient): Credential {
  const purpose = 'service client secret';
  const variable = client.clientSecretEnvVar;
  if (variable?.text) {
    return build.variable({ purpose, setting: variable.path, field: variable.field, client }, variable.text);
  }
  const location = client.clientSecretLocation;
  const field = location?.field ?? client.clientId?.field ?? client.config.fieldFor(client.section);
  const setting = `${client.section}.clientSecretLocation`;
  return build.fromFile({ purpose, setting, field, client }, location?.text || DEFAULT_LOCATION);
}

/** `clientSecretFile` takes precedence; otherwise the secret manager looks up a name. */
function relyingPartyCredential(build: CredentialBuilder, config: ServiceConfig): Credential {
  const purpose = 'web client secret';
  const file = config.get('auth.userAuth.openId.clientSecretFile');
  if (file?.text) {
    return build.fromFile({ purpose, setting: file.path, field: file.field }, file.text);
  }
  const named = config.get('auth.userAuth.openId.clientSecretName');
  const name = named?.text || OIDC_CLIENT_SECRET_KEY;
  const field = named?.field ?? config.fieldFor('auth.userAuth.openId');
  const asked = { purpose, setting: 'auth.userAuth.openId.clientSecretName', field } as const;
  const places = secretManagerPlaces(config, name);
  return build.hasVariable(places.variable)
    ? build.variable(asked, places.variable)
    : build.fromFile(asked, places.path);
}

type AskedCredential = Pick<Credential, 'purpose' | 'setting' | 'field' | 'client'>;

class CredentialBuilder {
  public constructor(private readonly config: ServiceConfig, private readonly writers: SecretWriters) {}

  private get container(): Container {
    return this.config.container;
  }

  public fromFile(asked: AskedCredential, path: string): Credential {
    const lookup = lookUpFile(this.container, path);
    const candidates = lookup.state === 'file' ? lookup.candidates : [];
    const refs = candidates.filter(({ source }) => source.kind === 'Secret')
      .map(({ source: { name: secret, field, optional }, key }) => ({ secret, key, field, optional }));
    return { ...asked, container: this.container, config: this.config, path, lookup, ...this.best(refs) };
  }

  public hasVariable(name: string): boolean {
    return this.container.env.some((variable) => variable.name === name);
  }

  public variable(asked: AskedCredential, name: string): Credential {
    const { container, config } = this;
    return { ...asked, container, config, envVar: name, ...this.best(this.refsOfVariable(name)) };
  }

  private refsOfVariable(name: string): SecretKeyRef[] {
    const variable = this.container.env.find((candidate) => candidate.name === name);
    if (variable?.secretKey !== undefined) {
      const { name: secret, key, optional } = variable.secretKey;
      return [{ secret, key, field: variable.field, optional }];
    }
    return this.container.envFrom.filter((from) => from.source === 'Secret' && name.startsWith(from.prefix))
      .map(({ name: secret, prefix, field, optional }) =>
        ({ secret, key: name.slice(prefix.length), field, optional }));
  }

  /** If several Secrets can provide a file, the one that is delivered. */
  private best(refs: readonly SecretKeyRef[]): { key?: SecretKeyRef; delivery?: KeyDelivery } {
    const rated = refs.map((key) => ({
      key,
      delivery: this.writers.delivery(key.secret, key.key, this.container.workload),
    }));
    const order = ['delivered', 'possible', 'placeholder', 'unknown', 'key-missing', 'missing'];
    return rated.sort((a, b) => order.indexOf(a.delivery.state) - order.indexOf(b.delivery.state))[0] ?? {};
  }
}

/** A reader with a misspelt key of a Secret, or with one that Union does not use. */
interface MisspeltKey {
  /** The place of the reader. */
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly headline: 'misspelt';
  readonly values: { readonly meant: string };
}

/** Keys that Union's charts read: if one is missing, its writer has the misspelling. */
const KNOWN: readonly string[] = [CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY, APP_SECRET_KEY];

export function misspeltKey({ key, delivery, path, field }: Credential): MisspeltKey | undefined {
  const written = delivery?.writers.flatMap(({ keys }) => keys) ?? [];
  const meant = key === undefined || KNOWN.includes(key.key) ? undefined
    : slipOf(key.key, written) ?? written.find((each) => each === CLIENT_SECRET_KEY);
  if (key === undefined || meant === undefined || !KNOWN.includes(meant)) {
    return undefined;
  }
  const told = { headline: 'misspelt', values: { meant } } as const;
  // A mount without items names each file after its key.
  return path?.endsWith(`/${key.key}`)
    ? { at: field, expected: `${path.slice(0, -key.key.length)}${meant}`, found: path, ...told }
    : { at: key.field, expected: `key ${meant} of Secret ${key.secret}`, found: key.key, ...told };
}
