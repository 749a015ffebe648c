import { SECRETS } from '../../contract/union/secrets';
import { THREE_SLASHES } from '../../verify/model/endpoints';
import { secretAtProvider } from '../../verify/running/cluster-looks';
import { quoted } from '../ask/remote-text';
import type { TokenFacts } from '../probes/token';
import { realmOff } from './at-provider';
import { defineLiveRule, LiveRule, LiveTexts } from './live-rule';

/** How the client of the user gets a token. */

const NO_CLIENT =
  'No credentials were given, or none could be sent safely: --client-id, --config, --api-key-env.';
const atProvider = (shows: string) => secretAtProvider('$CP', SECRETS.unionServices.name, shows);

const clientEndpoint = defineLiveRule({
  id: 'live-client-endpoint',
  severity: 'error',
  area: 'SDK and CLI',
  title: 'The client calls this deployment, over TLS.',
  symptom: 'The client cannot connect, talks to another deployment, or sends its token in the clear.',
  explanation: 'The config file or the API key names another host, or one where gRPC reads the DNS server to '
    + 'ask (dns://<domain>), or turns TLS off (insecure: true).',
  remediation: 'Correct admin.endpoint (dns:///<domain>) and insecure: false in the file, or encode the API '
    + 'key again with the domain of this deployment.',
  see: [
    {
      run: 'grep -n -E "endpoint|insecure" ~/.union/config.yaml',
      shows:
        'The endpoint must name $DOMAIN, and insecure must be false. Another file may be in use: '
          + 'UCTL_CONFIG.',
    },
  ],
  notApplicable: 'No config file or API key was given.',
  subject: ({ client }) => client?.endpoint && { ...client.endpoint, source: client.source },
  *check({ host: named, isAuthority, insecure, source }, { host, origin }) {
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
  texts: LiveTexts,
  shows: string,
  isMeant: (refusal: Refusal) => boolean,
): LiveRule {
  return defineLiveRule({
    severity: 'error',
    ...texts,
    area: 'services',
    see: [atProvider(shows)],
    explainedBy: [realmOff],
    notApplicable: NO_CLIENT,
    subject: ({ token }) => token,
    *check({ refusal, url, clientId, scopes }) {
      if (refusal !== undefined && isMeant(refusal)) {
        yield {
          at: url.href,
          field: `client ${quoted(clientId)}`,
          expected: `a token for ${scopes.map(quoted).join(' ') || 'no scope'}`,
          found: refusal.text,
        };
      }
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

const clientRejected = refusalRule({
  id: 'live-client-rejected',
  inFiles: ['placeholder-secret'],
  title: 'The provider knows the client and its secret.',
  symptom: 'Services, data planes or pipelines fail with invalid_client, and get 401.',
  explanation: 'The client ID is unknown there, or the secret is another one: rotated, a placeholder, of '
    + 'another application, or with a line feed at its end.',
  remediation:
    "Compare the client ID with the provider's; store the secret again, without a line feed, and restart "
      + 'what reads it.',
}, 'invalid_client: the provider does not know this secret.', isRejected);

const clientGrant = refusalRule({
  id: 'live-client-grant',
  title: 'The client may use client credentials.',
  symptom: 'Services, data planes or pipelines fail with unauthorized_client or access_denied.',
  explanation:
    'The application has not the grant client_credentials, or no access policy of the authorization server '
      + 'names it.',
  remediation: 'Give the application the grant client_credentials, and name it in a policy of the '
    + 'authorization server with a rule for that grant.',
}, 'unauthorized_client or access_denied: the grant or the policy is missing.', isAboutGrant);

const clientScope = refusalRule({
  id: 'live-client-scope',
  inFiles: ['scope-missing'],
  title: 'The client may ask for its scopes.',
  symptom:
    'Services, data planes or pipelines fail with invalid_scope (Entra ID: AADSTS1002012, AADSTS70011).',
  explanation: 'The authorization server has not the scope, or refuses it to client credentials: '
    + 'offline_access at Keycloak, whatever does not end in /.default at Entra ID.',
  remediation: 'Add the scope "all" to the authorization server and the client; write scopes into the '
    + 'client\'s config that client credentials may ask for.',
}, 'invalid_scope: the scope is not there, or not for this client.', isAboutScope);

const tokenRefused = refusalRule({
  id: 'live-token-refused',
  title: 'The provider gives the client a token.',
  symptom: 'Services, data planes or pipelines get no token, and 401 for every call.',
  explanation: 'The token endpoint does not answer, or refuses for a reason of its own.',
  remediation: 'Read what it says, and the provider\'s own log of the request.',
}, 'Anything that is printed is the reason.', (refusal) => (
  !isRejected(refusal) && !isAboutGrant(refusal) && !isAboutScope(refusal)));

/** In the order in which their questions come up. */
export const TOKEN_REQUEST_RULES: readonly LiveRule[] = [
  clientEndpoint, clientRejected, clientGrant, clientScope, tokenRefused,
];
