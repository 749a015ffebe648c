import { urlOf } from '../../common/props/checks';
import { Failure } from '../ask/failure';
import { HttpAnswer } from '../ask/http';
import { listFound, quoted } from '../ask/remote-text';
import { METADATA_PATH } from '../probes/auth-metadata';
import type { Facts } from '../probes/facts';
import { answerText, jsonOf, textAt, textsAt } from '../probes/reading';
import type { RuleId } from '../texts/rule-texts';
import { liveRule, LiveRule, LiveRuleDefinition, wrong } from './live-rule';
import { loginInsecure, loginTargetUnreachable } from './login-redirect';

const NOT_ANNOUNCED = 'flyteadmin did not announce a provider.';
const NOT_READ = 'The metadata of the provider could not be read.';

/** flyteadmin's settings for clients. */
function announced({ metadata }: Facts) {
  const issuer = metadata?.document && textAt(metadata.document, 'issuer');
  return issuer === undefined ? undefined : { issuer, document: metadata!.document! };
}

const OF_ANNOUNCED = { otherwise: NOT_ANNOUNCED, of: announced };

const OF_PROVIDER = { otherwise: NOT_ANNOUNCED, of: ({ provider }: Facts) => provider };

const own = ({ provider }: Facts) =>
  provider?.document ? { ...provider, document: provider.document } : undefined;
const isHttps = (url: string) => urlOf(url)?.protocol === 'https:';

export const issuerInsecure = liveRule('live-issuer-insecure', {
  ...OF_ANNOUNCED,
  each: ({ issuer }, { origin }) => !isHttps(issuer)
    && wrong(`${origin}${METADATA_PATH}`, 'issuer', 'an https URL', quoted(issuer)),
});

export const authorizationServerOwn = liveRule('live-authorization-server-own', {
  ...OF_ANNOUNCED,
  each: ({ issuer }, { origin, host }) => urlOf(issuer)?.hostname === host
    && wrong(`${origin}${METADATA_PATH}`, 'issuer', 'the identity provider', quoted(issuer)),
});

export const providerForbidden = liveRule('live-provider-private', {
  explainedBy: [issuerInsecure],
  ...OF_PROVIDER,
  each: ({ answer, url }) => answer instanceof Failure && answer.kind === 'forbidden'
    && wrong(url.href, 'address', 'an address as public as that of the deployment', answer.text),
});

/** A key set (RFC 7517, section 5) with at least one key. live-provider-private reports unreachable ones. */
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

export const providerUnreachable = liveRule('live-provider-unreachable', {
  explainedBy: [loginTargetUnreachable, issuerInsecure, providerForbidden],
  ...OF_PROVIDER,
  *each({ answer, url, document, keys }) {
    if (keys !== undefined && !hasKeys(keys.answer)) {
      const found = textOf(keys.answer);
      yield wrong(keys.url.href, 'keys', 'a JSON object with keys', found);
    }
    if (answer instanceof Failure) {
      yield wrong(url.href, 'answer', 'the metadata of the provider', answer.text);
    } else if (document === undefined) {
      yield wrong(
        url.href, 'answer', 'a JSON object', answer.status === 200 ? 'no JSON object' : answerText(answer),
      );
    }
  },
});

export const issuerMismatch = liveRule('live-issuer-mismatch', {
  explainedBy: [issuerInsecure],
  otherwise: NOT_READ,
  of: own,
  each: ({ document, issuer, url }) => document.issuer !== issuer && wrong(
    url.href, 'issuer', quoted(issuer),
    typeof document.issuer === 'string' ? quoted(document.issuer) : 'none',
  ),
});

