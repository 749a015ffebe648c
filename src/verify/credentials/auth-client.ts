import { oncePer } from '../../common/data/collections';
import { ADMIN_AUTH_TYPES, enumValue } from '../../contract/union/flyteadmin';
import type { ConfigSection, Setting } from './config-section';
import type { ServiceConfig } from './service-config';

/** The sections in which services are told how to authenticate as a client. */
export type AuthClientKind = 'admin' | 'union' | 'admin-connection';

/**
 * A service's client credentials, as its configuration gives them.
 *
 * - `admin`: the admin SDK client (`admin.*`).
 * - `union`: service-to-service auth (`union.auth.*`).
 * - `admin-connection`: a service's own admin client (`executions.app.adminClient.connection.*` and the
 *   like).
 */
export class AuthClient {
  public readonly clientId: Setting | undefined;
  public readonly clientSecretLocation: Setting | undefined;
  /** The name of the environment variable that holds the secret. It wins over the location. */
  public readonly clientSecretEnvVar: Setting | undefined;
  public readonly tokenUrl: Setting | undefined;
  public readonly scopes: Setting | undefined;
  /** The setting that names the header of the token; its name differs by section. */
  public readonly header: Setting | undefined;
  /** The grant, `ClientSecret` where the section leaves it out. */
  public readonly type: string;
  /** Switched off. Data planes before 2026.3 leave `enable` out and authenticate all the same. */
  public readonly disabled: boolean;

  /** Whether it is switched on in so many words; only the union client has a switch. */
  public readonly enabled: boolean;

  private readonly values: ConfigSection | undefined;

  public constructor(
    public readonly kind: AuthClientKind,
    public readonly config: ServiceConfig,
    /** Dotted path of the section. */
    public readonly section: string,
  ) {
    this.values = config.section(section);
    this.clientId = this.setting('clientId');
    this.clientSecretLocation = this.setting('clientSecretLocation');
    this.clientSecretEnvVar = this.setting('clientSecretEnvVar');
    this.tokenUrl = this.setting('tokenUrl');
    this.scopes = this.setting('scopes');
    this.header = this.setting(kind === 'union' ? 'authorizationMetadataKey' : 'authorizationHeader');
    const type = this.setting(kind === 'union' ? 'type' : 'authType')?.text || 'ClientSecret';
    this.type = kind === 'union' ? type : enumValue(ADMIN_AUTH_TYPES, type);
    const enable = kind === 'union' ? this.setting('enable')?.flag : undefined;
    this.disabled = enable === false;
    this.enabled = enable === true;
  }

  public setting(key: string): Setting | undefined {
    return this.values?.get(key);
  }

  public get usesClientSecret(): boolean {
    return !this.disabled && this.type === 'ClientSecret';
  }
}

/** A section counts as a client if it names one, or where its secret is. */
export const clientsOf = oncePer((config: ServiceConfig): readonly AuthClient[] => {
  const clients: AuthClient[] = [];
  const add = (kind: AuthClientKind, section: string) => {
    const client = config.has(section) ? new AuthClient(kind, config, section) : undefined;
    if (client !== undefined
      && (kind === 'union' || client.clientId !== undefined || client.clientSecretLocation !== undefined)) {
      clients.push(client);
    }
  };
  add('admin', 'admin');
  add('union', 'union.auth');
  config.sectionsNamed('adminClient.connection').forEach((section) => add('admin-connection', section));
  return clients;
});
