import { createServer } from 'node:https';
import { UsageError } from '../../src/cli/command';
import { Prompter } from '../../src/cli/init-interview';
import { askIssuer, wiresOf } from '../../src/cli/wires';
import { Question, answersText } from '../../src/init';
import { oneIn } from '../_tools/drawn';
import { listeners } from '../_tools/listening';
import '../_tools/quiet-warnings';
import { scratch } from '../_tools/scratch';
import { Certificate, certificateFor } from '../doctor/_certificate';
import { LEAST } from '../init/_answers';
import { init as initIn } from './_run';

/** Each makes everything from answers. */
const deep = oneIn(5);

const HOST = 'acme.okta.example.com';
const ISSUER = `https://${HOST}/oauth2/default`;
const OAUTH = '/oauth2/default/.well-known/oauth-authorization-server';
const OPENID = '/oauth2/default/.well-known/openid-configuration';
const RIGHT = { issuer: ISSUER, token_endpoint: `${ISSUER}/v1/token` };

const { at, put, names } = scratch();
const listen = listeners();
let certificate: Certificate;
let listens: number;
let pages: Record<string, unknown>;
let asked: string[];

beforeAll(async () => {
  certificate = await certificateFor(HOST);
  listens = await listen(createServer({ cert: certificate.cert, key: certificate.private }, ({ url = '', method }, response) => {
    asked.push(`${method} ${url}`);
    const page = pages[url];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(typeof page === 'string' ? page : JSON.stringify(page));
  }));
});

beforeEach(() => {
  asked = [];
  pages = { [OAUTH]: RIGHT };
  put('ca.pem', certificate.cert);
  put('made/.keep');
});

const init = async (options: readonly string[], prompter?: Prompter) => {
  const route = ['--connect-to', `${HOST}:443:127.0.0.1:${listens}`];
  const { code, err } = await initIn(['--values-only', '--force', '--answers', '-', ...route, ...options, at('made')], prompter, answersText(LEAST));
  return { code, err };
};
const ca = () => ['--ca', at('ca.pem')];
const checked = () => init(['--yes', '--check-issuer', ...ca()]);

deep('without the option no request is sent', async () => {
  expect([(await init(['--yes'])).code, asked]).toEqual([0, []]);
});

deep('a provider that publishes what the answers say is asked once, without anything but the path', async () => {
  expect([await checked(), asked]).toEqual([{ code: 0, err: expect.anything() as string }, [`GET ${OAUTH}`]]);
});

const wires = (port = listens) => wiresOf(at('ca.pem'), [`${HOST}:443:127.0.0.1:${port}`], {});
const told = (openid = false) => ({ issuer: ISSUER, tokenEndpoint: RIGHT.token_endpoint, metadataPath: `.well-known/${openid ? 'openid-configuration' : 'oauth-authorization-server'}` });
const at404 = (...paths: string[]) => `the provider shows no metadata of this issuer: ${paths.map((path) => `https://${HOST}${path}: answers 404`).join('; ')}`;

test.each<[what: string, published: Record<string, unknown>, openid: boolean, said: string | undefined, paths: string[]]>([
  ['the same', { [OAUTH]: RIGHT }, false, undefined, [OAUTH]],
  ['the same, where flyteadmin looks', { [OPENID]: RIGHT }, true, undefined, [OPENID]],
  ['another issuer', { [OAUTH]: { ...RIGHT, issuer: `${ISSUER}/` } }, false,
    `https://${HOST}${OAUTH} names the issuer "${ISSUER}/", and the answers make it "${ISSUER}"; flyteadmin and every token check compare the two letter by letter, slashes included`, [OAUTH]],
  ['no issuer', { [OAUTH]: {} }, false, `https://${HOST}${OAUTH} names the issuer "nothing", and the answers make it "${ISSUER}"; `
    + 'flyteadmin and every token check compare the two letter by letter, slashes included', [OAUTH]],
  ['another token endpoint', { [OAUTH]: { ...RIGHT, token_endpoint: 'https://other.example.com/token' } }, false,
    `https://${HOST}${OAUTH} names the token endpoint "https://other.example.com/token", and the answers make it "${RIGHT.token_endpoint}"`, [OAUTH]],
  ['metadata elsewhere only', { [OPENID]: RIGHT }, false, `https://${HOST}${OAUTH} is where flyteadmin looks for the metadata, but it is at https://${HOST}${OPENID}`, [OAUTH, OPENID]],
  ['the same, the other way round', { [OAUTH]: RIGHT }, true, `https://${HOST}${OPENID} is where flyteadmin looks for the metadata, but it is at https://${HOST}${OAUTH}`, [OPENID, OAUTH]],
  ['none at all', {}, false, at404(OAUTH, OPENID), [OAUTH, OPENID]],
  ['none at all of another path', {}, true, at404(OPENID, OAUTH), [OPENID, OAUTH]],
  ['no JSON', { [OAUTH]: '<html>', [OPENID]: RIGHT }, false, `https://${HOST}${OAUTH} is where flyteadmin looks for the metadata, but it is at https://${HOST}${OPENID}`, [OAUTH, OPENID]],
])('of a provider that publishes %s', async (_, published, openid, said, paths) => {
  pages = published;
  expect([await askIssuer(told(openid), wires()), asked]).toEqual([said, paths.map((path) => `GET ${path}`)]);
});

test('an issuer that ends with a slash is asked without another one, as the rest of its paths is', async () => {
  pages = { [OAUTH]: { ...RIGHT, issuer: `${ISSUER}/` } };
  expect([await askIssuer({ ...told(), issuer: `${ISSUER}/` }, wires()), asked]).toEqual([undefined, [`GET ${OAUTH}`]]);
});

