import type { Rule } from '../engine/rule';
import { authNotEnabled } from '../rules/auth-not-enabled';
import { browserSecretUndelivered } from '../rules/browser-secret-undelivered';
import { browserSignInMissing } from '../rules/browser-sign-in-missing';
import { cookieDomainMismatch } from '../rules/cookie-domain-mismatch';
import { openidScopeMissing } from '../rules/openid-scope-missing';
import { publicUrlUnauthorized } from '../rules/public-url-unauthorized';
import { redirectUrlElsewhere } from '../rules/redirect-url-elsewhere';
import { relyingPartyIncomplete } from '../rules/relying-party-incomplete';
import { routeUnguarded } from '../rules/route-unguarded';
import { sessionCookieStrict } from '../rules/session-cookie-strict';
import { sessionKeyMissing } from '../rules/session-key-missing';
import { signInRouteGuarded } from '../rules/sign-in-route-guarded';
import { signInRouteMissing } from '../rules/sign-in-route-missing';

/** The sign-in of people in a browser. */
export const BROWSER_LOGIN: readonly Rule[] = [
  authNotEnabled,
  signInRouteGuarded,
  signInRouteMissing,
  browserSignInMissing,
  routeUnguarded,
  publicUrlUnauthorized,
  browserSecretUndelivered,
  cookieDomainMismatch,
  sessionCookieStrict,
  sessionKeyMissing,
  redirectUrlElsewhere,
  openidScopeMissing,
  relyingPartyIncomplete,
];
