import { urlOf } from '../../common/props/url';
import { edgeSettings } from '../../contract/edges/known-edges';
import { refusesOfflineAccessToServices } from '../../contract/providers/known-providers';
import {
  ALL_SCOPE, AUTH_METADATA_SERVICES, AUTHORIZATION_HEADER, NATIVE_REDIRECT_URI, OFFLINE_ACCESS_SCOPE,
} from '../../contract/union/flyteadmin';
import { unreplacedIn } from '../../verify/kube/placeholder';
import {
  flyteadminLogs, flyteadminSettings, ingressAnnotation, ingressPaths,
} from '../../verify/running/cluster-looks';
import { anonymous, anonymousGrpc, publicClient as lookAtClient } from '../../verify/running/edge-looks';
import { answered, Failure } from '../ask/failure';
import { GRPC, GrpcAnswer } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { AuthMetadataFacts, METADATA_PATH, PUBLIC_CLIENT_PATH } from '../probes/auth-metadata';
import type { Facts } from '../probes/facts';
import { answerText, grpcText, isPage, textAt } from '../probes/reading';
import { gatewayCut } from './edge';
import { defineLiveRule, LiveRule, LiveTexts, LiveViolation } from './live-rule';
import { loginTargetUnreachable } from './login-redirect';
import { useAuthOff } from './sign-in';

/** What SDK and CLI are told before they have a token. */

const NOT_ASKED = 'flyteadmin was not asked what it tells clients.';
const METHOD = `${AUTH_METADATA_SERVICES[0]}/GetPublicClientConfig`;

interface Told {
  readonly at: string;
  readonly answer: HttpAnswer | GrpcAnswer | Failure;
}

/** Every way in which clients ask. */
function questions({ metadata, origin }: Facts): readonly Told[] | undefined {
  return metadata && [
    { at: `${origin}${METADATA_PATH}`, answer: metadata.metadata },
    { at: `${origin}${PUBLIC_CLIENT_PATH}`, answer: metadata.publicClient },
    ...calls(metadata, origin),
  ];
}

function calls(metadata: AuthMetadataFacts, origin: string): readonly Told[] {
  return [...metadata.calls].map(([method, answer]) => ({ at: `${origin}${method}`, answer }));
}

const isGrpc = (answer: HttpAnswer | GrpcAnswer): answer is GrpcAnswer => 'httpStatus' in answer;
const statusOf = (answer: HttpAnswer | GrpcAnswer) => (isGrpc(answer) ? answer.httpStatus : answer.status);

function isGuarded(answer: Told['answer']): boolean {
  return answered(answer) && (statusOf(answer) === 401 || (statusOf(answer) >= 300 && statusOf(answer) < 400)
    || (isGrpc(answer) && answer.code === GRPC.UNAUTHENTICATED));
}

function isUnrouted(answer: Told['answer']): boolean {
  if (!answered(answer)) {
    return false;
  }
  return isGrpc(answer)
    ? answer.code === GRPC.UNIMPLEMENTED
    : [404, 501].includes(answer.status) || (answer.status === 200 && isPage(answer));
}

function violations(
  told: readonly Told[], isWrong: (answer: Told['answer']) => boolean, expected: string,
): LiveViolation[] {
  return told
    .filter(({ answer }) => isWrong(answer))
    .map(({ at, answer }) => ({ at, field: 'status', expected, found: textOf(answer) }));
}

function textOf(answer: Told['answer']): string {
  if (answered(answer) && isGrpc(answer)) {
    return grpcText(answer);
  }
  return answered(answer) && isPage(answer) && answer.status === 200 ? '200, a page' : answerText(answer);
}

/** A rule about what stands between clients and what flyteadmin tells everybody. */
function routeRule(
  texts: Omit<LiveTexts, 'remediation'>, shows: string, isWrong: (answer: Told['answer']) => boolean,
): LiveRule {
  return defineLiveRule({
    severity: 'error',
    ...texts,
    area: 'SDK and CLI',
    remediation: `Route ${AUTH_METADATA_SERVICES.join(' and ')} (flyteadmin, gRPC port), /.well-known and `
      + '/config (HTTP port) without a guard.',
    see: [
      anonymousGrpc(METHOD, shows),
      lookAtClient('A JSON object is right.'),
      ingressPaths('Both services must stand in an Ingress without a guard.'),
    ],
    explainedBy: [useAuthOff],
    notApplicable: NOT_ASKED,
    subject: questions,
    check: (told) => violations(told, isWrong, 'an answer to anybody'),
  });
}

