import { Person, SignInRequest } from '../../src/doctor/probes/login';
import { oneIn } from '../_tools/drawn';
import { describeWithNginx } from '../constructs/edge/nginx/run-nginx';
import type { RegisteredClient } from '../constructs/registrations/provider/test-provider';
import { Parts, World } from './_deployment';

/** Each examines a deployment. */
const it = oneIn(4);

/** What a person's browser brings back, in the place of what it found. */
type End = (found: URLSearchParams, as: SignInRequest['as']) => Record<string, string> | undefined;

describeWithNginx("a person's sign-in", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  /** Who was asked to sign in, what was found, and what was done; nothing that opens anything is told. */
  async function signedIn(end: End = (found) => Object.fromEntries(found), change?: (parts: Parts) => void) {
    const asked: string[] = [];
    const secrets: string[] = [];
    const signIn: Person = async (request) => {
      asked.push(request.as);
      const found = end((await world.person(request))!.searchParams, request.as);
      secrets.push(...['code', 'state'].flatMap((name) => found?.[name] ?? []));
      return found && new URL(`${request.endsAt.href}?${new URLSearchParams(found)}`);
    };
    const { findings, coverage, crashed } = await world.examine(change, { signIn });
    const report = JSON.stringify({ findings, coverage });
    expect([crashed, secrets.filter((each) => report.includes(each)), report.includes('eyJ')]).toEqual([[], [], false]);
    return { asked, findings: findings.map(({ rule, found }) => `${rule}: ${found}`), done: coverage.judged.slice(2) };
  }

  it('is gone through as SDK and CLI, and in the browser, and ended', async () => {
    expect(await signedIn()).toEqual({
      asked: ['CLI', 'browser'],
      findings: [],
      done: [
        'Signed in as SDK and CLI, asked /me and for projects; the provider did not revoke the token, which ends with its time.',
        'Signed in as a browser, asked /me and for projects, and signed out of the deployment.',
      ],
    });
  });

  it('may be given up', async () => {
    expect(await signedIn(() => undefined)).toEqual({
      asked: ['CLI', 'browser'], findings: [], done: ['The sign-in of the CLI was given up.', 'The sign-in of the browser was given up.'],
    });
  });

  it('is refused in the words of the provider', async () => {
    expect(await signedIn(() => ({ error: 'access_denied', error_description: 'not assigned' }))).toEqual({
      asked: ['CLI', 'browser'], findings: ['live-person-refused: access_denied not assigned', 'live-person-refused: access_denied not assigned'], done: [],
    });
  });

  it('ends with its own state, and with a code', async () => {
    expect((await signedIn((found, as) => (as === 'CLI' ? { ...Object.fromEntries(found), state: 'of-another' } : {}))).findings)
      .toEqual(['live-person-refused: no code came back', 'live-person-refused: another state came back']);
  });

  it('gets nothing for a code that was never given', async () => {
    expect((await signedIn((found) => ({ ...Object.fromEntries(found), code: 'never-given' }))).findings)
      .toEqual(['live-web-exchange-refused: 403', 'live-cli-exchange-refused: 400 invalid_grant grant request is invalid']);
  });

  it('is not asked for where the provider shows no form', async () => {
    const mistake = (clients: RegisteredClient[]) => clients.filter(({ client_id }) => client_id !== 'union-web');
    const { asked, findings } = await signedIn(undefined, (parts) => { parts.registered = { mistake }; });
    expect([asked, findings]).toEqual([['CLI'], [expect.stringMatching(/^live-client-unregistered: .*invalid_client/)]]);
  });

  it('is not requested if no endpoint would receive it', async () => {
    const { asked, findings, done } = await signedIn(undefined, (parts) => { parts.trusted = false; });
    expect([asked, findings]).toEqual([[], ['live-certificate-untrusted: DEPTH_ZERO_SELF_SIGNED_CERT; issued by union.example.com']]);
    expect(done).toEqual(['The sign-in was not started: a certificate that is not to be trusted: DEPTH_ZERO_SELF_SIGNED_CERT.']);
  });
});
