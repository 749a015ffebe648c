import { JsonObject } from '../../common/data/json';
import { METADATA_PREFIX } from '../../contract/union/caller-headers';
import {
  AUTHORIZATION_HEADER, FLYTEADMIN_PATHS, STANDARD_AUTHORIZATION_HEADER,
} from '../../contract/union/flyteadmin';
import type { Target } from '../../verify/model/endpoints';
import type { Asker } from '../ask/asker';
import { Failure, answered } from '../ask/failure';
import type { GrpcAnswer } from '../ask/grpc';
import { HttpAnswer, headerOf } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { Secret } from '../ask/secret';
import type { CertificateFacts } from './certificate';
import { DEEP_LINK, FORGED, FORGED_HEADERS, WHO_AM_I } from './guards';
import { Announced, announcedTokenEndpoint } from './provider';
import { claimsOf, jsonOf, textAt } from './reading';

/** A client of the deployment, given by the user or a file. */
export interface ClientUnderTest {
  /** Its source, for findings: an option, a file, a variable. */
  readonly source: string;
  /** Its host, and whether it connects without TLS; only if the source has it. */
  readonly endpoint?: Pick<Target, 'host' | 'isAuthority'> & { readonly insecure: boolean };
  /** Client credentials; absent if people sign in with it. */
  readonly credentials?: {
    readonly clientId: string;
    readonly clientSecret: Secret;
    /** By default, this and the following are those in flyteadmin's settings for clients. */
    readonly scopes?: readonly string[];
    readonly audience?: string;
    readonly tokenUrl?: URL;
  };
}

/** The result of the client credentials, without token and secret. */
export interface TokenFacts {
  readonly clientId: string;
  readonly source: string;
  readonly url: URL;
  readonly scopes: readonly string[];
  readonly answeredAt: Date;
  readonly refusal?: { readonly error: string; readonly text: string };
  readonly claims?: JsonObject;
  /** flyteadmin's handling of it; only if there is a token. */
  readonly use?: TokenUse;
}

export interface TokenUse {
  /** Status of `/me` with the token in flyteadmin's own header, and in the standard one. */
  readonly me: number | Failure;
  readonly standard: number | Failure;
  /** Why flyteadmin refused it, in its words if known. */
  readonly refused?: {
    readonly reason: 'audience' | 'scope' | 'signature' | 'time';
    readonly wanted: readonly string[];
  };
  /** The subject in the answer of `/me`. */
  readonly subject?: string;
  readonly grpc?: GrpcAnswer | Failure;
  /** A console page's answer to the token in metadata only, where guards must not see it. */
  readonly hidden: number | Failure;
  /** The answer that returned a forged header, and which. */
  readonly forgedAt?: string;
}

/** The facts that decide where a secret may be sent. */
interface KnownBefore extends Announced {
  readonly now: Date;
  readonly certificate?: CertificateFacts | Failure;
}

/** Other places to which to send a token besides flyteadmin's HTTP port. */
interface Ways {
  /** A guarded path that answers with the headers of its request. */
  readonly echo: string | undefined;
  readonly overGrpc: boolean;
}

/** Gets a token as clients do, and sends it to flyteadmin. */
export async function askToken(
  asker: Asker, client: ClientUnderTest, facts: KnownBefore, ways: Ways,
): Promise<TokenFacts | undefined> {
  const { credentials, source } = client;
  const url = credentials?.tokenUrl ?? announcedTokenEndpoint(facts);
  if (credentials === undefined || url === undefined || !isTrusted(facts)) {
    return undefined;
  }
  const { clientId, clientSecret } = credentials;
  const told = facts.metadata?.client;
  const scopes = credentials.scopes ?? told?.scopes ?? [];
  const audience = credentials.audience ?? told?.audience;
  const form = {
    grant_type: 'client_credentials',
    ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
    ...(audience ? { audience } : {}),
  };
  const answer = await request(asker, url, form, credentials);
  const common = { clientId, source, url, scopes, answeredAt: new Date() };
  const body = answered(answer) ? jsonOf(answer) : undefined;
  const token = body && textAt(body, 'access_token');
  if (!answered(answer) || token === undefined) {
    return { ...common, refusal: refusalOf(answer, body, clientSecret) };
  }
  return {
    ...common,
    claims: claimsOf(token),
    use: await use(asker, { token, header: told?.header || AUTHORIZATION_HEADER }, ways),
  };
}

function isTrusted({ certificate, now }: KnownBefore): boolean {
  return answered(certificate) && certificate.validTo > now
    && certificate.untrusted === undefined && certificate.foreign === undefined;
}

