import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { reachOf } from '../../src/doctor/ask/address';
import { Failure } from '../../src/doctor/ask/failure';
import { quoted } from '../../src/doctor/ask/remote-text';
import { Secret } from '../../src/doctor/ask/secret';
import { reportOf } from '../../src/doctor/diagnose';
import { textFields } from '../../src/doctor/probes/auth-metadata';
import type { Facts } from '../../src/doctor/probes/facts';
import { readPerson } from '../../src/doctor/probes/person';
import type { TokenFacts, TokenUse } from '../../src/doctor/probes/token';
import { LIVE_RULES } from '../../src/doctor/rules';
import { RULES } from '../../src/verify/registry';

const ROOM = join(__dirname, '../../src/doctor/rules');
const ids = LIVE_RULES.map(({ id }) => id);

test('every rule is listed, once, under an id that no rule of the verifier has', () => {
  const written = readdirSync(ROOM).flatMap((file) => [...readFileSync(join(ROOM, file), 'utf8').matchAll(/\w*Rule\(\s*'(live-[\w-]+)'/g)].map(([, id]) => id));
  expect([...ids].sort()).toEqual(written.sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !id.startsWith('live-') || RULES.get(id) !== undefined)).toEqual([]);
});

test('what explains a rule comes before it', () => {
  const upwards = LIVE_RULES.flatMap((rule, index) => rule.explainedBy.filter((cause) => LIVE_RULES.indexOf(cause) >= index).map(({ id }) => `${id} -> ${rule.id}`));
  expect(upwards).toEqual([]);
});

test('every rule is seen to fire somewhere', () => {
  const tests = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts')).map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
  expect(ids.filter((id) => !tests.includes(`'${id}'`))).toEqual([]);
});

test('headlines name something that was asked, and never say what ought to be', () => {
  const faulty = LIVE_RULES.flatMap(({ id, headlines, title }) => {
    const all = Object.values(headlines);
    return all.length > 0 && all.every((headline) => `${headline}.` !== title) ? [] : [id];
  });
  expect(faulty).toEqual([]);
});

