import type { RefusalReason } from '../../contract/providers/known-provider';
import { answered } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { AtProvider } from '../probes/at-provider';
import type { Facts } from '../probes/facts';
import type { RuleId } from '../texts/rule-texts';
import { nativeClient, nativeRedirectUri, nativeScopes } from './auth-metadata';
import { liveRule, LiveRule, wrong } from './live-rule';
import {
  loginClient, loginInsecure, loginRedirectUri, loginScope, loginTargetUnreachable,
} from './login-redirect';
import {
  authorizationServerOwn, issuerInsecure, issuerMismatch, pkceMissing, providerForbidden, providersDiffer,
  providerUnreachable,
} from './provider';

/** The provider's answers to anonymous sign-ins: the last step. */

const NOT_ASKED = 'The provider was not asked for a sign-in.';

const NOT_THE_PROVIDERS = [
  loginClient, loginRedirectUri, loginScope, loginInsecure, loginTargetUnreachable, nativeClient,
  nativeRedirectUri, nativeScopes, issuerInsecure, authorizationServerOwn, providerForbidden,
  providerUnreachable, issuerMismatch, providersDiffer, pkceMissing,
] as const;

function asked({ signIn, native }: Facts): readonly AtProvider[] | undefined {
  const all = [signIn?.atProvider, native?.atProvider].filter(
    (each) => each !== undefined && answered(each.answer),
  );
  return all.length === 0 ? undefined : all as readonly AtProvider[];
}

interface Refused {
  readonly reasons: readonly RefusalReason[];
  readonly field: string;
  expected(application: AtProvider): string;
}

const named = { web: 'the web application', native: 'the native application' } as const;

/** A rule about one reason for a missing login form. */
function refusalRule(id: RuleId, { reasons, field, expected }: Refused): LiveRule {
  return liveRule(id, {
    explainedBy: NOT_THE_PROVIDERS,
    otherwise: NOT_ASKED,
    of: asked,
    *each(applications) {
      for (const application of applications.filter(
        ({ refusal }) => refusal && reasons.includes(refusal.reason),
      )) {
        yield wrong(application.endpoint, field, expected(application), application.refusal!.text);
      }
    },
  });
}

const redirectUriUnregistered = refusalRule('live-redirect-uri-unregistered', {
  reasons: ['redirect URI'],
  field: 'redirect_uri',
  expected: ({ application, clientId, redirectUri }) =>
    `${quoted(redirectUri)} among the redirect URIs of ${named[application]} (${quoted(clientId)})`,
});

const clientUnregistered = refusalRule('live-client-unregistered', {
  reasons: ['client'],
  field: 'client_id',
  expected: ({ application, clientId }) =>
    `${quoted(clientId)} to be registered and enabled as ${named[application]}`,
});

const challengeDemanded = refusalRule('live-challenge-demanded', {
  reasons: ['challenge'],
  field: 'code_challenge',
  expected: ({ application }) =>
    application === 'web'
      ? 'no challenge to be demanded of the web application'
      : 'a challenge by S256 to be taken',
});

const signInDenied = refusalRule('live-sign-in-denied', {
  reasons: ['scope', 'grant'],
  field: 'scope',
  expected: ({ application, clientId }) =>
    `the code grant and its scopes for ${named[application]} (${quoted(clientId)})`,
});

const signInUnclear = refusalRule('live-sign-in-unclear', {
  reasons: ['other'],
  field: 'status',
  expected: ({ application }) => `a login form for ${named[application]}`,
});

export const realmOff = refusalRule('live-realm-off', {
  reasons: ['realm'], field: 'issuer', expected: () => 'a realm that is enabled',
});

/** Errors of token endpoints for a missing secret. Source: RFC 6749, 5.2; Keycloak 26.7. */
const SECRET_MISSED = ['invalid_client', 'unauthorized_client'];

export const nativeConfidential = liveRule('live-native-confidential', {
  explainedBy: [
    ...NOT_THE_PROVIDERS, realmOff, redirectUriUnregistered, clientUnregistered, challengeDemanded,
    signInDenied, signInUnclear,
  ],
  otherwise: 'The token endpoint was not asked as the native application.',
  of: ({ native }) => native?.token && { ...native.token, clientId: native.atProvider.clientId },
  each: ({ url, error, text, clientId }) => SECRET_MISSED.includes(error)
    && wrong(url.href, 'error', `invalid_grant: ${quoted(clientId)} is a public client`, text),
});

/** Errors that do not concern the application: server errors, or errors that are not in RFC 8628. */
const OTHER_ERRORS = ['', 'invalid_grant', 'server_error', 'temporarily_unavailable', 'slow_down'];

const deviceCodeRefused = liveRule('live-device-code-refused', {
  explainedBy: [
    ...NOT_THE_PROVIDERS, realmOff, redirectUriUnregistered, clientUnregistered, signInDenied, signInUnclear,
    nativeConfidential,
  ],
  otherwise: 'The device endpoint was not asked as the native application.',
  of: ({ native }) => native?.device && { ...native.device, clientId: native.atProvider.clientId },
  each: ({ url, error, text, clientId }) => !OTHER_ERRORS.includes(error)
    && wrong(url.href, 'error', `a code for ${quoted(clientId)}`, text),
});

/** In the order of the requests. */
export const AT_PROVIDER_RULES: readonly LiveRule[] = [
  realmOff, redirectUriUnregistered, clientUnregistered, challengeDemanded, signInDenied, signInUnclear,
  nativeConfidential, deviceCodeRefused,
];