/** In the header first, then in the body, as Go's client does (`AuthStyleAutoDetect`). */
async function request(
  asker: Asker,
  url: URL,
  form: Record<string, string>,
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: Secret },
): Promise<HttpAnswer | Failure> {
  const pair = [clientId, clientSecret.reveal()].map(encodeURIComponent).join(':');
  const basic = `Basic ${Buffer.from(pair).toString('base64')}`;
  const answer = await asker.announcedBy(url, {
    form: new URLSearchParams(form), headers: { authorization: basic },
  });
  const isRejected = answered(answer) && answer.status >= 400 && answer.status < 500
    && jsonOf(answer)?.error === 'invalid_client';
  const inBody = { ...form, client_id: clientId, client_secret: clientSecret.reveal() };
  return isRejected ? asker.announcedBy(url, { form: new URLSearchParams(inBody) }) : answer;
}

function refusalOf(
  answer: HttpAnswer | Failure, body: JsonObject | undefined, secret: Secret,
): TokenFacts['refusal'] {
  if (answer instanceof Failure) {
    return { error: '', text: answer.text };
  }
  const shown = (key: string) => quoted(secret.withheldFrom(body && textAt(body, key) || ''));
  const error = shown('error');
  const description = shown('error_description');
  return { error, text: [String(answer.status), error, description].filter((part) => part !== '').join(' ') };
}

/** A header that flyteadmin's HTTP port forwards as metadata, where it is read as the token. */
const HIDDEN_HEADER = `${METADATA_PREFIX}${STANDARD_AUTHORIZATION_HEADER}`.toLowerCase();

/** A cookie that keeps an edge's cache from giving this answer to another caller. */
const FOR_NOBODY_ELSE = { cookie: `doctor=${FORGED}` };

async function use(
  asker: Asker,
  { token, header }: { readonly token: string; readonly header: string },
  { echo, overGrpc }: Ways,
): Promise<TokenUse> {
  const bearer = `Bearer ${token}`;
  const [me, standard, hidden, grpc, echoed] = await Promise.all([
    asker.getAs({ [header.toLowerCase()]: bearer, ...FORGED_HEADERS }, FLYTEADMIN_PATHS.me),
    asker.getAs({ [STANDARD_AUTHORIZATION_HEADER]: bearer }, FLYTEADMIN_PATHS.me),
    asker.getAs({ [HIDDEN_HEADER]: bearer, ...FOR_NOBODY_ELSE }, DEEP_LINK),
    overGrpc ? asker.callAs({ [header.toLowerCase()]: bearer }, WHO_AM_I) : undefined,
    echo === undefined ? undefined : asker.getAs({ [header.toLowerCase()]: bearer, ...FORGED_HEADERS }, echo),
  ]);
  const forged = [me, echoed].find((answer) =>
    answered(answer) && JSON.stringify([answer.body, answer.headers]).includes(FORGED));
  const refused = answered(me) ? refusedOf(me) : undefined;
  const subject = answered(me) ? headerOf(me, 'x-user-subject') : undefined;
  return {
    me: statusOf(me),
    standard: statusOf(standard),
    hidden: statusOf(hidden),
    ...(refused ? { refused } : {}),
    ...(subject ? { subject: quoted(subject) } : {}),
    ...(grpc ? { grpc } : {}),
    ...(answered(forged) ? { forgedAt: forged.url.href } : {}),
  };
}

/** Source: flyteadmin 1.16.1, auth/interceptor.go, authzserver/claims_verifier.go, resource_server.go. */
const REASONS = [
  ['audience', /invalid audience .*wanted \[(?:map\[)?([^\]]*)\]/s],
  ['scope', /doesn't have required scope/],
  ['time', /[Tt]oken is expired|used before issued|not valid yet/],
  ['signature', /failed to verify (?:id token )?signature|failed to verify signature/],
] as const;

/** flyteadmin returns the reason of a refusal in a header that grpc-gateway derives from the message. */
function refusedOf(answer: HttpAnswer): TokenUse['refused'] {
  const words = answer.status === 401 ? headerOf(answer, 'www-authenticate') ?? '' : '';
  const [reason, pattern] = REASONS.find(([, each]) => each.test(words)) ?? [];
  const [, list = ''] = pattern?.exec(words) ?? [];
  const wanted = list.split(' ').map((each) => quoted(each.replace(/:\{\}$/, ''))).filter(Boolean);
  return reason && { reason, wanted };
}

function statusOf(answer: HttpAnswer | Failure): number | Failure {
  return answered(answer) ? answer.status : answer;
}

/** The two tokens of one login, given by the user. */
export interface PersonTokens {
  /** Their source, for findings. */
  readonly source: string;
  readonly idToken: Secret;
  readonly accessToken: Secret;
}

/** The claims of a person in two tokens of one login. They are not sent. */
export interface PersonFacts {
  readonly source: string;
  /** Undefined if a token is not readable. */
  readonly idClaims?: JsonObject;
  readonly accessClaims?: JsonObject;
}

export function readPerson({ source, idToken, accessToken }: PersonTokens): PersonFacts {
  return { source, idClaims: claimsOf(idToken.reveal()), accessClaims: claimsOf(accessToken.reveal()) };
}
