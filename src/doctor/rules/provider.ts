import { urlOf } from '../../common/props/url';
import { flyteadminSettings } from '../../verify/running/cluster-looks';
import { anonymous, providerMetadata } from '../../verify/running/edge-looks';
import { Failure } from '../ask/failure';
import { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { METADATA_PATH } from '../probes/auth-metadata';
import type { Facts } from '../probes/facts';
import { answerText, jsonOf, textAt, textsAt } from '../probes/reading';
import { defineLiveRule, LiveRule, LiveTexts } from './live-rule';
import { loginInsecure, loginTargetUnreachable } from './login-redirect';

/** The provider, as flyteadmin announces it and as it describes itself. */

const lookAtAnnounced = (shows: string) => anonymous(METADATA_PATH, shows);
const NOT_ANNOUNCED = 'flyteadmin did not announce a provider.';
const NOT_READ = 'The metadata of the provider could not be read.';

/** What flyteadmin hands to clients. */
function announced({ metadata }: Facts) {
  const issuer = metadata?.document && textAt(metadata.document, 'issuer');
  return issuer === undefined ? undefined : { issuer, document: metadata!.document! };
}

const own = ({ provider }: Facts) =>
  provider?.document ? { ...provider, document: provider.document } : undefined;
const isHttps = (url: string) => urlOf(url)?.protocol === 'https:';

export const issuerInsecure = defineLiveRule({
  id: 'live-issuer-insecure',
  inFiles: ['issuer-insecure'],
  severity: 'error',
  area: 'config',
  title: 'The issuer is an https URL.',
  symptom:
    'Clients refuse the provider, or send secrets and codes in the clear; tokens are refused because of '
      + 'their issuer.',
  explanation:
    'The provider was reached by an internal or plain address, or does not know that it stands behind TLS.',
  remediation: 'Use the provider\'s public https issuer in flyteadmin; tell the provider its public URL '
    + '(Keycloak: hostname, proxy-headers).',
  see: [lookAtAnnounced('200 is right; "issuer" in the body must begin with https.')],
  notApplicable: NOT_ANNOUNCED,
  subject: announced,
  *check({ issuer }, { origin }) {
    if (!isHttps(issuer)) {
      yield {
        at: `${origin}${METADATA_PATH}`,
        field: 'issuer',
        expected: 'an https URL',
        found: quoted(issuer),
      };
    }
  },
});

export const authorizationServerOwn = defineLiveRule({
  id: 'live-authorization-server-own',
  inFiles: ['enum-invalid'],
  severity: 'warning',
  area: 'config',
  title: 'Tokens come from the identity provider.',
  symptom:
    'People sign in to the console; the service application, data planes and pipelines are refused with the '
      + "provider's tokens.",
  explanation: 'It is flyteadmin that makes the tokens (appAuth.authServerType: Self). It knows only the '
    + 'clients in its own config, and takes no token of the provider.',
  remediation:
    'Set auth.appAuth.authServerType: External, and externalAuthServer with baseUrl and allowedAudience.',
  see: [flyteadminSettings('authServerType', 'External is right.')],
  notApplicable: NOT_ANNOUNCED,
  subject: announced,
  *check({ issuer }, { origin, host }) {
    const url = urlOf(issuer);
    if (url?.origin === origin || url?.hostname === host) {
      yield {
        at: `${origin}${METADATA_PATH}`,
        field: 'issuer',
        expected: 'the identity provider',
        found: quoted(issuer),
      };
    }
  },
});

export const providerForbidden = defineLiveRule({
  id: 'live-provider-private',
  severity: 'error',
  area: 'config',
  title: 'A public deployment announces a public provider.',
  symptom: 'People outside the network cannot sign in: the browser does not reach the provider.',
  explanation: 'The provider\'s name leads to an address inside a network, of this machine, or of a cloud\'s '
    + 'metadata service. It was not asked: who names such addresses to strangers may be up to something.',
  remediation: 'Announce the provider by a name that everybody who signs in can reach. If it is meant to be '
    + 'private, run this command inside that network, on a name that leads to a private address too.',
  see: [lookAtAnnounced('"issuer" in the body names the provider.')],
  explainedBy: [issuerInsecure],
  notApplicable: NOT_ANNOUNCED,
  subject: ({ provider }) => provider,
  *check({ answer, url }) {
    if (answer instanceof Failure && answer.kind === 'forbidden') {
      yield {
        at: url.href,
        field: 'address',
        expected: 'an address as public as that of the deployment',
        found: answer.text,
      };
    }
  },
});

/** A key set (RFC 7517, section 5) with a key at least. Whom one may not ask is live-provider-private's. */
function hasKeys(answer: HttpAnswer | Failure): boolean {
  if (answer instanceof Failure) {
    return answer.kind === 'forbidden';
  }
  const keys = answer.status === 200 ? jsonOf(answer)?.keys : undefined;
  return Array.isArray(keys) && keys.length > 0;
}

function textOf(answer: HttpAnswer | Failure): string {
  if (answer instanceof Failure) {
    return answer.text;
  }
  return answer.status === 200 ? 'none' : answerText(answer);
}

export const providerUnreachable = defineLiveRule({
  id: 'live-provider-unreachable',
  inFiles: ['value-unreplaced'],
  severity: 'error',
  area: 'config',
  title: 'The provider answers where it is announced.',
  symptom: 'Sign-in ends at a page that does not load; SDK and CLI get no token.',
  explanation: 'An issuer is announced whose metadata cannot be had from here: another tenant or realm, a '
    + 'typing mistake, a provider that is away, or a name that only the cluster knows. Or the metadata can, '
    + 'and the keys cannot that they name (jwks_uri): then flyteadmin takes no token, "failed to verify id '
    + 'token signature".',
  remediation:
    "Open the URL in a browser; correct the issuer in flyteadmin's config, or make the provider reachable "
      + 'for clients. For the keys, tell the provider its public URL, and what stands before it to let that '
      + 'path through.',
  see: [providerMetadata('A JSON object is right.')],
  explainedBy: [loginTargetUnreachable, issuerInsecure, providerForbidden],
  notApplicable: NOT_ANNOUNCED,
  subject: ({ provider }) => provider,
  *check({ answer, url, document, keys }) {
    if (keys !== undefined && !hasKeys(keys.answer)) {
      const found = textOf(keys.answer);
      yield { at: keys.url.href, field: 'keys', expected: 'a JSON object with keys', found };
    }
    if (answer instanceof Failure) {
      yield { at: url.href, field: 'answer', expected: 'the metadata of the provider', found: answer.text };
    } else if (document === undefined) {
      yield {
        at: url.href,
        field: 'answer',
        expected: 'a JSON object',
        found: answer.status === 200 ? 'no JSON object' : answerText(answer),
      };
    }
  },
});

export const issuerMismatch = defineLiveRule({
  id: 'live-issuer-mismatch',
  severity: 'error',
  area: 'config',
  title: 'The issuer is the same to the letter wherever it stands.',
  symptom:
    'At its next start flyteadmin stops ("issuer did not match"), or it refuses every token; strict clients '
      + 'stop at discovery.',
  explanation: 'Issuers are compared as texts (OpenID Connect Discovery, section 4.3): a slash at the end, '
    + 'another version or tenant in the path, another case is another issuer.',
  remediation:
    "Copy the issuer from the provider's own metadata into flyteadmin's baseUrl settings and every client.",
  see: [
    providerMetadata('"issuer" must be $ISSUER to the letter.'),
    flyteadminSettings('baseUrl', 'It must be the same.'),
  ],
  explainedBy: [issuerInsecure],
  notApplicable: NOT_READ,
  subject: own,
  *check({ document, issuer, url }) {
    if (document.issuer !== issuer) {
      yield {
        at: url.href,
        field: 'issuer',
        expected: quoted(issuer),
        found: typeof document.issuer === 'string' ? quoted(document.issuer) : 'none',
      };
    }
  },
});

export const providersDiffer = defineLiveRule({
  id: 'live-providers-differ',
  severity: 'error',
  area: 'config',
  title: 'People and clients go to one authorization server.',
  symptom: 'People get into the console, while SDK and CLI are refused, or the other way round.',
  explanation: '/login sends people to another authorize endpoint than the one that flyteadmin announces to '
    + 'clients: userAuth.openId.baseUrl and appAuth.externalAuthServer.baseUrl name different servers, such '
    + 'as an organization\'s and a custom one.',
  remediation: 'Set both to the same issuer.',
  see: [flyteadminSettings('baseUrl', 'Both must be the same.')],
  explainedBy: [loginInsecure, issuerInsecure, authorizationServerOwn],
  notApplicable: NOT_ANNOUNCED,
  subject: (facts) =>
    facts.signIn?.authorize && announced(facts)
      ? { authorize: facts.signIn.authorize, ...announced(facts)! }
      : undefined,
  *check({ authorize, document }, { origin }) {
    const endpoint = textAt(document, 'authorization_endpoint') ?? '';
    const announcedUrl = urlOf(endpoint) ?? authorize;
    if (announcedUrl.origin !== authorize.origin || announcedUrl.pathname !== authorize.pathname) {
      yield {
        at: `${origin}/login`,
        field: 'Location',
        expected: quoted(endpoint),
        found: quoted(authorize.origin + authorize.pathname),
      };
    }
  },
});

const providerEndpoints = defineLiveRule({
  id: 'live-provider-endpoints',
  severity: 'error',
  area: 'config',
  title: 'Clients are told every endpoint that they need, over TLS.',
  symptom:
    'SDK and CLI fail at once, or after the sign-in: "unsupported protocol scheme", "token endpoint not '
      + 'found".',
  explanation: 'Clients take the endpoints from what flyteadmin passes on. One is missing, or not an https '
    + 'URL: the provider does not know its public address, or metadataUrl leads to some other document.',
  remediation:
    'Correct externalAuthServer.metadataUrl; tell the provider its public URL (Keycloak: hostname, '
      + 'proxy-headers).',
  see: [lookAtAnnounced('The endpoints in the body must be https URLs.')],
  explainedBy: [issuerInsecure],
  notApplicable: NOT_ANNOUNCED,
  subject: announced,
  *check({ document }, { origin }) {
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
      const endpoint = textAt(document, name);
      if (endpoint === undefined || !isHttps(endpoint)) {
        yield {
          at: `${origin}${METADATA_PATH}`,
          field: name,
          expected: 'an https URL',
          found: endpoint === undefined ? 'none' : quoted(endpoint),
        };
      }
    }
  },
});

