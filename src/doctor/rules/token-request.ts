import { THREE_SLASHES } from '../../verify/model/endpoints';
import { quoted } from '../ask/remote-text';
import type { TokenFacts } from '../probes/token';
import type { RuleId } from '../texts/rule-texts';
import { realmOff } from './at-provider';
import { liveRule, LiveRule } from './live-rule';

/** How the client of the user gets a token. */

const NO_CLIENT =
  'No credentials were given, or none could be sent safely: --client-id, --config, --api-key-env.';

const clientEndpoint = liveRule('live-client-endpoint', {
  otherwise: 'No config file or API key was given.',
  of: ({ client }) => client?.endpoint && { ...client.endpoint, source: client.source },
  *each({ host: named, isAuthority, insecure, source }, { host, origin }) {
    if (isAuthority) {
      yield { at: source, field: 'endpoint', expected: THREE_SLASHES, found: quoted(`dns://${named}`) };
    }
    if (named.toLowerCase() !== host && named.toLowerCase() !== new URL(origin).host) {
      yield { at: source, field: 'endpoint', expected: host, found: quoted(named) };
    }
    if (insecure) {
      yield { at: source, field: 'insecure', expected: 'false', found: 'true' };
    }
  },
});

type Refusal = NonNullable<TokenFacts['refusal']>;

/** Rules about what the provider says in the place of a token. */
function refusalRule(
  id: RuleId,
  isMeant: (refusal: Refusal) => boolean,
): LiveRule {
  return liveRule(id, {
    explainedBy: [realmOff],
    otherwise: NO_CLIENT,
    of: ({ token }) => token,
    each: ({ refusal, url, clientId, scopes }) => refusal !== undefined && isMeant(refusal) && {
      at: url.href,
      field: `client ${quoted(clientId)}`,
      expected: `a token for ${scopes.map(quoted).join(' ') || 'no scope'}`,
      found: refusal.text,
    },
  });
}

/** Keycloak 26.7, tried: unauthorized_client, "Invalid client or Invalid client credentials". */
const isRejected = ({ error, text }: Refusal) =>
  error === 'invalid_client' || (error === 'unauthorized_client' && /invalid client\b/i.test(text));
/** Some providers call it a bad request, and say in words what is bad about it. */
const isAboutGrant = (refusal: Refusal) =>
  !isRejected(refusal)
  && (/^(unauthorized_client|unsupported_grant_type|access_denied)$/.test(refusal.error)
    || (refusal.error === 'invalid_request' && /grant.type/i.test(refusal.text)));
const isAboutScope = ({ error, text }: Refusal) =>
  error === 'invalid_scope' || /AADSTS(1002012|70011)/.test(text);

const clientRejected = refusalRule('live-client-rejected', isRejected);

const clientGrant = refusalRule('live-client-grant', isAboutGrant);

const clientScope = refusalRule('live-client-scope', isAboutScope);

const tokenRefused = refusalRule('live-token-refused', (refusal) => (
  !isRejected(refusal) && !isAboutGrant(refusal) && !isAboutScope(refusal)));

/** In the order in which their questions come up. */
export const TOKEN_REQUEST_RULES: readonly LiveRule[] = [
  clientEndpoint, clientRejected, clientGrant, clientScope, tokenRefused,
];
