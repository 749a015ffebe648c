import type { Setting, ServiceConfig } from './service-config';

/** The sections in which services are told how to authenticate as a client. */
export type AuthClientKind = 'admin' | 'union' | 'admin-connection';

/**
 * A service's client credentials, as its configuration gives them.
 *
 * - `admin`: the admin SDK client (`admin.*`).
 * - `union`: service-to-service auth (`union.auth.*`).
 * - `admin-connection`: a service's own admin client (`executions.app.adminClient.connection.*` and the like).
 */
export class AuthClient {
  public constructor(
    public readonly kind: AuthClientKind,
    public readonly config: ServiceConfig,
    /** Dotted path of the section. */
    public readonly section: string,
  ) {}

  public setting(key: string): Setting | undefined {
    return this.config.get(`${this.section}.${key}`);
  }

  public get clientId(): Setting | undefined {
    return this.setting('clientId');
  }

  public get clientSecretLocation(): Setting | undefined {
    return this.setting('clientSecretLocation');
  }

  /** The name of the environment variable that holds the secret. It wins over the location. */
  public get clientSecretEnvVar(): Setting | undefined {
    return this.setting('clientSecretEnvVar');
  }

  public get tokenUrl(): Setting | undefined {
    return this.setting('tokenUrl');
  }

  public get scopes(): Setting | undefined {
    return this.setting('scopes');
  }

  /** The setting that names the header of the token; its name differs by section. */
  public get header(): Setting | undefined {
    return this.setting(this.kind === 'union' ? 'authorizationMetadataKey' : 'authorizationHeader');
  }

  /** The grant, `ClientSecret` where the section leaves it out. */
  public get type(): string {
    return this.setting(this.kind === 'union' ? 'type' : 'authType')?.text || 'ClientSecret';
  }

  /**
   * Whether it is switched off. Data planes of charts before 2026.3 leave `enable` out and authenticate all the same
   * (dataplane: values.yaml, `config.union.auth`).
   */
  public get disabled(): boolean {
    return this.kind === 'union' && this.setting('enable')?.flag === false;
  }

  /** Whether it authenticates with a client secret at all. */
  public get usesClientSecret(): boolean {
    return !this.disabled && this.type === 'ClientSecret';
  }
}

/** The clients that a configuration describes. A section counts when it names a client or where its secret lies. */
export function clientsOf(config: ServiceConfig): AuthClient[] {
  const candidates: [AuthClientKind, string][] = [
    ['admin', 'admin'],
    ['union', 'union.auth'],
    ...config.sectionsNamed('adminClient.connection').map((section): [AuthClientKind, string] => ['admin-connection', section]),
  ];
  return candidates
    .map(([kind, section]) => new AuthClient(kind, config, section))
    .filter((client) => config.has(client.section))
    .filter((client) => client.kind === 'union' || client.clientId !== undefined || client.clientSecretLocation !== undefined);
}
