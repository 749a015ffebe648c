import { randomBytes } from 'node:crypto';
import { urlOf } from '../../common/props/checks';
import { AUTHORIZATION_HEADER, FLYTEADMIN_PATHS, PROJECTS_PATH } from '../../contract/union/flyteadmin';
import type { Asker } from '../ask/asker';
import { answered, Failure } from '../ask/failure';
import { headerOf, HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import type { AtProvider, SignInFacts } from './at-provider';
import { cookiesIn, sentBack, SetCookie } from './cookies';
import { challengeOf, nativeAuthorize, NativeFacts } from './native';
import { Announced, announcedTokenEndpoint } from './provider';
import { claimsOf, jsonOf, redirectOf, textAt } from './reading';

/** The sign-in page for a person, and the address at which it ends. */
export interface SignInRequest {
  readonly as: 'browser' | 'CLI';
  readonly open: URL;
  readonly endsAt: URL;
}

/** Lets a person sign in: returns the final address, or undefined if they give up. */
export type Person = (request: SignInRequest) => Promise<URL | undefined>;

/** flyteadmin's identity of a session or a token, without the credential itself. */
export interface Recognized {
  readonly me: number | Failure;
  readonly subject?: string;
  readonly identityType?: string;
  /** Status of a list that every role may read; absent if `/me` already refuses. */
  readonly projects?: number | Failure;
}

/** The result of a person's sign-in in the browser. */
export interface BrowserLogin {
  /** The provider's error instead of a code. */
  readonly refusal?: string;
  readonly callback?: { readonly status: number | Failure; readonly location?: string };
  /** Without their values. */
  readonly cookies: readonly Omit<SetCookie, 'value'>[];
  readonly session?: Recognized;
}

/** The result of a person's sign-in as with SDK and CLI. */
export interface CliLogin {
  readonly clientId: string;
  readonly refusal?: string;
  readonly exchange?: { readonly url: URL; readonly refusal: string };
  readonly token?: Recognized & { readonly claims?: Readonly<Record<string, unknown>> };
}

/** A person's complete sign-in, and what was revoked afterwards. */
export interface LoginFacts {
  readonly browser?: BrowserLogin;
  readonly cli?: CliLogin;
  /** The steps, one line each. */
  readonly done: readonly string[];
}

/** The required facts. */
interface Told extends Announced {
  readonly signIn?: SignInFacts;
  readonly native?: NativeFacts;
}

/** Signs a person in with both applications, and out again; not with one whose form they would not see. */
export async function askLogin(asker: Asker, facts: Told, person: Person): Promise<LoginFacts> {
  const start = await asker.getAs({}, FLYTEADMIN_PATHS.login);
  if (!answered(start)) {
    return { done: [`The sign-in was not started: ${start.text}.`] };
  }
  const done: string[] = [];
  const ask = (request: SignInRequest) => asker.untimed(() => person(request));
  const cli = hasForm(facts.native?.atProvider) ? await asCli(asker, facts, ask, done) : undefined;
  const browser = hasForm(facts.signIn?.atProvider) ? await inBrowser(asker, start, ask, done) : undefined;
  return { ...(browser ? { browser } : {}), ...(cli ? { cli } : {}), done };
}

/** An unknown message may be only for anonymous callers. */
function hasForm(atProvider: AtProvider | undefined): boolean {
  return atProvider !== undefined
    && (atProvider.refusal === undefined || atProvider.refusal.reason === 'other');
}

/** flyteadmin checks its cookie first: without it, a browser ends at /callback with the code unused. */
async function inBrowser(
  asker: Asker, start: HttpAnswer, person: Person, done: string[],
): Promise<BrowserLogin | undefined> {
  const { host } = asker.deployment;
  const { callback, logout } = FLYTEADMIN_PATHS;
  const open = redirectOf(start);
  if (open?.protocol !== 'https:') {
    return undefined;
  }
  const before = cookiesIn(start);
  const end = await person({ as: 'browser', open, endsAt: new URL(callback, asker.origin) });
  if (end === undefined) {
    done.push('The sign-in of the browser was given up.');
    return undefined;
  }
  if (!end.searchParams.has('code')) {
    return { refusal: refusalIn(end), cookies: [] };
  }
  const answer = await asker.getAs({ cookie: sentBack(before, host) }, callback + end.search);
  const set = answered(answer) ? cookiesIn(answer) : [];
  const cookies = set.map(({ value: _, ...cookie }) => cookie);
  if (!answered(answer)) {
    return { callback: { status: answer }, cookies };
  }
  const outcome = { callback: { status: answer.status, location: answer.headers.location }, cookies };
  if (answer.status < 300 || answer.status >= 400) {
    return outcome;
  }
  const cookie = sentBack(set, host);
  const session = await recognized(asker, cookie === '' ? {} : { cookie });
  await asker.getAs({ cookie }, logout);
  done.push('Signed in as a browser, asked /me and for projects, and signed out of the deployment.');
  return { ...outcome, session };
}

async function asCli(
  asker: Asker, facts: Told, person: Person, done: string[],
): Promise<CliLogin | undefined> {
  const verifier = randomBytes(48).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const challenge = challengeOf(verifier);
  const open = nativeAuthorize(facts, { state, challenge });
  const url = announcedTokenEndpoint(facts);
  const redirectUri = facts.metadata?.client?.redirectUri ?? '';
  const endsAt = urlOf(redirectUri);
  if (open === undefined || url === undefined || endsAt === undefined) {
    return undefined;
  }
  const { clientId, header } = facts.metadata!.client!;
  const end = await person({ as: 'CLI', open, endsAt });
  if (end === undefined) {
    done.push('The sign-in of the CLI was given up.');
    return undefined;
  }
  const code = end.searchParams.get('code');
  if (code === null || end.searchParams.get('state') !== state) {
    return { clientId, refusal: code === null ? refusalIn(end) : 'another state came back' };
  }
  const given = { code, redirect_uri: redirectUri, client_id: clientId, code_verifier: verifier };
  const form = { grant_type: 'authorization_code', ...given };
  const answer = await asker.announcedBy(url, { form: new URLSearchParams(form) });
  const body = answered(answer) ? jsonOf(answer) : undefined;
  const access = body && textAt(body, 'access_token');
  if (body === undefined || access === undefined) {
    return { clientId, exchange: { url, refusal: answered(answer) ? wordsOf(answer) : answer.text } };
  }
  const bearer = { [(header || AUTHORIZATION_HEADER).toLowerCase()]: `Bearer ${access}` };
  const token = { ...await recognized(asker, bearer), claims: claimsOf(access) };
  const ending = await revoked(asker, facts, clientId, textAt(body, 'refresh_token') ?? access);
  done.push(`Signed in as SDK and CLI, asked /me and for projects; ${ending}.`);
  return { clientId, token };
}

function wordsOf(answer: HttpAnswer): string {
  const body = jsonOf(answer) ?? {};
  const words = [String(answer.status), textAt(body, 'error'), textAt(body, 'error_description')];
  return quoted(words.filter(Boolean).join(' '));
}

/** Revokes the tokens. Source: RFC 7009. */
async function revoked(asker: Asker, { provider }: Told, clientId: string, token: string): Promise<string> {
  const endpoint = urlOf(provider?.document && textAt(provider.document, 'revocation_endpoint'));
  if (endpoint === undefined) {
    return 'the provider has no way to revoke the token, which ends with its time';
  }
  const form = new URLSearchParams({ token, client_id: clientId });
  const answer = await asker.announcedBy(endpoint, { form });
  return answered(answer) && answer.status === 200
    ? 'the tokens were revoked'
    : 'the provider did not revoke the token, which ends with its time';
}

function refusalIn(end: URL): string {
  const words = ['error', 'error_description'].map((name) => end.searchParams.get(name) ?? '');
  return quoted(words.join(' ').trim() || 'no code came back');
}

/** flyteadmin's identity of a credential, and whether it has a role. */
async function recognized(asker: Asker, credential: Readonly<Record<string, string>>): Promise<Recognized> {
  const answer = await asker.getAs(credential, FLYTEADMIN_PATHS.me);
  if (!answered(answer)) {
    return { me: answer };
  }
  const [subject, type] = ['x-user-subject', 'x-user-claim-identitytype'].map((name) =>
    headerOf(answer, name));
  const projects = answer.status === 200 ? await asker.getAs(credential, PROJECTS_PATH) : undefined;
  return {
    me: answer.status,
    ...(subject ? { subject: quoted(subject) } : {}),
    ...(type ? { identityType: quoted(type.replace(/"/g, '')) } : {}),
    ...(projects ? { projects: answered(projects) ? projects.status : projects } : {}),
  };
}
