import {
  metadataGuarded, metadataUnrouted, grpcBroken, metadataFailing, clientFailing, nativeClient, nativeRedirectUri, nativeScopes,
  apiKeyScopes, tokenHeader,
} from './auth-metadata';
import {
  nameUnresolved, unreachable, tlsMissing, certificateOfController, certificateExpired, certificateExpires, certificateForeign,
  certificateUntrusted, http2Missing,
} from './certificate';
import { podStale } from './cluster';
import {
  noAnswer, hostMoved, hostUnserved, flyteadminDown, forbidden, healthGuarded, slow,
} from './edge';
import {
  guardFailing, browserUnredirected, signInTarget, signInRefused, grpcRedirected, grpcRefused, routeOpen, guardBelievesCallers,
  hostForeign, routesMissing,
} from './guards';
import type { LiveRule } from './live-rule';
import {
  issuerInsecure, ownAuthorizationServer, providerForbidden, providerUnreachable, issuerMismatch, providersDiffer,
  providerEndpoints, providerGrants, pkceMissing, deviceCodeMissing, tokenEndpointsDiffer,
} from './provider';
import {
  useAuthOff, meGuarded, meUnrouted, meOpen, meFailing, loginGuarded, loginUnrouted, loginFailing, loginClient, loginRedirectUri,
  loginScope, loginState, loginInsecure, loginCookie, callbackBlocked,
} from './sign-in';
import {
  clientEndpoint, clientRejected, clientGrant, clientScope, tokenRefused, tokenOpaque, tokenTime,
  tokenAudience, tokenScope, tokenHeaderDropped, tokenUnaccepted, tokenSubject, tokenIdentityType, tokenLifetime, grpcTokenRefused,
} from './token';

/** Every rule of `doctor`, in the order in which its question comes up. */
export const LIVE_RULES: readonly LiveRule[] = [
  nameUnresolved, unreachable, tlsMissing, certificateOfController, certificateExpired, certificateExpires, certificateForeign,
  certificateUntrusted, http2Missing,
  noAnswer, hostMoved, hostUnserved, flyteadminDown, forbidden, healthGuarded,
  useAuthOff, meGuarded, meUnrouted, meOpen, meFailing, loginGuarded, loginUnrouted, loginFailing, loginClient, loginRedirectUri,
  loginScope, loginState, loginInsecure, loginCookie, callbackBlocked,
  metadataGuarded, metadataUnrouted, grpcBroken, metadataFailing, clientFailing, nativeClient, nativeRedirectUri, nativeScopes,
  apiKeyScopes, tokenHeader,
  issuerInsecure, ownAuthorizationServer, providerForbidden, providerUnreachable, issuerMismatch, providersDiffer,
  providerEndpoints, providerGrants, pkceMissing, deviceCodeMissing, tokenEndpointsDiffer,
  guardFailing, browserUnredirected, signInTarget, signInRefused, grpcRedirected, grpcRefused, routeOpen, guardBelievesCallers,
  hostForeign, routesMissing,
  clientEndpoint, clientRejected, clientGrant, clientScope, tokenRefused, tokenOpaque, tokenTime,
  tokenAudience, tokenScope, tokenHeaderDropped, tokenUnaccepted, tokenSubject, tokenIdentityType, tokenLifetime, grpcTokenRefused,
  podStale,
  // Time may be up anywhere.
  slow,
];

/** Those after which there is nothing more to ask. */
export const STOPS: readonly LiveRule[] = LIVE_RULES.filter(({ stops }) => stops);
