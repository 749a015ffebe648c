import type { RefusalReason } from '../../contract/providers/refusals';
import { flyteadminLogs, flyteadminSettings } from '../../verify/running/cluster-looks';
import { loginRedirect, publicClient as lookAtClient } from '../../verify/running/edge-looks';
import { answered } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { AtProvider } from '../probes/at-provider';
import type { Facts } from '../probes/facts';
import { nativeClient, nativeRedirectUri, nativeScopes } from './auth-metadata';
import { defineLiveRule, LiveRule, LiveTexts } from './live-rule';
import {
  loginClient, loginInsecure, loginRedirectUri, loginScope, loginTargetUnreachable,
} from './login-redirect';
import {
  authorizationServerOwn,
  issuerInsecure,
  issuerMismatch,
  pkceMissing,
  providerForbidden,
  providersDiffer,
  providerUnreachable,
} from './provider';

/** What the provider itself says to somebody who wants to sign in: the other end of the line. */

const NOT_ASKED = 'The provider was not asked for a sign-in.';
const FOLLOWED = 'A page of the provider: it says what it refuses. A login form is right.';
const see = [
  loginRedirect(`Open the URL in a private window. ${FOLLOWED}`),
  lookAtClient('Client and redirect URI of SDK and CLI.'),
] as const;

const NOT_THE_PROVIDERS = [
  loginClient, loginRedirectUri, loginScope, loginInsecure, loginTargetUnreachable, nativeClient,
  nativeRedirectUri, nativeScopes, issuerInsecure, authorizationServerOwn, providerForbidden,
  providerUnreachable, issuerMismatch, providersDiffer, pkceMissing,
] as const;

/** Each application that the provider was asked for. */
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

/** A rule about one reason for which the provider shows no login form. */
function refusedBecause(texts: LiveTexts, { reasons, field, expected }: Refused): LiveRule {
  return defineLiveRule({
    severity: 'error',
    ...texts,
    area: 'browser login',
    see,
    explainedBy: NOT_THE_PROVIDERS,
    notApplicable: NOT_ASKED,
    subject: asked,
    *check(applications) {
      for (const application of applications.filter(
        ({ refusal }) => refusal && reasons.includes(refusal.reason),
      )) {
        yield {
          at: application.endpoint,
          field,
          expected: expected(application),
          found: application.refusal!.text,
        };
      }
    },
  });
}

const redirectUriUnregistered = refusedBecause({
  id: 'live-redirect-uri-unregistered',
  title: 'The provider knows where it may send people back to.',
  symptom: 'The provider shows an error in the place of a login form: "redirect URI mismatch", "Invalid '
    + 'parameter: redirect_uri", AADSTS50011.',
  explanation:
    'Redirect URIs are compared to the letter with those of the registration: host, scheme, path, a slash at '
      + 'the end.',
  remediation:
    'Register the redirect URI that is named here with that application at the provider, to the letter.',
}, {
  reasons: ['redirect URI'],
  field: 'redirect_uri',
  expected: ({ application, clientId, redirectUri }) =>
    `${quoted(redirectUri)} among the redirect URIs of ${named[application]} (${quoted(clientId)})`,
});

const clientUnregistered = refusedBecause({
  id: 'live-client-unregistered',
  title: 'The provider knows the applications, and they are on.',
  symptom:
    'The provider shows an error in the place of a login form: "Client not found", "invalid_client", '
      + 'AADSTS700016.',
  explanation: 'The client ID is that of another tenant, realm or environment, has a typing mistake, or its '
    + 'application is disabled. Where flyteadmin is told no public client, it tells SDK and CLI "flytectl".',
  remediation: 'Copy the client ID from the provider into flyteadmin\'s config (web application: '
    + 'auth.userAuth.openId.clientId; native: auth.appAuth.thirdPartyConfig.flyteClient.clientId), or '
    + 'register and enable the application.',
}, {
  reasons: ['client'],
  field: 'client_id',
  expected: ({ application, clientId }) =>
    `${quoted(clientId)} to be registered and enabled as ${named[application]}`,
});

const challengeDemanded = refusedBecause({
  id: 'live-challenge-demanded',
  title: 'The provider demands PKCE of nobody who cannot do it.',
  symptom:
    'Browser login ends at /callback with an error, or at the provider with "Missing parameter: '
      + 'code_challenge_method".',
  explanation: 'Browser sign-in is done by flyteadmin, with a client secret and without a code challenge. '
    + 'The registration demands one (RFC 7636).',
  remediation: 'Turn "PKCE required" off for the web application (Keycloak: Proof Key for Code Exchange Code '
    + 'Challenge Method, none); keep it for the native one, and allow S256 there.',
}, {
  reasons: ['challenge'],
  field: 'code_challenge',
  expected: ({ application }) =>
    application === 'web'
      ? 'no challenge to be demanded of the web application'
      : 'a challenge by S256 to be taken',
});

const signInDenied = refusedBecause({
  id: 'live-sign-in-denied',
  title: 'The applications may ask the provider for what they ask.',
  symptom:
    'The provider shows an error in the place of a login form: "invalid_scope", "unsupported_response_type".',
  explanation:
    'The provider knows the application and where it sends people, and denies it the grant or a scope.',
  remediation:
    "Allow the application the authorization code grant and the scopes that it asks for; the provider's "
      + 'words say which. A scope that no provider knows take out of auth.userAuth.openId.scopes, or of '
      + 'flyteClient.scopes.',
}, {
  reasons: ['scope', 'grant'],
  field: 'scope',
  expected: ({ application, clientId }) =>
    `the code grant and its scopes for ${named[application]} (${quoted(clientId)})`,
});