export const providersDiffer = liveRule('live-providers-differ', {
  explainedBy: [loginInsecure, issuerInsecure, authorizationServerOwn],
  otherwise: NOT_ANNOUNCED,
  of: (facts) =>
    facts.signIn?.authorize && announced(facts)
      ? { authorize: facts.signIn.authorize, ...announced(facts)! }
      : undefined,
  each({ authorize, document }, { origin }) {
    const endpoint = textAt(document, 'authorization_endpoint') ?? '';
    const announcedUrl = urlOf(endpoint) ?? authorize;
    const isSame = announcedUrl.origin === authorize.origin && announcedUrl.pathname === authorize.pathname;
    return !isSame && wrong(
      `${origin}/login`, 'Location', quoted(endpoint), quoted(authorize.origin + authorize.pathname),
    );
  },
});

const providerEndpoints = liveRule('live-provider-endpoints', {
  explainedBy: [issuerInsecure],
  ...OF_ANNOUNCED,
  *each({ document }, { origin }) {
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
      const endpoint = textAt(document, name);
      if (endpoint === undefined || !isHttps(endpoint)) {
        yield wrong(
          `${origin}${METADATA_PATH}`, name, 'an https URL',
          endpoint === undefined ? 'none' : quoted(endpoint),
        );
      }
    }
  },
});

/** A rule about the required content of a list in the provider's metadata, with the phrase for each. */
function listRule(
  id: RuleId,
  definition: Pick<LiveRuleDefinition<unknown>, 'otherwise' | 'explainedBy'>,
  list: string,
  needed: Readonly<Record<string, string>>,
): LiveRule {
  return liveRule(id, {
    ...definition,
    of(facts) {
      const listed = textsAt(own(facts)?.document ?? {}, list);
      return listed && { listed, at: own(facts)!.url.href };
    },
    *each({ listed, at }) {
      for (const [name, expected] of Object.entries(needed).filter(([each]) => !listed.includes(each))) {
        yield wrong(at, list, expected, listFound(listed, 'entries', name));
      }
    },
  });
}

const providerGrants = listRule('live-provider-grants', {
  otherwise: 'The provider does not list its grants.',
}, 'grant_types_supported', {
  authorization_code: 'authorization_code: people sign in with it',
  client_credentials: 'client_credentials: services, data planes and pipelines sign in with it',
});

export const pkceMissing = listRule('live-pkce-missing', {
  otherwise: 'The provider does not list its methods of PKCE.',
}, 'code_challenge_methods_supported', { S256: 'S256' });

const deviceCodeMissing = liveRule('live-device-code-missing', {
  explainedBy: [issuerInsecure, authorizationServerOwn, providerEndpoints],
  ...OF_ANNOUNCED,
  *each({ document }, { origin, provider }) {
    if (textAt(document, 'device_authorization_endpoint') === undefined) {
      const atProvider = textAt(provider?.document ?? {}, 'device_authorization_endpoint') !== undefined;
      yield wrong(
        `${origin}${METADATA_PATH}`, 'device_authorization_endpoint', 'a URL',
        atProvider ? 'none, though the provider publishes one' : 'none',
      );
    }
  },
});

const tokenEndpointsDiffer = liveRule('live-token-endpoint-differs', {
  explainedBy: [issuerInsecure, issuerMismatch, providerEndpoints],
  otherwise: NOT_READ,
  of: (facts) =>
    announced(facts) && own(facts)
      ? { told: announced(facts)!.document, own: own(facts)!.document }
      : undefined,
  each({ told, own: published }, { origin }) {
    const [here, there] = [textAt(told, 'token_endpoint'), textAt(published, 'token_endpoint')];
    return here !== undefined && there !== undefined && here !== there
      && wrong(`${origin}${METADATA_PATH}`, 'token_endpoint', quoted(there), quoted(here));
  },
});

/** In the order of the requests. */
export const PROVIDER_RULES: readonly LiveRule[] = [
  issuerInsecure, authorizationServerOwn, providerForbidden, providerUnreachable, issuerMismatch,
  providersDiffer, providerEndpoints, providerGrants, pkceMissing, deviceCodeMissing, tokenEndpointsDiffer,
];
