import * as node from 'node:net';
import * as fc from 'fast-check';
import {
  Check, absolutePath, clientId, filledIn, hostName, httpsUrl, isIP, issuerUrl, namespaceName,
  noCredentials, objectName, secretKey, serviceName, urlOf, volumeName,
} from '../../../src/common/props/checks';

const NO_HOST = 'is not a fully qualified host name; write one such as union.example.com';
const NO_URL = 'is not an absolute URL; write one that starts with https://';
const NO_NAMESPACE = 'is not a namespace name; use lower-case letters, digits and "-", at most 63 characters';
const NO_OBJECT = 'is not an object name; use lower-case letters, digits, "-" and "."';
const NO_KEY = 'is not a Secret key; use letters, digits, "-", "_" and "."';
const NO_VOLUME = 'is not a volume name; use lower-case letters, digits and "-", at most 63 characters';
const IS_SECRET = 'is a token or a client secret; write its client ID';
const IS_ENDPOINT = 'is an endpoint of the provider; write the "issuer" of its metadata';
const NO_SERVICE = 'is not a Service name; use lower-case letters, digits and "-", at most 63 characters, starting with a letter';
const NO_PATH = 'is not an absolute path; start it with "/"';

const label = (length: number) => 'a'.repeat(length);

/** Of each check: what passes, and what does not with the remedy that it names. */
const CHECKS: [string, Check, string[], [string | undefined, string][]][] = [
  [
    'noCredentials',
    noCredentials,
    [
      'https://charts.example.com/union', 'oci://registry.example.com:5000/union', 'https://x.example.com:8443/p@th', 'https://[::1]/p@th', 'git@git.example.com:acme/union.git',
      'ssh://git@git.example.com/acme/union.git', 'registry.example.com:5000/union', 'nginx:1@sha256:0', 'registry.example.com:5000/a/b@sha256:0',
    ],
    [
      'https://user:hunter2@x.example.com', 'https://token@x.example.com/acme.git', 'https://user:a/hunter2@x', 'https://user:a#hunter2@x', 'oci://user:hunter2@x',
      'ssh://git:hunter2@git.example.com', 'user:hunter2@registry.example.com/union',
    ].map((value): [string, string] => [value, 'contains credentials; remove them, and deliver them in a Secret']),
  ],
  [
    'filledIn',
    filledIn,
    ['a', '0', 'client-id', 'pässwörd', 'https://[2001:db8::1]:8443', 'your-client-id', 'https://your-idp.example.com', 'a{b}'],
    [
      [undefined, 'must not be empty'],
      ['', 'must not be empty'],
      [' \t\n', 'must not be empty'],
      ['\u0000', 'contains a control character; remove it'],
      ['0oa\u200b1', 'contains an invisible character (U+200B); remove it'],
      ['0oa\u00ad1', 'contains an invisible character (U+00AD); remove it'],
      ['"0oa-1"', 'is in quotes, which would become part of the value; remove them'],
      ['“0oa-1”', 'is in quotes, which would become part of the value; remove them'],
      ['\'a\'', 'is in quotes, which would become part of the value; remove them'],
      ['a\u0085', 'contains a control character; remove it'],
      ['<client-id>', 'is a placeholder; replace it with your own value'],
      ['https://<domain>', 'is a placeholder; replace it with your own value'],
      ...['${DOMAIN}', '{{ .Values.host }}', '[client id]'].map(
        (value): [string, string] => [value, 'is a placeholder; replace it with your own value'],
      ),
      [' a', 'contains white space; remove it'],
      ['a\n', 'contains white space; remove it'],
      ['a b', 'contains white space; remove it'],
    ],
  ],
  [
    'hostName',
    hostName,
    ['union.example.com', 'harbour-domain.example.com', 'your-idp.example.com', 'a.b', '1.example', 'xn--bcher-kva.example', `${label(63)}.example`],
    [
      ['https://union.example.com', 'has a scheme; write only the host, union.example.com'],
      ['HTTPS://Union.example.com/console', 'has a scheme; write only the host, union.example.com'],
      ['dns:///union.example.com', 'has a scheme; write only the host, union.example.com'],
      ['union.example.com/', 'has a path; write only the host, union.example.com'],
      ['union.example.com?a', 'has a path; write only the host, union.example.com'],
      ['union.example.com:443', 'has a port; write only the host, union.example.com'],
      ['Union.Example.com', 'has upper-case letters; write union.example.com'],
      ['localhost', NO_HOST],
      ['union.example.com.', 'ends with a dot, unlike names in certificates and Ingress rules; write union.example.com'],
      ['union..example.com', NO_HOST],
      ['-union.example.com', NO_HOST],
      ['union-.example.com', NO_HOST],
      ['un_ion.example.com', NO_HOST],
      ['union.example.1', NO_HOST],
      ['*.example.com', 'is a wildcard, but browsers are redirected to one host; list each host'],
      ['bücher.example', 'has non-ASCII letters, which DNS needs in punycode; write xn--bcher-kva.example'],
      ['https://Bücher.example.:443/', 'has a scheme; write only the host, xn--bcher-kva.example'],
      ['https://me:secret@union.example.com/', 'has a scheme; write only the host, union.example.com'],
      ['https://', 'has a scheme; write only the host, one such as union.example.com'],
      ['localhost:8080', 'has a port; write only the host, one such as union.example.com'],
      ['[2001:db8::1]', 'is an IP address, but Ingress and certificates need a host name; write one such as union.example.com'],
      ['::1', 'is an IP address, but Ingress and certificates need a host name; write one such as union.example.com'],
      ['[domain]', 'is a placeholder; replace it with your own value'],
      ['${DOMAIN}', 'is a placeholder; replace it with your own value'],
      ['https://${domain}/', 'is a placeholder; replace it with your own value'],
      ['{{ .Values.host }}', 'is a placeholder; replace it with your own value'],
      ['your-domain', 'is a placeholder; replace it with your own value'],
      ['yourdomain.com', 'is a placeholder; replace it with your own value'],
      ['https://your-domain.com', 'is a placeholder; replace it with your own value'],
      ['your-domain.com', 'is a placeholder; replace it with your own value'],
      ['union.your-company.com', 'is a placeholder; replace it with your own value'],
      [`${label(64)}.example`, NO_HOST],
      [`${`${label(60)}.`.repeat(4)}${label(10)}`, NO_HOST],
      ['192.0.2.1', 'is an IP address, but Ingress and certificates need a host name; write one such as union.example.com'],
    ],
  ],
  [
    'httpsUrl',
    httpsUrl,
    ['https://idp.example.com', 'https://idp.example.com/', 'https://idp.example.com:8443/oauth2/default'],
    [
      ['idp.example.com', NO_URL],
      ['/oauth2', NO_URL],
      ['', NO_URL],
      ['https://', NO_URL],
      ['https:idp.example.com', NO_URL],
      ['https:/idp.example.com', NO_URL],
      ['https:///idp.example.com', NO_URL],
      ['https:\\\\idp.example.com', NO_URL],
      ['http://idp.example.com', 'is not https, so tokens and codes would be sent in the clear; use https://'],
      ['ftp://idp.example.com', 'is not https, so tokens and codes would be sent in the clear; use https://'],
      ['HTTPS://idp.example.com', 'has an upper-case scheme, unlike the URLs of servers, with which it is compared exactly; write https:// in lower case'],
      ['https://me@idp.example.com', 'contains credentials; remove them from the URL'],
      ['https://me:secret@idp.example.com', 'contains credentials; remove them from the URL'],
      ['https://idp.example.com?tenant=a', 'has a query; remove everything from the "?"'],
      ['https://idp.example.com?', 'has a query; remove everything from the "?"'],
      ['https://idp.example.com#top', 'has a fragment; remove everything from the "#"'],
      ['https://bücher.example/realms/a', 'has non-ASCII letters, and is compared exactly; write https://xn--bcher-kva.example/realms/a'],
      ['https://idp.example.com./', 'has a host that ends with a dot, unlike names in certificates; remove the dot'],
      ['https://${ISSUER}', 'is a placeholder; replace it with your own value'],
      ['https://[issuer]/', 'is a placeholder; replace it with your own value'],
      ['https://idp.example.com#', 'has a fragment; remove everything from the "#"'],
    ],
  ],
  [
    'namespaceName',
    namespaceName,
    ['union', 'union-cp', '42', label(63)],
    [['', NO_NAMESPACE], ['Union', NO_NAMESPACE], ['a.b', NO_NAMESPACE], ['-a', NO_NAMESPACE], ['a-', NO_NAMESPACE], ['a\n', NO_NAMESPACE], [label(64), NO_NAMESPACE]],
  ],
  [
    'volumeName',
    volumeName,
    ['a', 'union-secret-auth-2', label(63)],
    [['', NO_VOLUME], ['a.b', NO_VOLUME], ['A', NO_VOLUME], ['a-', NO_VOLUME], [label(64), NO_VOLUME]],
  ],
  [
    'objectName',
    objectName,
    ['a', 'a.b-c', '1', label(253), `${label(100)}.${label(100)}`],
    [['', NO_OBJECT], ['A', NO_OBJECT], ['a_b', NO_OBJECT], ['.a', NO_OBJECT], ['a.', NO_OBJECT], ['a..b', NO_OBJECT], ['a.-b', NO_OBJECT], [label(254), NO_OBJECT]],
  ],
  ['secretKey', secretKey, ['client_secret', 'pass.txt', 'A-1'], [['', NO_KEY], ['a/b', NO_KEY], ['a b', NO_KEY], ['a\n', NO_KEY], ['ä', NO_KEY]]],
  [
    'clientId',
    clientId,
    ['0oa-web-1111', '11111111-2222-3333-4444-555555555555', 'union/web@prod', 'eyJ'],
    [
      ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', IS_SECRET],
      [`abc8Q~${'x'.repeat(34)}`, IS_SECRET],
      ['a:b', 'contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client under another ID'],
    ],
  ],
  [
    'issuerUrl',
    issuerUrl,
    ['https://dex.example.com/auth', 'https://idp.example.com/tokens', 'https://acme.okta.com/oauth2/default'],
    [
      ['https://hydra.example.com/oauth2/token', IS_ENDPOINT],
      ['https://hydra.example.com/oauth2/auth', IS_ENDPOINT],
      ['https://sso.example.com/realms/union/protocol/openid-connect/token/', IS_ENDPOINT],
    ],
  ],
  [
    'serviceName',
    serviceName,
    ['reports', 'a', label(63)],
    [['Reports', NO_SERVICE], ['a.b', NO_SERVICE], ['1a', NO_SERVICE], [label(64), NO_SERVICE]],
  ],
  [
    'absolutePath',
    absolutePath,
    ['/', '/etc/secrets/', '/a..b'],
    [['', NO_PATH], ['etc', NO_PATH], ['./etc', NO_PATH], ['~/etc', NO_PATH], ['/etc/../a', 'contains ".."; write the path without it']],
  ],
];

describe.each(CHECKS)('%s', (_name, check, good, bad) => {
  test.each(good)('lets %j pass', (value) => expect(check(value)).toBeUndefined());

  test.each(bad)('%j %s', (value, remedy) => expect(check(value as string)).toBe(remedy));
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
