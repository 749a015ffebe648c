import { urlOf } from '../../common/props/checks';
import { unreplacedIn } from '../../common/values/placeholder';
import { refusesOfflineAccessToServices } from '../../contract/providers/known-providers';
import {
  ALL_SCOPE, AUTHORIZATION_HEADER, NATIVE_REDIRECT_URI, OFFLINE_ACCESS_SCOPE,
} from '../../contract/union/flyteadmin';
import { answered, Failure } from '../ask/failure';
import { GRPC, GrpcAnswer } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { AuthMetadataFacts, METADATA_PATH, PUBLIC_CLIENT_PATH } from '../probes/auth-metadata';
import type { Facts } from '../probes/facts';
import { answerText, grpcText, isPage, textAt, textsAt } from '../probes/reading';
import type { RuleId } from '../texts/rule-texts';
import { gatewayCut } from './edge';
import { liveRule, LiveRule, LiveViolation, wrong } from './live-rule';
import { loginTargetUnreachable } from './login-redirect';
import { useAuthOff } from './sign-in';

/** The settings that SDK and CLI get before they have a token. */

const NOT_ASKED = 'flyteadmin was not asked for its public client configuration.';

interface Told {
  readonly at: string;
  readonly answer: HttpAnswer | GrpcAnswer | Failure;
}

/** All ways in which clients request them. */
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
  return told.filter(({ answer }) => isWrong(answer))
    .map(({ at, answer }) => wrong(at, 'status', expected, textOf(answer)));
}

function textOf(answer: Told['answer']): string {
  if (answered(answer) && isGrpc(answer)) {
    return grpcText(answer);
  }
  return answered(answer) && isPage(answer) && answer.status === 200 ? '200, a page' : answerText(answer);
}

/** A rule about something between clients and flyteadmin's public settings. */
function routeRule(id: RuleId, isWrong: (answer: Told['answer']) => boolean): LiveRule {
  return liveRule(id, {
    explainedBy: [useAuthOff],
    otherwise: NOT_ASKED,
    of: questions,
    each: (told) => violations(told, isWrong, 'an answer to every caller'),
  });
}

const metadataGuarded = routeRule('live-auth-metadata-guarded', isGuarded);

const metadataUnrouted = routeRule('live-auth-metadata-unrouted', isUnrouted);

const grpcBroken = liveRule('live-grpc-broken', {
  explainedBy: [useAuthOff, metadataGuarded, metadataUnrouted],
  otherwise: 'The edge was not asked for gRPC.',
  of: ({ metadata, origin }) => metadata && metadata.calls.size > 0 ? calls(metadata, origin) : undefined,
  each: (told) => violations(told, (answer) => !answered(answer)
    || (isGrpc(answer) && answer.code !== GRPC.OK && !isGuarded(answer) && !isUnrouted(answer)), 'OK'),
});

const OF_METADATA = { otherwise: NOT_ASKED, of: ({ metadata }: Facts) => metadata };

const metadataFailing = liveRule('live-auth-metadata-failing', {
  explainedBy: [useAuthOff, gatewayCut, loginTargetUnreachable, metadataGuarded, metadataUnrouted],
  ...OF_METADATA,
  each({ metadata, document }, { origin }) {
    const at = `${origin}${METADATA_PATH}`;
    if (metadata instanceof Failure) {
      return wrong(at, 'status', 'the metadata', metadata.text);
    }
    return metadata.status === 200
      ? !isPage(metadata) && !textAt(document ?? {}, 'issuer') && wrong(
        at, 'issuer', 'a JSON object with the issuer',
        document === undefined ? 'no JSON object' : 'an object without it',
      )
      : !isGuarded(metadata) && !isUnrouted(metadata) && wrong(at, 'status', '200', answerText(metadata));
  },
});

