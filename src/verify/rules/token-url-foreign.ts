import { belongsTo, noTokenEndpoint } from '../credentials/authorization-server';
import type { Setting } from '../credentials/config-section';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { paddingOf } from '../kube/padding';
import { flyteadminsFor, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { settings } from '../running/cluster-looks';
import { providerMetadata } from '../running/edge-looks';

interface Subject {
  readonly tokenUrl: Setting;
  readonly issuers: readonly string[];
  /** What is wrong with it; absent where nothing is. */
  readonly fault?: string;
}

/** Token endpoints of clients whose flyteadmin's issuer can tell whether they are its own. */
function subjectsOf(model: Model): Subject[] {
  return model.clients.filter(({ usesClientSecret }) => usesClientSecret).flatMap(({ tokenUrl, config }) => {
    const url = tokenUrl?.text;
    const trusting = flyteadminsFor(config.container.workload, model).filter(trustsProvider);
    const issuers = [...new Set(trusting.flatMap(({ externalIssuer }) => externalIssuer?.text ?? []))];
    if (tokenUrl === undefined || !url) {
      return [];
    }
    const padding = paddingOf(url);
    if (padding !== undefined) {
      return [{ tokenUrl, issuers, fault: `${url}, with ${padding} around it` }];
    }
    const none = noTokenEndpoint(url, issuers);
    if (none !== undefined) {
      return [{ tokenUrl, issuers, fault: `${url}, ${none}` }];
    }
    const verdicts = issuers.map((issuer) => belongsTo(url, issuer));
    // Where flyteadmin itself names two issuers, issuer-mismatch says so.
    const isPeoples = trusting.some(({ issuer }) => issuer?.text && belongsTo(url, issuer.text) === true);
    const foreign = verdicts.length > 0 && verdicts.every((verdict) => verdict === false) && !isPeoples;
    return foreign || isPeoples || verdicts.includes(true)
      ? [{ tokenUrl, issuers, ...(foreign ? { fault: url } : {}) }]
      : [];
  });
}

export const tokenUrlForeign = defineRule({
  id: 'token-url-foreign',
  severity: 'warning',
  area: 'services',
  title: 'Clients fetch their tokens from the issuer that flyteadmin trusts.',
  symptom: 'Services obtain a token and still get 401: flyteadmin logs "failed to verify id token '
    + 'signature"; or the token endpoint answers invalid_client.',
  explanation: 'A token endpoint on another host than the issuer, or of another authorization server (Okta), '
    + 'realm (Keycloak) or tenant (Entra ID) on the same host, signs with other keys than flyteadmin '
    + 'verifies with. The issuer itself, its authorize endpoint, its discovery document and another version '
    + 'of the endpoint give no tokens. Amazon Cognito and Google rightly have their token endpoint elsewhere '
    + 'and are not judged. It is a warning because other providers may do so, too: their metadata document '
    + 'tells.',
  remediation: 'Copy token_endpoint from the metadata of the issuer '
    + '(<issuer>/.well-known/openid-configuration) into global.AUTH_TOKEN_URL, or tokenUrl; where the '
    + 'metadata itself names the other host, say so in an ignore annotation.',
  see: [
    settings('$NS', 'tokenUrl|baseUrl', 'Both must be of one authorization server.'),
    providerMetadata('Its token_endpoint is the one to use.'),
  ],
  subjects: subjectsOf,
  notApplicable:
    'The input does not show both a client with a tokenUrl and the issuer that its flyteadmin trusts.',
  *check(subjects) {
    for (const { tokenUrl, issuers, fault } of subjects) {
      if (fault !== undefined) {
        const whose =
          issuers.length === 0
            ? 'the token endpoint of the provider'
            : `a token endpoint of the issuer ${enumerated(issuers, ' or ')}`;
        yield { at: tokenUrl.field, expected: whose, found: fault };
      }
    }
  },
});