const signInUnclear = refusedBecause({
  id: 'live-sign-in-unclear',
  severity: 'warning',
  title: 'The provider shows a login form.',
  symptom: 'People may see an error of the provider in the place of a login form.',
  explanation: 'The provider, or a firewall before it, answers a sign-in with an error that is worded in no '
    + 'way known here. It may be for this command alone.',
  remediation:
    'Open the URL of /login in a private window. If it shows a form, nothing is wrong; else the page says '
      + 'what is.',
}, {
  reasons: ['other'],
  field: 'status',
  expected: ({ application }) => `a login form for ${named[application]}`,
});

export const realmOff = refusedBecause({
  id: 'live-realm-off',
  title: 'The realm or tenant of the provider is on.',
  symptom:
    'The provider shows an error in the place of a login form ("Realm not enabled"), to everybody; services '
      + 'get no token.',
  explanation:
    'Somebody has disabled the realm or tenant, or its subscription has ended. Nothing of the deployment can '
      + 'help that.',
  remediation: 'Enable the realm or tenant again at the provider (Keycloak: Realm settings, Enabled).',
}, {
  reasons: ['realm'],
  field: 'issuer',
  expected: () => 'a realm that is enabled',
});

/**
 * What a token endpoint says to a client that sent no secret where it should have. Source: RFC 6749, section
 * 5.2; Keycloak 26.7.
 */
const SECRET_MISSED = ['invalid_client', 'unauthorized_client'];

export const nativeConfidential = defineLiveRule({
  id: 'live-native-confidential',
  inFiles: ['native-client-misconfigured'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'SDK and CLI need no secret.',
  symptom:
    'The browser says that one is signed in, and the CLI ends with "invalid_client" or '
      + '"unauthorized_client".',
  explanation: 'The application that clients are told is confidential at the provider: the code is exchanged '
    + 'only for whoever has its secret, which SDK and CLI do not. The code sent here was made up; a public '
    + 'client is told invalid_grant.',
  remediation: 'Register the native application as a public client with PKCE (Keycloak: Client '
    + 'authentication off; Entra ID: Mobile and desktop applications), or name the right one in '
    + 'flyteClient.clientId.',
  see: [
    lookAtClient('"client_id" must be a public application.'),
    flyteadminSettings('flyteClient', 'clientId names the native application.'),
    flyteadminLogs('oauth', 'Nothing: the exchange is between the CLI and the provider.'),
  ],
  explainedBy: [
    ...NOT_THE_PROVIDERS,
    realmOff,
    redirectUriUnregistered,
    clientUnregistered,
    challengeDemanded,
    signInDenied,
    signInUnclear,
  ],
  notApplicable: 'The token endpoint was not asked as the native application.',
  subject: ({ native }) => native?.token && { ...native.token, clientId: native.atProvider.clientId },
  *check({ url, error, text, clientId }) {
    if (SECRET_MISSED.includes(error)) {
      yield {
        at: url.href,
        field: 'error',
        expected: `invalid_grant: ${quoted(clientId)} is a public client`,
        found: text,
      };
    }
  },
});

/**
 * Errors that say nothing about the application: trouble of the provider, and one that RFC 8628 does not have
 * at this endpoint.
 */
const OTHER_ERRORS = ['', 'invalid_grant', 'server_error', 'temporarily_unavailable', 'slow_down'];

const deviceCodeRefused = defineLiveRule({
  id: 'live-device-code-refused',
  severity: 'info',
  area: 'SDK and CLI',
  title: 'The native application may sign in without a browser.',
  symptom:
    'On a remote machine the CLI ends with "unauthorized_client" or "invalid_client" in the place of a code.',
  explanation:
    'The provider has a device endpoint, and does not give a code to the application that clients are told.',
  remediation: 'Allow the native application the device code grant (Keycloak: OAuth 2.0 Device Authorization '
    + 'Grant; Entra ID: Allow public client flows), or use API keys on such machines.',
  see: [{
    run: 'curl -s -d client_id=$CLI_CLIENT_ID -d scope=all $DEVICE_ENDPOINT',
    shows: 'A "device_code" is right; an "error" says what is not.',
  }],
  explainedBy: [
    ...NOT_THE_PROVIDERS, realmOff, redirectUriUnregistered, clientUnregistered, signInDenied, signInUnclear,
    nativeConfidential,
  ],
  notApplicable: 'The device endpoint was not asked as the native application.',
  subject: ({ native }) => native?.device && { ...native.device, clientId: native.atProvider.clientId },
  *check({ url, error, text, clientId }) {
    if (!OTHER_ERRORS.includes(error)) {
      yield { at: url.href, field: 'error', expected: `a code for ${quoted(clientId)}`, found: text };
    }
  },
});

/** In the order in which their questions come up. */
export const AT_PROVIDER_RULES: readonly LiveRule[] = [
  realmOff, redirectUriUnregistered, clientUnregistered, challengeDemanded, signInDenied, signInUnclear,
  nativeConfidential,
  deviceCodeRefused,
];