const metadataGuarded = routeRule({
  id: 'live-auth-metadata-guarded',
  inFiles: ['auth-metadata-guarded'],
  title: 'Clients learn how to sign in without being signed in.',
  symptom: 'SDK and CLI get Unauthenticated, or UNKNOWN with status 302, before they can open a browser.',
  explanation: 'The routes of AuthMetadataService, or their HTTP twins, lie behind the guard.',
}, '401 or 302: it is guarded. 200 is right.', isGuarded);

const metadataUnrouted = routeRule({
  id: 'live-auth-metadata-unrouted',
  title: 'The questions of clients reach flyteadmin.',
  symptom: 'SDK and CLI fail with UNIMPLEMENTED or "not found" before they can open a browser. The first and '
    + 'the second SDK ask different services: one may work.',
  explanation: 'No route of the edge names the service or path, or leads to a backend that does not know it.',
}, '404: no route. 200 is right.', isUnrouted);

const grpcBroken = defineLiveRule({
  id: 'live-grpc-broken',
  severity: 'error',
  area: 'the edge',
  title: 'The edge speaks gRPC to the backends.',
  symptom:
    'The console works; SDK and CLI fail with UNAVAILABLE or INTERNAL, or complain about the content type.',
  explanation: 'The call reaches the edge, and the edge gets nothing sensible from behind it: it speaks '
    + 'HTTP/1.1 to a gRPC port, or has the HTTP port for a backend.',
  remediation: `Have the edge speak HTTP/2 to the gRPC port (${edgeSettings('grpc')}), and lead the services `
    + 'to port 81 of flyteadmin.',
  see: [
    anonymousGrpc(METHOD, '502 or 400: the backend is spoken to in the wrong way. 200 is right.'),
    ingressAnnotation('backend-protocol', 'GRPC is right for the Ingresses of gRPC.'),
  ],
  explainedBy: [useAuthOff, metadataGuarded, metadataUnrouted],
  notApplicable: 'The edge was not asked for gRPC.',
  subject: ({ metadata, origin }) =>
    metadata && metadata.calls.size > 0 ? calls(metadata, origin) : undefined,
  check: (told) =>
    violations(
      told,
      (answer) =>
        !answered(answer)
        || (isGrpc(answer) && answer.code !== GRPC.OK && !isGuarded(answer) && !isUnrouted(answer)),
      'OK',
    ),
});