/** A rule about what a list in the provider's metadata must hold, and the phrase for each. */
function listRule(
  texts: LiveTexts & Pick<LiveRule, 'area' | 'see'> & { readonly notApplicable: string },
  list: string,
  needed: Readonly<Record<string, string>>,
): LiveRule {
  return defineLiveRule({
    severity: 'error',
    ...texts,
    subject(facts) {
      const listed = textsAt(own(facts)?.document ?? {}, list);
      return listed && { listed, at: own(facts)!.url.href };
    },
    *check({ listed, at }) {
      for (const [, expected] of Object.entries(needed).filter(([name]) => !listed.includes(name))) {
        yield { at, field: list, expected, found: listed.map(quoted).join(', ') || 'none' };
      }
    },
  });
}

const providerGrants = listRule({
  id: 'live-provider-grants',
  area: 'config',
  title: 'The provider offers the grants that Union needs.',
  symptom: 'People or services are refused: unsupported_grant_type, unauthorized_client.',
  explanation: 'The provider lists its grants, and one that Union cannot do without is not among them.',
  remediation:
    'Turn the grant on at the provider (Okta: in the rule of the access policy), or use an authorization '
      + 'server that has it.',
  see: [providerMetadata('"grant_types_supported" must hold authorization_code and client_credentials.')],
  notApplicable: 'The provider does not list its grants.',
}, 'grant_types_supported', {
  authorization_code: 'authorization_code: people sign in with it',
  client_credentials: 'client_credentials: services, data planes and pipelines sign in with it',
});