const clientFailing = liveRule('live-public-client-failing', {
  explainedBy: [useAuthOff, gatewayCut, metadataGuarded, metadataUnrouted],
  ...OF_METADATA,
  each({ publicClient: answer, client }, { origin }) {
    const isFound = answered(answer) && answer.status === 200;
    const isFault = isFound
      ? client === undefined && !isPage(answer)
      : !isGuarded(answer) && !isUnrouted(answer);
    const found = isFound ? 'no JSON object' : answerText(answer);
    return isFault && wrong(`${origin}${PUBLIC_CLIENT_PATH}`, 'answer', 'a JSON object', found);
  },
});

const OF_CLIENT = {
  otherwise: 'flyteadmin published no client settings.',
  of: ({ metadata }: Facts) => metadata?.client,
};

/** flyteadmin's default client ID for clients. Source: flyteadmin v1.16.1, auth/config/config.go. */
const DEFAULT_CLIENT = 'flytectl';

export const nativeClient = liveRule('live-native-client', {
  ...OF_CLIENT,
  each({ clientId }, { origin, signIn, native }) {
    const web = signIn?.authorize?.searchParams.get('client_id');
    const found = [
      clientId === '' && 'none',
      unreplacedIn(clientId) !== undefined && quoted(clientId),
      clientId === web && `${quoted(clientId)}, the web application`,
      clientId === DEFAULT_CLIENT && native?.atProvider.refusal?.reason === 'client'
        && `${quoted(clientId)}, flyteadmin's default`,
    ].find((each) => each !== false);
    return found !== undefined && wrong(
      `${origin}${PUBLIC_CLIENT_PATH}`, 'client_id', 'the client ID of the native application', found,
    );
  },
});

export const nativeRedirectUri = liveRule('live-native-redirect-uri', {
  ...OF_CLIENT,
  each({ redirectUri }, { origin }) {
    const url = urlOf(redirectUri);
    return (url?.protocol !== 'http:'
      || !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
      || url.port === '')
      && wrong(
        `${origin}${PUBLIC_CLIENT_PATH}`, 'redirect_uri', NATIVE_REDIRECT_URI,
        redirectUri === '' ? 'none' : quoted(redirectUri),
      );
  },
});

export const nativeScopes = liveRule('live-native-scopes', {
  explainedBy: [nativeClient],
  ...OF_CLIENT,
  each({ scopes }, { origin, provider }) {
    const known = textsAt(provider?.document ?? {}, 'scopes_supported') ?? [];
    const at = `${origin}${PUBLIC_CLIENT_PATH}`;
    return scopes.length === 0
      ? wrong(at, 'scopes', ALL_SCOPE, 'none')
      : scopes.includes('offline') && !known.includes('offline')
        && wrong(at, 'scopes', 'scopes that the provider knows', 'offline');
  },
});

const apiKeyScopes = liveRule('live-api-key-scopes', {
  ...OF_CLIENT,
  each: ({ scopes }, { origin, metadata }) => scopes.includes(OFFLINE_ACCESS_SCOPE)
    && refusesOfflineAccessToServices(String(metadata?.document?.issuer ?? ''))
    && wrong(
      `${origin}${PUBLIC_CLIENT_PATH}`, 'scopes', `no ${OFFLINE_ACCESS_SCOPE}`, scopes.map(quoted).join(' '),
    ),
});

const tokenHeader = liveRule('live-token-header', {
  ...OF_CLIENT,
  each: ({ header }, { origin }) => header.toLowerCase() !== AUTHORIZATION_HEADER && wrong(
    `${origin}${PUBLIC_CLIENT_PATH}`, 'authorization_metadata_key', AUTHORIZATION_HEADER,
    header === '' ? 'none' : quoted(header),
  ),
});

/** In the order of the requests. */
export const AUTH_METADATA_RULES: readonly LiveRule[] = [
  metadataGuarded, metadataUnrouted, grpcBroken, metadataFailing, clientFailing, nativeClient,
  nativeRedirectUri, nativeScopes, apiKeyScopes, tokenHeader,
];
