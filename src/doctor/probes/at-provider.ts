import { RefusalReason, refusalReason, tellingWords } from '../../contract/providers/known-provider';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import type { Asker } from '../ask/asker';
import { Failure, answered } from '../ask/failure';
import { BROWSER, HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { jsonOf, redirectOf, textAt } from './reading';

/** The provider's answer to an anonymous sign-in at one of the applications. */
export interface AtProvider {
  readonly application: 'web' | 'native';
  readonly clientId: string;
  readonly redirectUri: string;
  /** The authorization endpoint, without parameters. */
  readonly endpoint: string;
  readonly answer: HttpAnswer | Failure;
  /** Why it shows no login form. */
  readonly refusal?: { readonly reason: RefusalReason; readonly text: string };
}

/** Source: RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6. */
const NOT_ABOUT_THE_APPLICATION = [
  'server_error', 'temporarily_unavailable', 'login_required', 'interaction_required', 'consent_required',
  'account_selection_required',
];

/** Requests an authorization endpoint like a browser without a session: nothing is granted. */
export async function askAuthorize(
  asker: Asker, application: AtProvider['application'], url: URL,
): Promise<AtProvider> {
  const answer = await asker.announcedBy(url, { headers: BROWSER });
  return {
    application,
    clientId: url.searchParams.get('client_id') ?? '',
    redirectUri: url.searchParams.get('redirect_uri') ?? '',
    endpoint: url.origin + url.pathname,
    answer,
    ...(answered(answer) ? refusalOf(answer) : {}),
  };
}

/** A server error does not concern the application. */
function refusalOf(answer: HttpAnswer): Pick<AtProvider, 'refusal'> {
  const said = saidIn(answer);
  if (said === undefined) {
    return {};
  }
  const reason = refusalReason(said);
  // An answer in the protocol means that the request was understood, and refused.
  const byProtocol = redirectOf(answer) !== undefined && reason === 'other';
  return {
    refusal: {
      reason: byProtocol ? 'grant' : reason,
      text: quoted([String(answer.status), tellingWords(said) ?? said].join(' ').trim()),
    },
  };
}

/**
 * The refusal in an answer; undefined if the sign-in continues. Microsoft Entra ID refuses with a page and
 * status 200, others with an error status, or with a redirect that has the parameter `error` (RFC 6749,
 * section 4.1.2.1).
 */
function saidIn(answer: HttpAnswer): string | undefined {
  const target = redirectOf(answer);
  const error = target?.searchParams.get('error');
  if (error && !NOT_ABOUT_THE_APPLICATION.includes(error)) {
    return [error, target!.searchParams.get('error_description') ?? ''].join(' ').trim();
  }
  if (answer.status === 200) {
    return /AADSTS\d+:[^"<\\]*/.exec(answer.body)?.[0];
  }
  return answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? textOf(answer) : undefined;
}

/** The text of a page or of a JSON object. */
function textOf(answer: HttpAnswer): string {
  const json = jsonOf(answer);
  if (json !== undefined) {
    return ['error', 'error_description', 'errorSummary', 'message']
      .map((key) => textAt(json, key) ?? '')
      .join(' ')
      .trim();
  }
  return answer.body
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(quot|#34|#39|amp|lt|gt|nbsp);/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The redirects of an anonymous browser up to the provider. */
export interface SignInFacts {
  readonly me: HttpAnswer | Failure;
  readonly login: HttpAnswer | Failure;
  readonly callback: HttpAnswer | Failure;
  /** The redirect target of `/login`: the provider's authorization endpoint. */
  readonly authorize?: URL;
  /** The provider's answer to a browser that follows it. */
  readonly atProvider?: AtProvider;
}

export async function askSignIn(asker: Asker): Promise<SignInFacts> {
  const { me, login, callback } = FLYTEADMIN_PATHS;
  const [ofMe, ofLogin, ofCallback] = await Promise.all([
    asker.get(me), asker.get(login, BROWSER), asker.get(callback, BROWSER),
  ]);
  const target = answered(ofLogin) ? redirectOf(ofLogin) : undefined;
  const leavesHost =
    target !== undefined && (target.origin !== asker.origin || target.searchParams.has('client_id'));
  return {
    me: ofMe,
    login: ofLogin,
    callback: ofCallback,
    ...(leavesHost ? { authorize: target } : {}),
    ...(leavesHost && target.protocol === 'https:'
      ? { atProvider: await askAuthorize(asker, 'web', target) }
      : {}),
  };
}
