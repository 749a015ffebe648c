import { oncePer } from '../../common/data/collections';
import { ADMIN_AUTH_TYPES, enumValue } from '../../contract/union/flyteadmin';
import type { ConfigSection, Setting } from './config-section';
import type { ServiceConfig } from './service-config';

/** The config sections with client credentials of services. */
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
  /** The environment variable of the secret. It takes precedence over the location. */
  public readonly clientSecretEnvVar: Setting | undefined;
  public readonly tokenUrl: Setting | undefined;
  public readonly scopes: Setting | undefined;
  /** The setting with the name of the token header, which differs by section. */
  public readonly header: Setting | undefined;
  /** The grant; `ClientSecret` by default. */
  public readonly type: string;
  /** Disabled. Data planes before 2026.3 omit `enable`, and authenticate anyway. */
  public readonly disabled: boolean;

  /** Whether it is explicitly enabled; only the union client has a switch. */
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

/** A section is a client if it has a client ID or the location of a secret. */
export const clientsOf = oncePer((config: ServiceConfig): readonly AuthClient[] => {
  const connections = config.sectionsNamed('adminClient.connection')
    .map((section) => ['admin-connection', section] as const);
  const sections = [['admin', 'admin'], ['union', 'union.auth'], ...connections] as const;
  return sections.filter(([, section]) => config.has(section))
    .map(([kind, section]) => new AuthClient(kind, config, section))
    .filter(({ kind, clientId, clientSecretLocation }) =>
      kind === 'union' || (clientId ?? clientSecretLocation) !== undefined);
});
