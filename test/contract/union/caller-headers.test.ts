import {
  CALLER_HEADERS, CREDENTIAL_HEADERS, GUARDED_HEADERS, GUARDED_HEADERS_PATTERN, GUARDED_PREFIXES,
  HeaderEffect, IDENTITY_HEADERS, METADATA_HEADERS, TAKES_ALL, TAKES_UNLISTED,
} from '../../../src/contract/union/caller-headers';

/** As Go writes a header's name, whatever the caller wrote. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

test('what /me may be shown is what proves who a caller is', () => {
  expect([...CREDENTIAL_HEADERS].sort()).toEqual(['Authorization', 'Cookie', 'Flyte-Authorization']);
});

test('every header that states or changes an identity is among those that no caller may send, or of a prefix of them', () => {
  const harmless = [HeaderEffect.CREDENTIAL, HeaderEffect.NONE];
  // An edge says both by itself: Host is what it routes by.
  const said = ['Host', 'X-Forwarded-Host'];
  const harmful = CALLER_HEADERS.filter(({ effect, name }) => !harmless.includes(effect) && !said.includes(name)).map(({ name }) => name);
  const isGuarded = (name: string) => GUARDED_HEADERS.includes(name) || GUARDED_PREFIXES.some((prefix) => name === `${prefix}*`);
  expect(harmful.length).toBeGreaterThan(10);
  expect(harmful.filter((name) => !isGuarded(name))).toEqual([]);
});

test('a credential in metadata is none that an edge shows', () => {
  const hidden = CALLER_HEADERS.filter(({ effect }) => effect === HeaderEffect.HIDDEN_CREDENTIAL).map(({ name }) => name);
  expect(hidden).toEqual(['Grpc-Metadata-Authorization', 'Grpc-Metadata-Flyte-Authorization']);
  expect(METADATA_HEADERS).toEqual(expect.arrayContaining(hidden));
});

test('the pattern takes each of them, as Go writes them, with dashes or underscores', () => {
  const pattern = new RegExp(GUARDED_HEADERS_PATTERN);
  const spelled = GUARDED_HEADERS.flatMap((name) => [name, canonical(name), canonical(name.replace(/-/g, '_'))]);
  expect(spelled.filter((name) => !pattern.test(name))).toEqual([]);
});

test('every header names its source', () => {
  expect(CALLER_HEADERS.filter(({ source }) => !/\.go|chart|grpc-gateway|a build of/.test(source))).toEqual([]);
  expect(IDENTITY_HEADERS).toEqual(expect.arrayContaining(['X-User-Claim-Userhandle', 'X-User-Claim-Groups']));
});

test('what flyteadmin and the services read, each with its effect', () => {
  const what = [...new Set(CALLER_HEADERS.map(({ readBy, effect }) => `${readBy}: ${effect}`))];
  const namesOf = (which: string) => CALLER_HEADERS.filter(({ readBy, effect, name }) => which === `${readBy}: ${effect}` && !name.startsWith('Grpc-Metadata-'));
  expect(Object.fromEntries(what.map((which) => [which, namesOf(which).map(({ name }) => name).join(' ')]))).toEqual({
    'flyteadmin-http: credential': 'Cookie Authorization Flyte-Authorization',
    'flyteadmin-http: audience': 'Host X-Forwarded-Host',
    'flyteadmin-http: none': 'X-Forwarded-For X-Request-Id Grpc-Timeout X-Http-Method-Override',
    'flyteadmin-http: identity': '',
    'flyteadmin-http: enforcement': '',
    'flyteadmin-http: hidden-credential': '',
    'flyteadmin-grpc: identity': 'Userinfo-Bin',
    'flyteadmin-grpc: audience': 'X-Forwarded-Host',
    'flyteadmin-grpc: enforcement': 'From_http',
    'flyteadmin-grpc: none': 'X-Request-Id',
    'flyteadmin-grpc: credential': 'Authorization Flyte-Authorization',
    'services: identity': 'X-User-Subject X-User-Claim-Identitytype X-User-Claim-Preferred-Username X-User-Token X-User-Claim-Userhandle X-User-Claim-Groups X-User-Claim-*',
  });
});

test('where no guard is, the script takes all that no caller may send; behind one, what the guard has not set', () => {
  const guarded = GUARDED_HEADERS.map((name) => name.toLowerCase());
  const ofPrefix = guarded.filter((name) => GUARDED_PREFIXES.some((prefix) => name.startsWith(prefix.toLowerCase())));
  const lists = (script: string) => ['starts', 'kept', 'taken'].map((list) =>
    [...new RegExp(`^local ${list} = \\{(.*)\\}$`, 'm').exec(script)![1].matchAll(/"([^"]+)"/g)].map(([, name]) => name));
  const starts = ['grpc-metadata-', 'x-user-claim-'];
  expect(lists(TAKES_ALL)).toEqual([starts, [], guarded.filter((name) => !ofPrefix.includes(name))]);
  expect(lists(TAKES_UNLISTED)).toEqual([starts, ofPrefix, []]);
  expect(guarded).toEqual(expect.arrayContaining(['x-user-subject', 'x-user-token', 'userinfo-bin', 'from_http']));
});

/** OpenID Connect Core, section 5.1, of those that a directory sends; roles by convention. */
test.each(['Name', 'Given-Name', 'Family-Name', 'Nickname', 'Email', 'Email-Verified', 'Roles'])('no caller may send the claim %s', (claim) => {
  expect(GUARDED_HEADERS).toContain(`X-User-Claim-${claim}`);
});
