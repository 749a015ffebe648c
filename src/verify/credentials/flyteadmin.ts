// Tests: test/verify/credentials/service-config.test.ts, test/verify/model/asked-flyteadmin.test.ts
import { AUTHORIZATION_HEADER, AUTH_SERVER_TYPES, enumValue } from '../../contract/union/flyteadmin';
import { nearIn } from '../kube/home-index';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';
import type { AuthClient } from './auth-client';
import type { Setting } from './config-section';
import { planeOf } from './plane';
import type { ServiceConfig } from './service-config';

const OPEN_ID = 'auth.userAuth.openId';
export const GRPC_HEADER = 'auth.grpcAuthorizationHeader';
/** For HTTP requests, and so for the subrequests to `/me`. */
export const HTTP_HEADER = 'auth.httpAuthorizationHeader';

/** flyteadmin's own settings: the relying party and resource server that every client depends on. */
export class Flyteadmin {
  /** Whether a configuration is flyteadmin's: only it has a relying party or `useAuth`. */
  public static isDescribedBy(config: ServiceConfig): boolean {
    return (
      config.has(OPEN_ID) || config.has('auth.appAuth') || config.get('server.security.useAuth') !== undefined
    );
  }

  public readonly useAuth: Setting | undefined;
  /** Whether `/login`, `/callback`, `/me` and `/logout` exist. */
  public readonly authEnabled: boolean;
  /** The token header of gRPC; by default flyteadmin's. */
  public readonly grpcHeader: string;
  public readonly httpHeader: string;
  /** `Self` by default. */
  public readonly authServerType: string;

  public constructor(public readonly config: ServiceConfig) {
    this.useAuth = config.get('server.security.useAuth');
    this.authEnabled = this.useAuth?.flag === true;
    this.grpcHeader = config.text(GRPC_HEADER) || AUTHORIZATION_HEADER;
    this.httpHeader = config.text(HTTP_HEADER) || AUTHORIZATION_HEADER;
    this.authServerType = enumValue(AUTH_SERVER_TYPES, config.text('auth.appAuth.authServerType') || 'Self');
  }

  public get cluster(): string | undefined {
    return this.config.container.workload.cluster;
  }

  public get namespace(): string | undefined {
    return this.config.container.workload.namespace;
  }

  /** `useAuth` is off, not a boolean (flyteadmin refuses `no`), or absent from a complete configuration. */
  public get authDisabled(): boolean {
    return this.useAuth === undefined
      ? this.config.complete
      : this.useAuth.flag !== true && !/[{$<]/.test(this.useAuth.text ?? '');
  }

  /** The place of the missing relying party, if all of `auth` is missing; undefined otherwise. */
  public get missingAuth(): Field[] {
    return this.config.leaves('auth').length > 0 ? [] : [this.config.fieldFor(OPEN_ID)];
  }

  public get issuer(): Setting | undefined {
    return this.config.get(`${OPEN_ID}.baseUrl`);
  }

  public get webClientId(): Setting | undefined {
    return this.config.get(`${OPEN_ID}.clientId`);
  }

  /** The issuer of clients' tokens; by default that of the relying party. */
  public get externalIssuer(): Setting | undefined {
    const own = this.config.get('auth.appAuth.externalAuthServer.baseUrl');
    return own?.text ? own : this.issuer;
  }

  public get nativeClientId(): Setting | undefined {
    return this.config.get('auth.appAuth.thirdPartyConfig.flyteClient.clientId');
  }

  public get authorizedUris(): Setting | undefined {
    return this.config.get('auth.authorizedUris');
  }

  public get allowedAudience(): Setting | undefined {
    return this.config.get('auth.appAuth.externalAuthServer.allowedAudience');
  }

  public get audiences(): readonly string[] {
    return (this.allowedAudience?.texts ?? []).filter(Boolean);
  }

  /** The setting that enables TLS, if it is enabled. */
  public get tls(): Setting | undefined {
    const secure = this.config.get('server.security.secure');
    return secure?.flag === true ? secure : undefined;
  }

  public get speaksTls(): boolean {
    return this.tls !== undefined;
  }

  /** The places that configure a header for tokens, in any case. */
  public toldOf(header: string): Field[] {
    const names = { [GRPC_HEADER]: this.grpcHeader, [HTTP_HEADER]: this.httpHeader };
    return Object.entries(names).filter(([, name]) => name.toLowerCase() === header.toLowerCase())
      .flatMap(([path]) => this.config.get(path)?.field ?? []);
  }
}

/** A data plane can call any flyteadmin, other workloads only that of their namespace. */
export function mayCall(workload: Workload, flyteadmins: readonly Flyteadmin[]): readonly Flyteadmin[] {
  return planeOf(workload) === 'data' ? flyteadmins : nearIn(flyteadmins, workload);
}

/** Clients fetch a token when flyteadmin requires one, unless their own switch is set. */
export function mustAuthenticate(client: AuthClient, called: readonly Flyteadmin[]): boolean {
  return client.enabled
    || (called.length === 0 ? !isAuthless(client) : called.some(({ useAuth }) => useAuth?.flag !== false));
}

/** No service that requires a token is in the input, and its own switch is off. */
function isAuthless({ config }: AuthClient): boolean {
  return config.get('union.auth.enable')?.flag === false;
}