test('text of the provider is shown without what a terminal takes for commands', async () => {
  pages = { [OAUTH]: { issuer: 'https://\u001b[2Jevil' } };
  expect(await askIssuer(told(), wires())).toContain('names the issuer "https:// [2Jevil"');
});

test.each<[what: string, given: () => ReturnType<typeof wires>, said: RegExp]>([
  ['with an untrusted certificate', () => ({ ...wires(), authorities: undefined }), /certificate that is not to be trusted/],
  ['that is away', () => wires(1), /^https:.* cannot be asked: 127\.0\.0\.1 port 1: .*ECONNREFUSED/],
])('a server %s is named', async (_, given, said) => {
  expect([await askIssuer(told(), given()), asked]).toEqual([expect.stringMatching(said), []]);
});

deep('where the provider publishes something else nothing is written', async () => {
  pages = {};
  expect(await checked()).toEqual({ code: 2, err: expect.stringContaining(`--check-issuer: ${at404(OAUTH, OPENID)}. Nothing was written.`) as string });
  expect(names('made')).toEqual(['.keep']);
});

describe('in a terminal', () => {
  /** Agrees to what is named, and answers every question with its default. */
  function typist(agrees: (message: string) => boolean, shown: string[]): Prompter {
    return {
      start: () => undefined,
      end: () => undefined,
      ask: async ({ id, initial, kind, options }: Question) => (kind === 'choice' ? initial ?? options[0].value : id === 'identityProvider.okta.orgUrl' ? `https://${HOST}` : ''),
      confirm: async (message) => {
        if (shown.length > 20) {
          throw new Error(`asked in circles: ${message}`);
        }
        return agrees(message);
      },
      tell: (text) => { shown.push(text); },
    };
  }

  deep('no request is sent unless the user agrees', async () => {
    await init(ca(), typist((message) => !message.startsWith('Look the provider up'), []));
    expect(asked).toEqual([]);
    expect(names('made')).toContain('union-auth.yaml');
  });

  deep('findings are shown before the next question, and the user may continue', async () => {
    pages = { [OAUTH]: { ...RIGHT, issuer: 'https://other.example.com' } };
    const shown: string[] = [];
    const { code } = await init(ca(), typist((message) => !message.startsWith('Change your answers'), shown));
    expect([code, asked, shown[0]]).toEqual([0, [`GET ${OAUTH}`], expect.stringContaining('names the issuer "https://other.example.com"')]);
  });

  deep('or say it anew', async () => {
    pages = { [OAUTH]: { ...RIGHT, issuer: 'https://other.example.com' } };
    const prompter = typist(() => true, []);
    const questions: string[] = [];
    const { ask } = prompter;
    prompter.ask = async (question, wrong) => {
      questions.push(question.id);
      pages = { [OAUTH]: RIGHT };
      return ask(question, wrong);
    };
    expect((await init(ca(), prompter)).code).toBe(0);
    expect(questions.filter((id) => id.startsWith('identityProvider')).slice(-2)).toEqual(['identityProvider.okta.authorizationServerId', 'identityProvider.okta.audience']);
    expect(asked).toEqual([`GET ${OAUTH}`, `GET ${OAUTH}`]);
  });
});

describe('--connect-to', () => {
  const routeOf = (text: string, host: string, port: number) => wiresOf(undefined, [text, 'other.example.com:1:127.0.0.9:2'], {}).route?.({ host, port });

  it.each<[string, string, number, object | undefined]>([
    ['union.example.com:443:127.0.0.1:8443', 'union.example.com', 443, { host: '127.0.0.1', port: 8443 }],
    ['Union.Example.com:443:127.0.0.1:8443', 'union.example.com', 443, { host: '127.0.0.1', port: 8443 }],
    ['union.example.com:443:127.0.0.1:8443', 'union.example.com', 8443, undefined],
    ['union.example.com:443:127.0.0.1:8443', 'example.com', 443, undefined],
    ['[2001:db8::1]:1:[::1]:65535', '[2001:db8::1]', 1, { host: '[::1]', port: 65535 }],
    ['union.example.com:443:127.0.0.1:8443', 'other.example.com', 1, { host: '127.0.0.9', port: 2 }],
  ])('%s leads %s:%i to %j', (text, host, port, to) => expect(routeOf(text, host, port)).toEqual(to));

  it.each(['', 'a:1:b', 'a:1:b:c', 'a:1:b:123456', 'a::b:1', '2001:db8::1:1:b:2', 'a:1:b:2:3', ':1:b:2'])('%j is refused', (text) => {
    expect(() => wiresOf(undefined, [text], {})).toThrow(new UsageError(`--connect-to: ${text} is not of the form HOST:PORT:HOST:PORT`));
  });
});

describe('--ca', () => {
  it('is trusted besides, with whatever else is in the file', () => {
    expect(wiresOf(put('own.pem', `# ours\n${certificate.cert}`), [], {}).authorities).toBe(`# ours\n${certificate.cert}`);
    expect(wiresOf(undefined, [], {}).authorities).toBeUndefined();
  });

  it('is refused where it is missing, empty, or broken', () => {
    const [none, two] = [put('none.pem', 'x'), put('two.pem', `${certificate.cert}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`)];
    expect(() => wiresOf('/nowhere/ca', [], {})).toThrow('--ca: /nowhere/ca cannot be read (');
    expect(() => wiresOf(none, [], {})).toThrow(new UsageError(`--ca: ${none} has no certificate in PEM form`));
    expect(() => wiresOf(two, [], {})).toThrow(new UsageError(`--ca: certificate 2 of 2 in ${two} is broken; copy it again`));
  });
});
