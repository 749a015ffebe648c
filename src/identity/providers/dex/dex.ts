import { filledIn, httpsUrl } from '../../../_internal/checks';
import { Problems } from '../../../_internal/problems';
import { OIDC_METADATA_PATH } from '../../../contract/union/flyteadmin';
import { checkScopes } from '../checks';
import { ProviderDescription } from '../provider-description';
import { DEX, subjectOf } from './known';
import { dexStaticClients } from './static-clients';

/** A Dex server. */
export interface DexProviderProps {
  /** The issuer, exactly as in Dex's configuration (`issuer`): `https://dex.example.com`, with its path if it has one. */
  readonly issuer: string;

  /**
   * The scopes that flyteadmin requests at a browser's login, of those that Dex knows: `openid`, `profile`, `email`,
   * `groups`, `federated:id`, `offline_access`.
   *
   * @default ["profile", "openid", "offline_access"]
   */
  readonly webScopes?: string[];
}

/** What Dex knows, whatever is asked of it; any other scope is refused with `invalid_scope` (Dex `server/oauth2.go`). */
const DEX_SCOPES = ['openid', 'email', 'profile', 'groups', 'federated:id', 'offline_access'];

/** Dex has no scope `all`. `openid` is enough for flyteadmin, since Dex writes no `client_id` claim. */
const SERVICE_SCOPE = 'openid';

export function describeDex(props: DexProviderProps): ProviderDescription {
  const problems = new Problems('IdentityProvider.dex').check('issuer', props.issuer, filledIn, httpsUrl);
  checkScopes(problems, 'webScopes', props.webScopes, (scope) =>
    DEX_SCOPES.includes(scope) ? undefined : `is a scope that Dex refuses; give some of ${DEX_SCOPES.join(', ')}`);
  problems.throwIfAny();
  const base = props.issuer.replace(/\/$/, '');
  return {
    name: DEX.name,
    issuer: props.issuer,
    tokenEndpoint: `${base}/token`,
    authorizationEndpoint: `${base}/auth`,
    deviceAuthorizationEndpoint: `${base}/device/code`,
    metadataPath: OIDC_METADATA_PATH,
    audienceIsClientId: true,
    serviceScopes: [SERVICE_SCOPE],
    webScopes: props.webScopes,
    serviceSubject: subjectOf,
    registrar: { dexStaticClients: dexStaticClients(props.issuer) },
  };
}
