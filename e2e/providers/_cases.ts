import { OAuthApplication, OAuthApplicationType } from '../../src/constructs/identity/oauth-client';
import { ProviderFeature } from '../../src/constructs/identity/providers/provider-description';
import { claimsOf } from '../../test/_tools/flyteadmin/tokens';
import { Deployment, Provider } from '../login/_world';
import { Credentials, Login, Tokens, askForToken, loginUrl, pkcePair, userInfo } from './_sign-in';

/** A provider with the emitted registrations of a deployment, and a way to sign a person in. */
export interface Candidate {
  readonly deployment: Deployment;
  provider(): Provider;
  /** Signs Alice in from an authorization URL; resolves to the URL of the application, or of the page that refuses. */
  signIn(address: string): Promise<string>;
}

/** Sign-ins and tokens of the applications at a provider. */
export class Cases {
  public constructor(private readonly candidate: Candidate) {}

  public get applications(): OAuthApplication[] {
    return this.candidate.deployment.identity._applications.all;
  }

  public get services(): OAuthApplication[] {
    return this.applications.filter(({ type }) => type === OAuthApplicationType.SERVICE);
  }

  public credentials({ clientId, hasClientSecret }: OAuthApplication): Credentials {
    return { clientId, ...(hasClientSecret ? { clientSecret: this.candidate.provider().secrets[clientId] } : {}) };
  }

  public serviceToken(service: OAuthApplication, credentials = this.credentials(service)): Promise<Tokens> {
    return this.tokenFor(service, service.scopes, credentials);
  }

  /** The token of a service for these scopes. */
  public tokenFor(service: OAuthApplication, scopes: readonly string[], credentials = this.credentials(service)): Promise<Tokens> {
    return this.ask(credentials, { grant_type: 'client_credentials', scope: scopes.join(' '), ...this.audience });
  }

  /** The tokens of a person's sign-in. */
  public async login(application: OAuthApplication, changed: Partial<Login> & { readonly verifier?: string } = {}): Promise<Tokens> {
    const { verifier, challenge } = pkcePair();
    const withPkce = application.requirePkce;
    const login = this.loginOf(application, withPkce ? challenge : undefined);
    const back = new URL(await this.candidate.signIn(loginUrl(this.identityProvider.authorizationEndpoint!, { ...login, ...changed })));
    const code = back.searchParams.get('code');
    if (code === null) {
      return { error: back.searchParams.get('error') ?? 'no code' };
    }
    return this.ask(this.credentials(application), {
      grant_type: 'authorization_code', code, redirect_uri: login.redirectUri, ...(withPkce ? { code_verifier: changed.verifier ?? verifier } : {}),
    });
  }

  public refresh(application: OAuthApplication, refreshToken: string, credentials = this.credentials(application)): Promise<Tokens> {
    return this.ask(credentials, { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  public claims(token: string | undefined): Record<string, unknown> {
    return token === undefined ? {} : claimsOf(token) as Record<string, unknown>;
  }

  /** The claims of an access token; if it is not a JWT, the provider's userinfo. */
  public async about(token: string): Promise<Record<string, unknown>> {
    return token.split('.').length === 3 ? this.claims(token) : userInfo(this.candidate.provider(), this.identityProvider.issuer, token);
  }

  private get identityProvider() {
    return this.candidate.deployment.identity.identityProvider;
  }

  private get audience(): Record<string, string> {
    const { requestedAudience } = this.candidate.deployment.identity;
    return requestedAudience === undefined ? {} : { audience: requestedAudience };
  }

  private loginOf({ clientId, redirectUris, scopes }: OAuthApplication, challenge: string | undefined): Login {
    return { clientId, redirectUri: redirectUris[0], scopes, challenge, ...this.audience };
  }

  private ask(credentials: Credentials, form: Record<string, string>): Promise<Tokens> {
    return askForToken(this.candidate.provider(), this.identityProvider.tokenEndpoint, credentials, form);
  }
}

/** Tests for every provider. */
export function holdsForAll(candidate: Candidate): Cases {
  const cases = new Cases(candidate);
  const { identity } = candidate.deployment;
  const [web, native] = identity._applications._ofPeople;

  test.each(cases.services.map((service) => [service.id, service] as const))('%s: subject, audience and scope of its token are as the library expects', async (_, service) => {
    const claims = cases.claims((await cases.serviceToken(service)).access_token);
    expect(claims.sub).toBe(service.subject);
    expect(identity.allowedAudience).toEqual(expect.arrayContaining([claims.aud].flat()));
    expect(claims.iss).toBe(identity.identityProvider.issuer);
    if ('client_id' in claims) {
      expect(claims.scp).toContain('all');
    }
  });

  test.each(cases.services.map((service) => [service.id, service] as const))('%s: the secret of another application gets no token', async (_, service) => {
    const other = cases.credentials(cases.services.find(({ clientId }) => clientId !== service.clientId)!);
    const refusal = await cases.serviceToken(service, { clientId: service.clientId, clientSecret: other.clientSecret });
    expect(refusal).toEqual(expect.objectContaining({ error: expect.any(String) }));
  });

  test.each([web, native].map((application) => [application.id, application] as const))('%s: a person has one subject in ID and access token', async (_, application) => {
    const tokens = await cases.login(application);
    const [id, access] = [cases.claims(tokens.id_token), await cases.about(tokens.access_token!)];
    expect(access.sub).toEqual(expect.any(String));
    expect(tokens.id_token === undefined || id.sub === access.sub).toBe(true);
    expect(cases.services.map(({ subject }) => subject)).not.toContain(access.sub);
    expect(identity.allowedAudience).toEqual(expect.arrayContaining([access.aud].flat().filter((each) => each !== undefined)));
  });

  test('the subject of a person is the same for the browser and for SDK and CLI', async () => {
    const [browser, cli] = [await cases.login(web), await cases.login(native)];
    expect(cases.claims(browser.id_token).sub).toBe((await cases.about(cli.access_token!)).sub);
  });

  test('an unregistered redirect URI gets no code', async () => {
    expect((await cases.login(native, { redirectUri: 'http://localhost:4444/callback' })).access_token).toBeUndefined();
  });

  const enforcesPkce = identity.identityProvider._supports(ProviderFeature.ENFORCED_PKCE);

  test(`a sign-in of the native application without a challenge gets ${enforcesPkce ? 'no' : 'a'} token`, async () => {
    expect((await cases.login(native, { challenge: undefined, verifier: enforcesPkce ? undefined : '' })).access_token).toEqual(enforcesPkce ? undefined : expect.any(String));
  });

  test('a sign-in of the native application with the verifier of another challenge gets no token', async () => {
    expect((await cases.login(native, { verifier: pkcePair().verifier })).access_token).toBeUndefined();
  });

  return cases;
}
