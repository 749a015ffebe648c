import * as node from 'node:net';
import * as fc from 'fast-check';
import {
  Check, absolutePath, clientId, filledIn, hostName, httpsUrl, isIP, issuerUrl, namespaceName,
  noCredentials, objectName, secretKey, serviceName, urlOf, volumeName,
} from '../../../src/common/props/checks';

const label = (length: number) => 'a'.repeat(length);

/** Of each check: what passes, and by its remedy what does not. */
const CHECKS: [string, Check, string[], [remedy: string, values: (string | undefined)[]][]][] = [
  ['noCredentials', noCredentials, [
    'https://charts.example.com/union', 'oci://registry.example.com:5000/union', 'https://x.example.com:8443/p@th', 'https://[::1]/p@th',
    'git@git.example.com:acme/union.git', 'ssh://git@git.example.com/acme/union.git', 'registry.example.com:5000/union', 'nginx:1@sha256:0',
    'registry.example.com:5000/a/b@sha256:0',
  ], [
    ['contains credentials; remove them, and deliver them in a Secret', [
      'https://user:hunter2@x.example.com', 'https://token@x.example.com/acme.git', 'https://user:a/hunter2@x', 'https://user:a#hunter2@x',
      'oci://user:hunter2@x', 'ssh://git:hunter2@git.example.com', 'user:hunter2@registry.example.com/union',
    ]],
  ]],
  ['filledIn', filledIn, [
    'a', '0', 'client-id', 'pässwörd', 'https://[2001:db8::1]:8443', 'your-client-id', 'https://your-idp.example.com', 'a{b}',
  ], [
    ['must not be empty', [undefined, '', ' \t\n']],
    ['contains a control character; remove it', ['\u0000', 'a\u0085']],
    ['contains an invisible character (U+200B); remove it', ['0oa\u200b1']],
    ['contains an invisible character (U+00AD); remove it', ['0oa\u00ad1']],
    ['is in quotes, which would become part of the value; remove them', ['"0oa-1"', '“0oa-1”', '\'a\'']],
    ['is a placeholder; replace it with your own value', ['<client-id>', 'https://<domain>', '${DOMAIN}', '{{ .Values.host }}', '[client id]']],
    ['contains white space; remove it', [' a', 'a\n', 'a b']],
  ]],
  ['hostName', hostName, [
    'union.example.com', 'harbour-domain.example.com', 'your-idp.example.com', 'a.b', '1.example', 'xn--bcher-kva.example', `${label(63)}.example`,
  ], [
    ['has a scheme; write only the host, union.example.com', [
      'https://union.example.com', 'HTTPS://Union.example.com/console', 'dns:///union.example.com', 'https://me:secret@union.example.com/',
    ]],
    ['has a path; write only the host, union.example.com', ['union.example.com/', 'union.example.com?a']],
    ['has a port; write only the host, union.example.com', ['union.example.com:443']],
    ['has upper-case letters; write union.example.com', ['Union.Example.com']],
    ['is not a fully qualified host name; write one such as union.example.com', [
      'localhost', 'union..example.com', '-union.example.com', 'union-.example.com', 'un_ion.example.com', 'union.example.1',
      `${label(64)}.example`, `${`${label(60)}.`.repeat(4)}${label(10)}`,
    ]],
    ['ends with a dot, unlike names in certificates and Ingress rules; write union.example.com', ['union.example.com.']],
    ['is a wildcard, but browsers are redirected to one host; list each host', ['*.example.com']],
    ['has non-ASCII letters, which DNS needs in punycode; write xn--bcher-kva.example', ['bücher.example']],
    ['has a scheme; write only the host, xn--bcher-kva.example', ['https://Bücher.example.:443/']],
    ['has a scheme; write only the host, one such as union.example.com', ['https://']],
    ['has a port; write only the host, one such as union.example.com', ['localhost:8080']],
    ['is an IP address, but Ingress and certificates need a host name; write one such as union.example.com', ['[2001:db8::1]', '::1', '192.0.2.1']],
    ['is a placeholder; replace it with your own value', [
      '[domain]', '${DOMAIN}', 'https://${domain}/', '{{ .Values.host }}', 'your-domain', 'yourdomain.com', 'https://your-domain.com',
      'your-domain.com', 'union.your-company.com',
    ]],
  ]],
  ['httpsUrl', httpsUrl, ['https://idp.example.com', 'https://idp.example.com/', 'https://idp.example.com:8443/oauth2/default'], [
    ['is not an absolute URL; write one that starts with https://', [
      'idp.example.com', '/oauth2', '', 'https://', 'https:idp.example.com', 'https:/idp.example.com', 'https:///idp.example.com',
      'https:\\\\idp.example.com',
    ]],
    ['is not https, so tokens and codes would be sent in the clear; use https://', ['http://idp.example.com', 'ftp://idp.example.com']],
    ['has an upper-case scheme, unlike the URLs of servers, with which it is compared exactly; write https:// in lower case', [
      'HTTPS://idp.example.com',
    ]],
    ['contains credentials; remove them from the URL', ['https://me@idp.example.com', 'https://me:secret@idp.example.com']],
    ['has a query; remove everything from the "?"', ['https://idp.example.com?tenant=a', 'https://idp.example.com?']],
    ['has a fragment; remove everything from the "#"', ['https://idp.example.com#top', 'https://idp.example.com#']],
    ['has non-ASCII letters, and is compared exactly; write https://xn--bcher-kva.example/realms/a', ['https://bücher.example/realms/a']],
    ['has a host that ends with a dot, unlike names in certificates; remove the dot', ['https://idp.example.com./']],
    ['is a placeholder; replace it with your own value', ['https://${ISSUER}', 'https://[issuer]/']],
  ]],
  ['namespaceName', namespaceName, ['union', 'union-cp', '42', label(63)], [
    ['is not a namespace name; use lower-case letters, digits and "-", at most 63 characters', ['', 'Union', 'a.b', '-a', 'a-', 'a\n', label(64)]],
  ]],
  ['volumeName', volumeName, ['a', 'union-secret-auth-2', label(63)], [
    ['is not a volume name; use lower-case letters, digits and "-", at most 63 characters', ['', 'a.b', 'A', 'a-', label(64)]],
  ]],
  ['objectName', objectName, ['a', 'a.b-c', '1', label(253), `${label(100)}.${label(100)}`], [
    ['is not an object name; use lower-case letters, digits, "-" and "."', ['', 'A', 'a_b', '.a', 'a.', 'a..b', 'a.-b', label(254)]],
  ]],
  ['secretKey', secretKey, ['client_secret', 'pass.txt', 'A-1'], [
    ['is not a Secret key; use letters, digits, "-", "_" and "."', ['', 'a/b', 'a b', 'a\n', 'ä']],
  ]],
  ['clientId', clientId, ['0oa-web-1111', '11111111-2222-3333-4444-555555555555', 'union/web@prod', 'eyJ'], [
    ['is a token or a client secret; write its client ID', ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', `abc8Q~${'x'.repeat(34)}`]],
    ['contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client under another ID', ['a:b']],
  ]],
  ['issuerUrl', issuerUrl, ['https://dex.example.com/auth', 'https://idp.example.com/tokens', 'https://acme.okta.com/oauth2/default'], [
    ['is an endpoint of the provider; write the "issuer" of its metadata', [
      'https://hydra.example.com/oauth2/token', 'https://hydra.example.com/oauth2/auth',
      'https://sso.example.com/realms/union/protocol/openid-connect/token/',
    ]],
  ]],
  ['serviceName', serviceName, ['reports', 'a', label(63)], [
    ['is not a Service name; use lower-case letters, digits and "-", at most 63 characters, starting with a letter', [
      'Reports', 'a.b', '1a', label(64),
    ]],
  ]],
  ['absolutePath', absolutePath, ['/', '/etc/secrets/', '/a..b'], [
    ['is not an absolute path; start it with "/"', ['', 'etc', './etc', '~/etc']],
    ['contains ".."; write the path without it', ['/etc/../a']],
  ]],
];

describe.each(CHECKS)('%s', (_name, check, good, bad) => {
  test.each(good)('lets %j pass', (value) => expect(check(value)).toBeUndefined());

  test.each(bad.flatMap(([remedy, values]) => values.map((value) => [value, remedy] as const)))('%j %s', (value, remedy) => expect(check(value as string)).toBe(remedy));
});

const NAMED = ['', '1.2.3.4', '01.2.3.4', '256.1.1.1', '1.2.3', '1.2.3.4.5', '::', '::1', '1::', '1::2::3', ':::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7',
  '::ffff:1.2.3.4', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7:1.2.3.4', '1.2.3.4::', '::1.2.3.4:5', 'fe80::1%eth0', 'fe80::1%', '%eth0', '12345::', 'g::', ':1', '1:', '::1:', 'union.example.com',
  '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:7::8', '::1:2:3:4:5:6:7:8', '1.2.3.4::1'];

test.each(NAMED)('%p is taken as Node takes it', (text) => expect(isIP(text)).toBe(node.isIP(text)));

test('so is whatever looks like an address', () => {
  const piece = fc.constantFrom(':', '::', '.', '0', '1', 'ff', 'abcd', '255', '256', '1.2.3.4', '%', 'x');
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.array(piece, { maxLength: 17 }).map((parts) => parts.join(''))), (text) => isIP(text) === node.isIP(text)), { numRuns: 500 });
  expect(isIP('::1')).toBe(6);
});

describe('urlOf', () => {
  test('an absolute URL, and one below a base', () => {
    expect(urlOf('https://union.example.com/a')?.pathname).toBe('/a');
    expect(urlOf('/b', 'https://union.example.com/a')?.href).toBe('https://union.example.com/b');
  });

  test.each(['', 'union.example.com', '/a', 'https://'])('nothing for %j', (text) => expect(urlOf(text)).toBeUndefined());

  test('letters beyond ASCII, however often it was asked before', () => {
    const hosts = Array.from({ length: 20_000 }, () => urlOf('https://bücher.example')?.hostname);
    expect(new Set(hosts)).toEqual(new Set(['xn--bcher-kva.example']));
  });
});