const metadataFailing = defineLiveRule({
  id: 'live-auth-metadata-failing',
  inFiles: ['metadata-url-missing'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'The metadata of the authorization server can be read by flyteadmin.',
  symptom: 'SDK and CLI fail before they can open a browser: "failed to get oauth metadata".',
  explanation: 'For each client that asks, flyteadmin fetches the metadata of the authorization server. It '
    + 'has the wrong URL (many providers publish openid-configuration only, and flyteadmin\'s default is '
    + 'oauth-authorization-server), or cannot reach the provider from the cluster.',
  remediation: 'Set auth.appAuth.externalAuthServer.baseUrl to the issuer of access tokens, and metadataUrl '
    + 'to .well-known/openid-configuration where the provider publishes nothing else; let flyteadmin\'s pods '
    + 'reach the provider.',
  see: [
    anonymous(METADATA_PATH, '500: flyteadmin cannot fetch it. 200 is right.'),
    flyteadminSettings(
      'externalAuthServer|metadataUrl|baseUrl', 'Together they must form a URL that answers.',
    ),
    flyteadminLogs('oauth metadata', 'The status that the provider answered.'),
  ],
  explainedBy: [useAuthOff, gatewayCut, loginTargetUnreachable, metadataGuarded, metadataUnrouted],
  notApplicable: NOT_ASKED,
  subject: ({ metadata }) => metadata,
  *check({ metadata, document }, { origin }) {
    const at = { at: `${origin}${METADATA_PATH}`, field: 'status' };
    if (metadata instanceof Failure) {
      yield { ...at, expected: 'the metadata', found: metadata.text };
    } else if (!isGuarded(metadata) && !isUnrouted(metadata) && metadata.status !== 200) {
      yield { ...at, expected: '200', found: answerText(metadata) };
    } else if (metadata.status === 200 && !isPage(metadata) && !textAt(document ?? {}, 'issuer')) {
      yield {
        ...at,
        field: 'issuer',
        expected: 'a JSON object with the issuer',
        found: document === undefined ? 'no JSON object' : 'an object without it',
      };
    }
  },
});

const clientFailing = defineLiveRule({
  id: 'live-public-client-failing',
  severity: 'error',
  area: 'SDK and CLI',
  title: 'Clients are told who they are.',
  symptom: 'The CLI cannot start its sign-in.',
  explanation: 'The answer to GetPublicClientConfig is an error, or no JSON object.',
  remediation:
    "Read flyteadmin's log at the time of the question; see that nothing before it answers in its place.",
  see: [lookAtClient('A JSON object is right.')],
  explainedBy: [useAuthOff, gatewayCut, metadataGuarded, metadataUnrouted],
  notApplicable: NOT_ASKED,
  subject: ({ metadata }) => metadata,
  *check({ publicClient, client }, { origin }) {
    const at = { at: `${origin}${PUBLIC_CLIENT_PATH}`, field: 'answer', expected: 'a JSON object' };
    if (publicClient instanceof Failure) {
      yield { ...at, found: publicClient.text };
    } else if (publicClient.status === 200
      ? client === undefined && !isPage(publicClient)
      : !isGuarded(publicClient) && !isUnrouted(publicClient)) {
      yield { ...at, found: publicClient.status === 200 ? 'no JSON object' : answerText(publicClient) };
    }
  },
});

const clientOf = ({ metadata }: Facts) => metadata?.client;
const NO_CLIENT = 'flyteadmin did not say what clients are.';
const clientConfig = (shows: string) =>
  [
    lookAtClient(shows),
    flyteadminSettings(
      'flyteClient|clientId|redirectUri|scopes|audience', 'The block flyteClient below thirdPartyConfig.',
    ),
  ] as const;

/** What flyteadmin tells clients that is told nothing. Source: flyteadmin v1.16.1, auth/config/config.go. */
const DEFAULT_CLIENT = 'flytectl';

export const nativeClient = defineLiveRule({
  id: 'live-native-client',
  inFiles: ['native-client-misconfigured'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'Clients are told the native application.',
  symptom: 'The browser opens and shows an error of the provider ("invalid client").',
  explanation: 'The public client is not set (flyteadmin\'s default is "flytectl", which no provider knows '
    + 'by itself), still a placeholder, or the web application, which has a secret that clients do not have.',
  remediation: 'Set auth.appAuth.thirdPartyConfig.flyteClient.clientId to the client ID of the native '
    + 'application (in releases before 2026.4.8: global.CLI_CLIENT_ID).',
  see: clientConfig('"client_id" must be that of the native application.'),
  notApplicable: NO_CLIENT,
  subject: clientOf,
  *check({ clientId }, { origin, signIn, native }) {
    const web = signIn?.authorize?.searchParams.get('client_id');
    const at = {
      at: `${origin}${PUBLIC_CLIENT_PATH}`,
      field: 'client_id',
      expected: 'the client ID of the native application',
    };
    if (clientId === '' || unreplacedIn(clientId) !== undefined) {
      yield { ...at, found: clientId === '' ? 'none' : quoted(clientId) };
    } else if (clientId === web) {
      yield { ...at, found: `${quoted(clientId)}, the web application` };
    } else if (clientId === DEFAULT_CLIENT && native?.atProvider.refusal?.reason === 'client') {
      yield { ...at, found: `${quoted(clientId)}, flyteadmin's default` };
    }
  },
});

export const nativeRedirectUri = defineLiveRule({
  id: 'live-native-redirect-uri',
  inFiles: ['native-client-misconfigured'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'Clients listen where the provider sends people back to.',
  symptom: 'The browser shows "redirect URI mismatch", or the CLI waits for ever after the sign-in.',
  explanation: 'SDK and CLI start a server on the redirect URI that flyteadmin names: it must be a loopback '
    + 'URL, and registered with the native application to the letter.',
  remediation: `Set auth.appAuth.thirdPartyConfig.flyteClient.redirectUri to ${NATIVE_REDIRECT_URI}, and `
    + 'register it.',
  see: clientConfig(`"redirect_uri" must be ${NATIVE_REDIRECT_URI}.`),
  notApplicable: NO_CLIENT,
  subject: clientOf,
  *check({ redirectUri }, { origin }) {
    const url = urlOf(redirectUri);
    if (url?.protocol !== 'http:'
      || !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
      || url.port === '') {
      yield {
        at: `${origin}${PUBLIC_CLIENT_PATH}`,
        field: 'redirect_uri',
        expected: NATIVE_REDIRECT_URI,
        found: redirectUri === '' ? 'none' : quoted(redirectUri),
      };
    }
  },
});

export const nativeScopes = defineLiveRule({
  id: 'live-native-scopes',
  inFiles: ['native-client-misconfigured', 'scope-missing'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'Clients ask for scopes that the provider has.',
  symptom:
    'The browser shows "invalid scope" of the provider; or sign-in succeeds, and every call is '
      + 'Unauthenticated.',
  explanation: `The scope "${ALL_SCOPE}" is what flyteadmin demands of every client. Its default asks for `
    + '"offline" besides, which most providers do not know; without scopes the provider grants what it '
    + 'likes.',
  remediation: `Set auth.appAuth.thirdPartyConfig.flyteClient.scopes to [${ALL_SCOPE}], or to what the `
    + 'provider calls it (Entra ID: api://…/all).',
  see: clientConfig(`"scopes" must hold ${ALL_SCOPE}.`),
  explainedBy: [nativeClient],
  notApplicable: NO_CLIENT,
  subject: clientOf,
  *check({ scopes }, { origin, provider }) {
    const known = provider?.document?.scopes_supported;
    const at = { at: `${origin}${PUBLIC_CLIENT_PATH}`, field: 'scopes' };
    if (scopes.length === 0) {
      yield { ...at, expected: ALL_SCOPE, found: 'none' };
    } else if (scopes.includes('offline') && !(Array.isArray(known) && known.includes('offline'))) {
      yield { ...at, expected: 'scopes that the provider knows', found: 'offline' };
    }
  },
});

const apiKeyScopes = defineLiveRule({
  id: 'live-api-key-scopes',
  severity: 'warning',
  area: 'SDK and CLI',
  title: 'Clients with an API key may ask for the scopes that flyteadmin tells them.',
  symptom: 'People get in; API keys and eager tasks fail with invalid_scope.',
  explanation: 'Clients with an API key ask for the scopes of the public client, with client credentials. '
    + `This provider refuses ${OFFLINE_ACCESS_SCOPE} to those.`,
  remediation: `Take ${OFFLINE_ACCESS_SCOPE} out of auth.appAuth.thirdPartyConfig.flyteClient.scopes, or do `
    + 'without API keys (preferRefreshTokens).',
  see: clientConfig(`"scopes" should not hold ${OFFLINE_ACCESS_SCOPE} at such providers.`),
  notApplicable: NO_CLIENT,
  subject: clientOf,
  *check({ scopes }, { origin, metadata }) {
    if (scopes.includes(OFFLINE_ACCESS_SCOPE)
      && refusesOfflineAccessToServices(String(metadata?.document?.issuer ?? ''))) {
      yield {
        at: `${origin}${PUBLIC_CLIENT_PATH}`,
        field: 'scopes',
        expected: `no ${OFFLINE_ACCESS_SCOPE}`,
        found: scopes.map(quoted).join(' '),
      };
    }
  },
});

const tokenHeader = defineLiveRule({
  id: 'live-token-header',
  inFiles: ['authorization-header-mismatch'],
  severity: 'warning',
  area: 'SDK and CLI',
  title: `Clients send their token in ${AUTHORIZATION_HEADER}.`,
  symptom: 'SDK and CLI get Unauthenticated with a good token, or the edge takes it away.',
  explanation: 'Guards, flyteadmin\'s HTTP side and Union\'s services look for the header that the charts '
    + 'agree on. Another one has to be changed in all of them at once; "authorization" is often consumed by '
    + 'proxies.',
  remediation: 'Set auth.grpcAuthorizationHeader and auth.httpAuthorizationHeader to '
    + `${AUTHORIZATION_HEADER}.`,
  see: [
    lookAtClient(`"authorization_metadata_key" must be ${AUTHORIZATION_HEADER}.`),
    flyteadminSettings('AuthorizationHeader', 'Both must be the same.'),
  ],
  notApplicable: NO_CLIENT,
  subject: clientOf,
  *check({ header }, { origin }) {
    if (header.toLowerCase() !== AUTHORIZATION_HEADER) {
      yield {
        at: `${origin}${PUBLIC_CLIENT_PATH}`,
        field: 'authorization_metadata_key',
        expected: AUTHORIZATION_HEADER,
        found: header === '' ? 'none' : quoted(header),
      };
    }
  },
});

/** In the order in which their questions come up. */
export const AUTH_METADATA_RULES: readonly LiveRule[] = [
  metadataGuarded, metadataUnrouted, grpcBroken, metadataFailing, clientFailing, nativeClient,
  nativeRedirectUri, nativeScopes, apiKeyScopes, tokenHeader,
];
