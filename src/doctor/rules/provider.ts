import { urlOf } from '../../common/props/url';
import { Failure } from '../ask/failure';
import { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { METADATA_PATH } from '../probes/auth-metadata';
import type { Facts } from '../probes/facts';
import { answerText, jsonOf, textAt, textsAt } from '../probes/reading';
import type { RuleId } from '../texts/rule-texts';
import { defineLiveRule, LiveRule, LiveRuleDefinition } from './live-rule';
import { loginInsecure, loginTargetUnreachable } from './login-redirect';

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

export const issuerInsecure = defineLiveRule('live-issuer-insecure', {
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

export const authorizationServerOwn = defineLiveRule('live-authorization-server-own', {
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

export const providerForbidden = defineLiveRule('live-provider-private', {
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

export const providerUnreachable = defineLiveRule('live-provider-unreachable', {
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

export const issuerMismatch = defineLiveRule('live-issuer-mismatch', {
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

export const providersDiffer = defineLiveRule('live-providers-differ', {
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

const providerEndpoints = defineLiveRule('live-provider-endpoints', {
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
  id: RuleId,
  definition: Pick<LiveRuleDefinition<unknown>, 'notApplicable' | 'explainedBy'>,
  list: string,
  needed: Readonly<Record<string, string>>,
): LiveRule {
  return defineLiveRule(id, {
    ...definition,
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

const providerGrants = listRule('live-provider-grants', {
  notApplicable: 'The provider does not list its grants.',
}, 'grant_types_supported', {
  authorization_code: 'authorization_code: people sign in with it',
  client_credentials: 'client_credentials: services, data planes and pipelines sign in with it',
});

export const pkceMissing = listRule('live-pkce-missing', {
  notApplicable: 'The provider does not list its methods of PKCE.',
}, 'code_challenge_methods_supported', { S256: 'S256' });

const deviceCodeMissing = defineLiveRule('live-device-code-missing', {
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

const tokenEndpointsDiffer = defineLiveRule('live-token-endpoint-differs', {
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
