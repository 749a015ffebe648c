import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { unreplacedIn } from '../../verify/kube/placeholder';
import { loginRedirect } from '../../verify/running/edge-looks';
import { answered, Failure } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { answerText } from '../probes/reading';
import { defineLiveRule, LiveRule, LiveTexts } from './live-rule';

/** The redirect of `/login` to the provider. */

const { login, callback } = FLYTEADMIN_PATHS;
export const NO_REDIRECT = 'There is no redirect to a provider.';

export const authorizeOf = ({ signIn }: Facts) => signIn?.authorize;

/** Rules about the parameters of the redirect to the provider. */
function redirectRule(
  texts: LiveTexts,
  shows: string,
  field: string,
  fault: (
    value: string, authorize: URL, facts: Facts,
  ) => { readonly expected: string; readonly found: string } | undefined,
): LiveRule {
  return defineLiveRule({
    severity: 'error',
    ...texts,
    area: 'browser login',
    see: [loginRedirect(shows)],
    notApplicable: NO_REDIRECT,
    subject: authorizeOf,
    *check(authorize, facts) {
      const wrong = fault(authorize.searchParams.get(field) ?? '', authorize, facts);
      if (wrong !== undefined) {
        yield { at: `${facts.origin}${login}`, field, ...wrong };
      }
    },
  });
}

export const loginClient = redirectRule(
  {
    id: 'live-login-client',
    inFiles: ['auth-value-empty', 'value-unreplaced'],
    title: 'The provider is told which application signs in.',
    symptom: 'The provider shows an error ("invalid client") in the place of a login form.',
    explanation:
      'In flyteadmin there is no client ID of the web application, or the placeholder of the guide.',
    remediation: 'Set auth.userAuth.openId.clientId to the client ID of the web application (in releases '
    + 'before 2026.4.8: global.OIDC_CLIENT_ID).',
  },
  '"client_id" must be that of the web application.',
  'client_id',
  (value) =>
    value === '' || unreplacedIn(value) !== undefined
      ? { expected: 'the client ID of the web application', found: value === '' ? 'none' : quoted(value) }
      : undefined,
);

export const loginRedirectUri = redirectRule(
  {
    id: 'live-login-redirect-uri',
    inFiles: ['public-url-unauthorized'],
    title: 'The provider sends people back to the public /callback.',
    symptom: 'The provider refuses the sign-in: "redirect URI mismatch".',
    explanation: 'The redirect URI is formed by flyteadmin from the entry of auth.authorizedUris that has '
      + 'the host of the request. Where none has, it takes the first: often an address inside the cluster. A '
      + 'proxy that changes the Host header leads to the same.',
    remediation: 'Put the public URL first into auth.authorizedUris, with https and without a path, and let '
    + 'the edge pass the Host header on as it came.',
  },
  '"redirect_uri" must be https://$DOMAIN/callback.',
  'redirect_uri',
  (value, _, { origin }) =>
    value === `${origin}${callback}`
      ? undefined
      : { expected: `${origin}${callback}`, found: value === '' ? 'none' : quoted(value) },
);

export const loginScope = redirectRule(
  {
    id: 'live-login-scope',
    title: 'Sign-in asks for an ID token.',
    symptom: 'People sign in at the provider, and end in 403 at /callback.',
    explanation: 'Without the scope "openid" the provider returns no ID token (OpenID Connect Core, section '
    + '3.1.2.1), and flyteadmin has no session to store.',
    remediation: 'Set auth.userAuth.openId.scopes to [profile, openid].',
  },
  '"scope" must hold openid.',
  'scope',
  (value) =>
    value.split(' ').includes('openid')
      ? undefined
      : { expected: 'openid among the scopes', found: value === '' ? 'none' : quoted(value) },
);

export const loginState = redirectRule(
  {
    id: 'live-login-state',
    title: 'Sign-in carries a state.',
    symptom: 'People sign in at the provider, and end in 401 at /callback.',
    explanation:
      'The state that comes back is compared with the cookie of flyteadmin. A proxy that rewrites the '
        + 'redirect has dropped it.',
    remediation: 'Find what rewrites the Location header between flyteadmin and the browser, and stop it.',
  },
  '"state" must be there.',
  'state',
  (value) => (value === '' ? { expected: 'a state', found: 'none' } : undefined),
);

export const loginInsecure = redirectRule(
  {
    id: 'live-login-insecure',
    title: 'People sign in over TLS.',
    symptom: 'Passwords and codes pass the network in the clear; browsers warn.',
    explanation: 'The authorize endpoint is an http URL: flyteadmin has an internal address for an issuer, '
      + 'or the provider does not know that it stands behind TLS.',
    remediation: "Use the provider's https issuer in auth.userAuth.openId.baseUrl; tell the provider its "
    + 'public URL (Keycloak: hostname, proxy-headers).',
  },
  'The URL must begin with https.',
  'response_type',
  (_, authorize) =>
    authorize.protocol === 'https:'
      ? undefined
      : { expected: 'an https authorize endpoint', found: quoted(authorize.origin) },
);

export const loginTargetUnreachable = defineLiveRule({
  id: 'live-login-target-unreachable',
  severity: 'error',
  area: 'browser login',
  title: 'The provider answers where people are sent.',
  symptom:
    "Sign-in ends at a page that does not load, or at an error of the provider's own; SDK and CLI get no "
      + 'metadata.',
  explanation: 'The authorize endpoint to which /login sends people gives no answer from here, or one of its '
    + 'own trouble. With each question of a client flyteadmin asks the provider again: while it is away, '
    + 'that fails, too.',
  remediation:
    'Open the URL of /login in a browser, and see to the provider: its name, certificate, firewall, health.',
  see: [loginRedirect('The URL must open in a browser.')],
  explainedBy: [loginInsecure],
  notApplicable: NO_REDIRECT,
  subject: ({ signIn }) => signIn?.atProvider,
  *check({ endpoint, answer }) {
    if (answer instanceof Failure && answer.kind !== 'forbidden') {
      yield { at: endpoint, field: 'answer', expected: 'a login form', found: answer.text };
    } else if (answered(answer) && answer.status >= 500) {
      yield { at: endpoint, field: 'status', expected: 'a login form', found: answerText(answer) };
    }
  },
});