export const pkceMissing = listRule({
  id: 'live-pkce-missing',
  area: 'SDK and CLI',
  title: 'The provider takes PKCE with S256.',
  symptom: 'The browser of an SDK or CLI sign-in shows invalid_request.',
  explanation:
    'SDK and CLI sign in with a challenge of the method S256, and the provider lists other methods only.',
  remediation: 'Allow S256 for the native application (RFC 7636).',
  see: [providerMetadata('"code_challenge_methods_supported" must hold S256.')],
  notApplicable: 'The provider does not list its methods of PKCE.',
}, 'code_challenge_methods_supported', { S256: 'S256' });

const deviceCodeMissing = defineLiveRule({
  id: 'live-device-code-missing',
  severity: 'info',
  area: 'SDK and CLI',
  title: 'Clients without a browser can sign in.',
  symptom: 'On a remote machine the CLI cannot sign in by device code.',
  explanation: 'What flyteadmin passes on names no device endpoint: the provider has none, or not in the '
    + 'document to which metadataUrl leads.',
  remediation: 'Turn device code on at the provider, or set externalAuthServer.metadataUrl to '
    + '.well-known/openid-configuration if only that document names the endpoint; else use API keys there.',
  see: [lookAtAnnounced('"device_authorization_endpoint" must stand in the body.')],
  explainedBy: [issuerInsecure, authorizationServerOwn, providerEndpoints],
  notApplicable: NOT_ANNOUNCED,
  subject: announced,
  *check({ document }, { origin, provider }) {
    if (textAt(document, 'device_authorization_endpoint') === undefined) {
      const atProvider = textAt(provider?.document ?? {}, 'device_authorization_endpoint') !== undefined;
      yield {
        at: `${origin}${METADATA_PATH}`,
        field: 'device_authorization_endpoint',
        expected: 'a URL',
        found: atProvider ? 'none, though the provider publishes one' : 'none',
      };
    }
  },
});