test('rules speak in sentences', () => {
  for (const { id, title, symptom, explanation, remediation, see } of LIVE_RULES) {
    for (const text of [title, symptom, explanation, remediation]) {
      expect([id, text]).toEqual([id, expect.stringMatching(/^(?:[A-Z`"/]|flyteadmin|gRPC|ingress-nginx|nginx|kubectl|cert-manager).*\.$/s)]);
    }
    expect(see.length).toBeGreaterThan(0);
  }
});

const origin = 'https://union.example.com';
const facts: Facts = { origin, host: 'union.example.com', now: new Date(), release: '2026.8' };
const rulesOf = (known: Partial<Facts>) => reportOf({ ...facts, ...known }, undefined).findings.map(({ rule }) => rule);

test('a name without an address', () => {
  expect(rulesOf({ addresses: new Failure('name', 'ENOTFOUND') })).toEqual(['live-name-unresolved']);
});

test('an address where nobody listens', () => {
  expect(rulesOf({ addresses: ['203.0.113.10'], certificate: new Failure('connection', 'ECONNREFUSED') })).toEqual(['live-unreachable']);
});

test('scopes that API keys may not ask for, at a provider that refuses them', () => {
  const clientOf = (issuer: string) => ({
    metadata: {
      metadata: new Failure('silence', ''),
      publicClient: new Failure('silence', ''),
      calls: new Map(),
      document: { issuer },
      client: { clientId: 'native', redirectUri: 'http://localhost:53593/callback', scopes: ['all', 'offline_access'], header: 'flyte-authorization', audience: '' },
    },
  });
  expect(rulesOf(clientOf('https://keycloak.example.com/realms/union'))).toContain('live-api-key-scopes');
  expect(rulesOf(clientOf('https://idp.example.com'))).not.toContain('live-api-key-scopes');
});

interface Claims extends Record<string, unknown> {
  readonly iat?: number;
  readonly exp?: number;
}

describe('a token that flyteadmin takes', () => {
  /** Claims, with the times from now in seconds. */
  const claimsNow = ({ iat = 0, exp = 3600, ...claims }: Claims) => {
    const now = Math.floor(Date.now() / 1000);
    return { sub: 'ci', aud: origin, scp: ['all'], identitytype: 'app', iat: now + iat, exp: now + exp, ...claims };
  };
  const tokenOf = (claims: Claims, use: Partial<TokenUse> = {}): { token: TokenFacts } => ({
    token: {
      clientId: 'ci',
      source: 'client ci',
      url: new URL('https://idp.example.com/token'),
      scopes: ['all'],
      answeredAt: new Date(),
      claims: claimsNow(claims),
      use: { me: 200, standard: 200, hidden: 401, subject: 'ci', ...use },
    },
  });

  test.each<[string | undefined, Claims, Partial<TokenUse>]>([
    [undefined, {}, {}],
    // Other audiences may be allowed, which only flyteadmin knows.
    [undefined, { aud: 'api://union' }, {}],
    ['live-token-subject', { sub: undefined }, { subject: undefined }],
    ['live-token-identity-type', { identitytype: undefined }, {}],
    ['live-token-identity-type', { identitytype: 'user' }, {}],
    ['live-token-lifetime', { exp: 20 }, {}],
    ['live-token-time', { iat: 600 }, {}],
    ['live-identity-forged', {}, { forgedAt: `${origin}/echo` }],
    ['live-metadata-believed', {}, { hidden: 200 }],
    [undefined, {}, { hidden: 302 }],
    [undefined, {}, { hidden: 500 }],
  ])('%s: %j', (rule, claims, use) => {
    const guards = { ...emptyGuards() };
    expect(rulesOf({ ...tokenOf(claims, use), guards })).toEqual(rule === undefined ? [] : [rule]);
  });

  test('was good when it came, however long a person took to sign in after it', () => {
    const { token } = tokenOf({ iat: -600, exp: -10 });
    expect(rulesOf({ token: { ...token, answeredAt: new Date(Date.now() - 600_000) } })).toEqual([]);
  });
});

describe('the two tokens of a login', () => {
  const token = (claims: object) => new Secret(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);
  const issuer = { iss: 'https://idp.example.com' };
  const person = (id: Secret, access: Secret) => ({ person: readPerson({ source: 'ID and ACCESS', idToken: id, accessToken: access }) });

  test.each<[string, Secret, Secret, string[]]>([
    ['of one subject', token({ ...issuer, sub: '00u-ada' }), token({ ...issuer, sub: '00u-ada' }), []],
    ['of two', token({ ...issuer, sub: '00u-ada' }), token({ ...issuer, sub: 'ada@example.com' }), ['live-subjects-differ']],
    ['of two providers', token({ iss: 'https://one.example.com', sub: 'a' }), token({ iss: 'https://two.example.com', sub: 'b' }), []],
    ['without a subject', token(issuer), token({ ...issuer, sub: 'b' }), []],
    ['that nobody can read', new Secret('opaque'), token({ ...issuer, sub: 'b' }), []],
  ])('%s', (_, id, access, rules) => {
    expect(rulesOf(person(id, access))).toEqual(rules);
  });

  test('are compared, and not shown', () => {
    const [finding] = reportOf({ ...facts, ...person(token({ ...issuer, sub: 'one' }), token({ ...issuer, sub: 'two' })) }, undefined).findings;
    expect(finding).toMatchObject({ field: 'sub', expected: 'one, as in the ID token', found: 'two' });
    expect(JSON.stringify(finding)).not.toContain('h.');
  });
});

/** A guard that does all it should. */
function emptyGuards(): NonNullable<Facts['guards']> {
  const url = new URL(`${origin}/console/projects/doctor`);
  const redirect = { url, status: 302, headers: { location: `${origin}/login?redirect_url=/console/projects/doctor` }, body: '' };
  const missing = { url, status: 404, headers: {}, body: '' };
  return { browser: redirect, api: redirect, forged: redirect, foreignMe: missing, foreignLogin: missing };
}

test.each([
  ['203.0.113.10', 'public'], ['2001:db8::1', 'public'], ['10.1.2.3', 'private'], ['172.31.0.1', 'private'], ['172.32.0.1', 'public'], ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'], ['fd12::1', 'private'], ['127.8.8.8', 'loopback'], ['::1', 'loopback'], ['169.254.169.254', 'nowhere'], ['fe80::1', 'nowhere'],
  ['fd00:ec2::254', 'nowhere'], ['0.0.0.0', 'nowhere'], ['::', 'nowhere'], ['255.255.255.255', 'nowhere'], ['224.0.0.1', 'nowhere'],
  ['::ffff:10.0.0.1', 'private'], ['::ffff:7f00:1', 'loopback'], ['64:ff9b::a9fe:a9fe', 'nowhere'],
])('%s is %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});

test('fields of a message are read, and what is none is refused', () => {
  const long = 'x'.repeat(300);
  expect(textFields(Buffer.from([0x0a, 1, 0x61, 0x10, 0x96, 1, 0x1a, 1, 0x62, 0x1a, 1, 0x63]))).toEqual(new Map([[1, ['a']], [3, ['b', 'c']]]));
  expect(textFields(Buffer.concat([Buffer.from([0x12, 0xac, 2]), Buffer.from(long)]))).toEqual(new Map([[2, [long]]]));
  expect(textFields(Buffer.alloc(0))).toEqual(new Map());
  for (const broken of [[0x0a, 5, 0x61], [0x0a], [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x0f], [0x09, 1]]) {
    expect(textFields(Buffer.from(broken))).toBeUndefined();
  }
});

test('a secret is shown in no text', () => {
  const secret = new Secret('hidden');
  expect([`${secret}`, JSON.stringify({ secret }), inspect(secret)].filter((text) => text.includes('hidden'))).toEqual([]);
  expect([`${secret}`, JSON.stringify({ secret })]).toEqual(['[secret]', '{"secret":"[secret]"}']);
});

test('text of strangers is short, and harmless', () => {
  expect(quoted('a\u001b[31mb\r\nc')).toBe('a [31mb c');
  expect(quoted('x'.repeat(100_000))).toHaveLength(160);
});
