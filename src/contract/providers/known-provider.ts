/** A UUID in its usual spelling. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Why a text cannot be the subject of a person, and what to write in its place. */
export interface WrongSubject {
  readonly fault: string;
  readonly remedy: string;
}

/** What is wrong with a subject that is an e-mail address or a login, at providers that write ids. */
export function addressAsSubject(subject: string): WrongSubject | undefined {
  return !/^[^@\s|]+@[^@\s|]+\.[^@\s|]+$/.test(subject) ? undefined : {
    fault: 'is an address, and the provider writes an id',
    remedy: 'give the "sub" of a token, which /me answers',
  };
}

/** What the URLs and tokens of a provider tell about it, to anyone who reads manifests. */
export interface KnownProvider {
  readonly name: string;
  /** Host names of its issuers and endpoints; absent where every installation has its own. */
  readonly hosts?: RegExp;
  /** Why it cannot serve at all, and what to do instead. */
  readonly cannotServe?: string;
  /**
   * Whether it publishes OAuth 2.0 metadata (RFC 8414) below the issuer; absent where that depends on its
   * release.
   */
  readonly publishesOAuthMetadata?: boolean;
  /** Its token endpoints rightly are on another host than the issuer. */
  readonly tokenEndpointOnOtherHost?: boolean;
  /** The first element of every path is the tenant. */
  readonly tenantInPath?: boolean;
  /** Paths that name one of several authorization servers on the same host, the name in the first group. */
  readonly serverInPath?: { readonly issuer: RegExp; readonly tokenEndpoint: RegExp };
  /** What the paths of its token endpoints end with. */
  readonly tokenEndpointPath?: RegExp;
  /** Names in the place of a tenant that stand for many: no service gets a token there. */
  readonly tenantsOfMany?: readonly string[];
  /** Client IDs are generated: no one can register one of their choice. */
  readonly generatesClientIds?: boolean;
  /** Every access token has the ID of its client as audience, and no other. */
  readonly audienceIsClientId?: boolean;
  /** One registration may be a confidential and a public client at once, by its redirect URIs. */
  readonly mixedClients?: boolean;
  /** A token request without scopes is granted the default scopes. */
  readonly grantsDefaultScopes?: boolean;
  /** An issuer as the provider spells it, the rest left as it is. */
  readonly issuerAs?: (issuer: string) => string;
  /** An issuer of tokens that others than the provider can verify, where one of its servers issues none. */
  readonly tokenIssuerAs?: (issuer: string) => string;
  /** Scopes that no one registered are refused rather than passed over. */
  readonly refusesUnknownScopes?: boolean;
  /** Every scope of a client credentials request must end with this. */
  readonly serviceScopeSuffix?: string;
  /** Client credentials that ask for `offline_access` are refused. */
  readonly refusesOfflineAccessToServices?: boolean;
  /**
   * The subject of a service's token is an id of the provider's own making, which nothing in the client ID
   * tells.
   */
  readonly writesOwnSubjects?: boolean;
  /** The claim by which it tells services from people. Absent where an administrator may add one. */
  readonly identityTypeClaim?: string;
  /** What is wrong with the subject of a person, where the provider's have a shape of their own. */
  readonly subjectOfPerson?: (subject: string) => WrongSubject | undefined;
  /** A person has a subject of their own for each application. */
  readonly pairwiseSubjects?: boolean;
  /**
   * The client ID in the subject of a service's token, where the provider writes it there in a spelling of
   * its own.
   */
  readonly clientOfSubject?: (subject: string) => string | undefined;
  /**
   * Audiences of tokens that applications get which have nothing to do with the deployment, and how they come
   * to them, as a clause.
   */
  readonly sharedAudiences?: { readonly audience: RegExp; readonly why: string };
}