const tokenEndpointsDiffer = defineLiveRule({
  id: 'live-token-endpoint-differs',
  inFiles: ['token-url-foreign'],
  severity: 'warning',
  area: 'config',
  title: 'Clients are told the token endpoint that the provider names.',
  symptom: 'SDK and CLI send codes and secrets to another URL than the provider\'s.',
  explanation:
    'The documents disagree: flyteadmin proxies token requests (tokenEndpointProxyConfig), or reads another '
      + "server's metadata.",
  remediation: 'If no proxy is meant, correct externalAuthServer.baseUrl and metadataUrl.',
  see: [
    providerMetadata('"token_endpoint" must be the one that flyteadmin passes on.'),
    lookAtAnnounced('The body has the one that clients get.'),
  ],
  explainedBy: [issuerInsecure, issuerMismatch, providerEndpoints],
  notApplicable: NOT_READ,
  subject: (facts) =>
    announced(facts) && own(facts)
      ? { told: announced(facts)!.document, own: own(facts)!.document }
      : undefined,
  *check({ told, own: published }, { origin }) {
    const [here, there] = [textAt(told, 'token_endpoint'), textAt(published, 'token_endpoint')];
    if (here !== undefined && there !== undefined && here !== there) {
      yield {
        at: `${origin}${METADATA_PATH}`,
        field: 'token_endpoint',
        expected: quoted(there),
        found: quoted(here),
      };
    }
  },
});

/** In the order in which their questions come up. */
export const PROVIDER_RULES: readonly LiveRule[] = [
  issuerInsecure, authorizationServerOwn, providerForbidden, providerUnreachable, issuerMismatch,
  providersDiffer, providerEndpoints, providerGrants, pkceMissing, deviceCodeMissing, tokenEndpointsDiffer,
];
