import { parse } from 'yaml';

/**
 * Union's authorizer in Union mode, as far as its documentation tells (self-hosted documentation, "Authorization"): it knows whom
 * bootstrap lists, by the `sub` of their tokens, and nobody else. A stand-in: the real one is not public.
 */
export class StandInAuthorizer {
  /** @param config the authorizer's config file, as it is emitted */
  public static reading(config: string): StandInAuthorizer {
    return new StandInAuthorizer((parse(config) as { authorizer: AuthorizerSection }).authorizer);
  }

  public constructor(private readonly section: AuthorizerSection) {}

  /** Whether the caller may do something in the organization: only roles count there. */
  public allowsInOrganization(claims: Claims): boolean {
    const { serviceAccounts, adminUsers } = this.section.bootstrap;
    return this.typeOf(claims) === 'app'
      ? serviceAccounts.some(({ clientId, role }) => clientId === claims.sub && role === 'Admin')
      : adminUsers.some(({ subject }) => subject === claims.sub);
  }

  /** `MANAGE_CLUSTER`, which no role of the organization brings. */
  public allowsToManage(claims: Claims, cluster: string): boolean {
    return this.cluster(cluster)?.operators.includes(claims.sub) ?? false;
  }

  public allowsToSee(claims: Claims, cluster: string): boolean {
    return this.allowsToManage(claims, cluster) || (this.cluster(cluster)?.viewers.includes(claims.sub) ?? false);
  }

  private cluster(wanted: string) {
    return this.section.bootstrap.dataplaneClusters.find(({ name }) => name === wanted);
  }

  /** Without the claim nobody is anything, unless the authorizer goes by the subject alone. */
  private typeOf(claims: Claims): string | undefined {
    const { bootstrap, useExternalIdentity = false } = this.section;
    if (String(useExternalIdentity) !== 'true') {
      return claims.identitytype;
    }
    return bootstrap.serviceAccounts.some(({ clientId }) => clientId === claims.sub) ? 'app' : 'user';
  }
}

/** What it looks at in a token. */
export interface Claims {
  readonly sub: string;
  readonly identitytype?: string;
}

/** The section `authorizer` of its config file. */
export interface AuthorizerSection {
  readonly type: string;
  readonly useExternalIdentity?: boolean | string;
  readonly bootstrap: {
    readonly organization?: string;
    readonly serviceAccounts: readonly { readonly clientId: string; readonly name: string; readonly role: string }[];
    readonly adminUsers: readonly { readonly name: string; readonly subject: string }[];
    readonly dataplaneClusters: readonly { readonly name: string; readonly operators: readonly string[]; readonly viewers: readonly string[] }[];
  };
}
