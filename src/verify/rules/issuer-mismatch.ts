import { providerByTokenUrl, providerOf } from '../../contract/providers/known-providers';
import { defineRule } from '../engine/rule';
import { unreplacedIn } from '../kube/placeholder';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { flyteadminLogs, flyteadminSettings } from '../running/cluster-looks';
import { providerMetadata } from '../running/edge-looks';

interface Issuer {
  readonly field: Field;
  readonly text: string;
  /** Whether access tokens must be its own, and not ID tokens alone. */
  readonly ofTokens: boolean;
}

/** The issuers that each flyteadmin is told, the relying party's first. */
function subjectsOf(model: Model): Issuer[][] {
  return model.flyteadmins.filter(({ authEnabled }) => authEnabled).map(({ issuer, externalIssuer, config }) =>
    [issuer, externalIssuer, config.get('auth.userAuth.openId.issuerUrl')].flatMap((setting, i) => {
      const text = setting?.text?.trim();
      return setting === undefined || !text || unreplacedIn(text) !== undefined ? [] : [{ field: setting.field, text, ofTokens: i === 1 }];
    })).filter(({ length }) => length > 0);
}

/** An issuer without what people get wrong when they copy it. */
function bare(issuer: string): string {
  return issuer.toLowerCase().replace(/^https?:\/\//, '').replace(/\/+$/, '');
}

/**
 * The spelling that most providers have, of several for one issuer: https, a host in lower case, no slash at the end; a slash where the
 * token endpoint tells a provider that writes one, also behind a domain of one's own.
 */
function likeliest(texts: readonly string[], tokenUrls: readonly string[]): string {
  const hasSlash = tokenUrls.some((url) => providerByTokenUrl(url)?.issuerAs?.('https://x') === 'https://x/');
  const faults = (text: string) => [
    !text.startsWith('https://'), text.endsWith('/') !== hasSlash, /^[^/]*\/\/[^/]*[A-Z]/.test(text), text !== text.toLowerCase(),
  ].filter(Boolean).length;
  return texts.reduce((best, text) => (faults(text) < faults(best) ? text : best));
}

export const issuerMismatch = defineRule({
  id: 'issuer-mismatch',
  severity: 'error',
  area: 'config',
  title: 'The issuer is spelled as the provider writes it, and the same in every place.',
  symptom: 'At start-up flyteadmin stops with "oidc: issuer did not match the issuer returned by provider", or every token gets 401 because its issuer is another one.',
  explanation: 'An issuer is compared letter by letter: a slash at the end, a capital or http makes it another. flyteadmin is told it up to three times, for the sign-in of people '
    + '(userAuth.openId) and for the tokens of clients (externalAuthServer). Some providers write a slash at the end and most do not, '
    + 'some a version, and where the path names a tenant, common and organizations are none.',
  remediation: 'Copy issuer, letter by letter, from <issuer>/.well-known/openid-configuration into auth.userAuth.openId.baseUrl and auth.appAuth.externalAuthServer.baseUrl.',
  see: [
    providerMetadata('.well-known/openid-configuration', 'Its issuer must be $ISSUER letter by letter.'),
    flyteadminSettings('baseUrl|issuerUrl', 'All of one provider must be spelled the same.'),
    flyteadminLogs('issuer did not match|issuer', 'It names both spellings.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and an issuer.',
  *check(subjects, model) {
    const tokenUrls = model.clients.flatMap(({ tokenUrl }) => tokenUrl?.text ?? []);
    for (const issuers of subjects) {
      const texts = issuers.map(({ text }) => text);
      for (const { field, text, ofTokens } of issuers) {
        const provider = providerOf(text);
        const spelled = provider?.issuerAs?.(text) ?? text;
        const right = ofTokens ? provider?.tokenIssuerAs?.(spelled) ?? spelled : spelled;
        const expected = right === text ? likeliest(texts.filter((other) => bare(other) === bare(text)), tokenUrls) : right;
        if (expected !== text) {
          yield { at: field, expected, found: text };
        }
      }
    }
  },
});
