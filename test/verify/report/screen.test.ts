import type { Finding } from '../../../src/verify/engine/finding';
import { RULES } from '../../../src/verify/registry';
import { excerptOf } from '../../../src/verify/report/excerpt';
import { PLAIN } from '../../../src/verify/report/format-context';
import { textReport, wrapped } from '../../../src/verify/report/text';
import { verify } from '../../../src/verify/verify';

/** The report at a terminal. */

const TEXT = `apiVersion: v1
kind: ConfigMap
metadata:
  name: flyte-admin-base-config
  namespace: union-cp
data:
  server.yaml: |
    server:
      security:
        useAuth: true
    auth:
      userAuth:
        openId:
          clientId: web
          scopes: [profile]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: flyteadmin
  namespace: union-cp
spec:
  template:
    spec:
      containers:
        - name: flyteadmin
          image: registry.example.com/flyteadmin:1
          volumeMounts:
            - name: config
              mountPath: /etc/flyte/config
      volumes:
        - name: config
          configMap:
            name: flyte-admin-base-config
`;

const report = () => verify([{ name: 'cp.yaml', text: TEXT }], { only: ['openid-scope-missing'] });
const context = { version: '1.2.3', rules: RULES.rules, style: PLAIN };

test('what is wrong and where comes first, with its lines, in the width of the terminal', () => {
  const screen = { width: 72, linesOf: () => TEXT.split('\n') };
  expect(textReport(report(), { ...context, screen }).split('\n').slice(0, 23)).toEqual([
    '✗ error  flyteadmin signs people in without the scope openid (ConfigMap',
    '         union-cp/flyte-admin-base-config)',
    '  at        cp.yaml:15  ConfigMap union-cp/flyte-admin-base-config',
    '            data["server.yaml"]: auth.userAuth.openId.scopes',
    '              14 |           clientId: web',
    '            > 15 |           scopes: [profile]',
    '  found     profile',
    '  expected  openid among the scopes',
    '  edit      Add openid to auth.userAuth.openId.scopes, and correct the',
    '            spelling of the others.',
    '  you see   Sign-in ends at /callback with 401 or 403; flyteadmin logs',
    '            that the token has no id_token. With a misspelt scope the',
    '            provider answers invalid_scope, or people are signed out',
    '            when the access token ends.',
    '  rule      openid-scope-missing',
    '',
    '─'.repeat(72),
    '1 error in 2 objects of 1 file; not everything was checked. 0 rules',
    'passed, 0 did not apply.',
    'Checked      1 flyteadmin; 1 credential.',
    'Not checked  Routes and their guards: no route to flyteadmin in the',
    '               input. Add its Ingresses, or its Gateway API routes,',
    '               middlewares and policies.',
  ]);
});

test('a narrow terminal keeps the labels in the text, and every line within its width', () => {
  const screen = { width: 44, linesOf: () => TEXT.split('\n') };
  const lines = textReport(report(), { ...context, screen }).split('\n');
  expect(lines.slice(0, 11)).toEqual([
    '✗ error  flyteadmin signs people in without',
    '         the scope openid (ConfigMap',
    '         union-cp/flyte-admin-base-config)',
    '  at  cp.yaml:15',
    '    ConfigMap',
    '    union-cp/flyte-admin-base-config',
    '    data["server.yaml"]:',
    '    auth.userAuth.openId.scopes',
    '      14 |           clientId: web',
    '    > 15 |           scopes: [profile]',
    '  found  profile',
  ]);
  expect(lines.filter((line) => line.length > 44)).toEqual([]);
});

test('a file or a program gets neither', () => expect(textReport(report(), context)).not.toContain('> 15 |'));

const at = (line: number, kind = 'ConfigMap', file = 'in.yaml') => ({
  ...report().findings[0], file, line, object: { apiVersion: 'v1', kind, name: 'x' },
});

describe('the lines around a place', () => {
  test('are fewer at the ends of the file, and shortened where they are wide', () => {
    expect(excerptOf(at(1), ['a: 1', 'b: 2'], 80)).toEqual(['    > 1 | a: 1', '      2 | b: 2']);
    expect(excerptOf(at(2), ['a: 1', 'b: 2', ''], 80)).toEqual(['      1 | a: 1', '    > 2 | b: 2']);
    const cut = (width: number) => excerptOf(at(1), ['a: 12\t90'], width);
    expect([cut(19), cut(18), cut(16)]).toEqual([['    > 1 | a: 12  90'], ['    > 1 | a: 12  …'], ['    > 1 | a: 12…']]);
    expect(excerptOf(at(10), Array.from({ length: 11 }, (_, i) => `l${i}`), 80)).toEqual(['       9 | l8', '    > 10 | l9', '      11 | l10']);
    expect(excerptOf(at(2), ['---', 'a: 1', '   '], 80)).toEqual(['    > 2 | a: 1']);
  });

  test('are not shown for a Secret, a URL, an unavailable file, or a line beyond its end', () => {
    expect(excerptOf(at(1, 'Secret'), ['data:'], 80)).toEqual([]);
    expect(excerptOf(at(1, 'ConfigMap', 'https://union.example.com/me'), ['data:'], 80)).toEqual([]);
    expect(excerptOf(at(1), undefined, 80)).toEqual([]);
    expect(excerptOf(at(9), ['data:'], 80)).toEqual([]);
  });

  test.each([
    'client_secret: abc', '  clientSecret: "abc"', '- OIDC_CLIENT_SECRET: abc', 'password: hunter2', 'EAGER_API_KEY: dW5pb24=', 'token: abc',
    '  pass.txt: cGctNTVlMmJi', 'tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t', 'credentials: a b', 'passphrase: a',
  ])('have no value that may be secret: %s', (line) => {
    expect(excerptOf(at(1), [line], 80)).toEqual([`    > 1 | ${line.replace(/:.*/, ': (not shown)')}`]);
  });

  test.each([
    'clientSecretLocation: /etc/secrets/client_secret', 'tokenUrl: https://idp.example.com/token', 'secretName: flyte-admin-secrets', 'key: union/web',
    'secretKey: client_secret', 'tokenRef: a', 'passwordFile: a', 'tokenUri: a', 'secretPath: a', 'keyId: a', 'tokenPolicy: a', 'secretStore: a', 'tokenClaim: a', 'tokenClaims: a',
    'tokenScope: a', 'tokenScopes: a', 'tokenAudience: a', 'nginx.ingress.kubernetes.io/auth-cache-key: $http_authorization', 'password: /etc/pass', 'password: "/etc/pass"',
    'token: http://a', 'token: [a]', 'token: |', 'token: >-', 'token: {a: b}', 'token: true', 'token: false', 'token: ""', 'token: \'\'', 'clientId: 0oa1b2c3d4e5f6g7h8', 'host: union.example.com', 'secret:', 'injectSecret: true', 'name: union-secret-auth',
  ])('show what is none: %s', (line) => expect(excerptOf(at(1), [line], 80)).toEqual([`    > 1 | ${line}`]));
});

test.each([
  ['one two three', 9, 2, 'one two\n  three'],
  ['one', 2, 0, 'one'],
  ['a-word-without-blanks and', 10, 4, 'a-word-without-blanks\n    and'],
  ['', 10, 4, ''],
])('%j in %i columns', (text, width, indent, expected) => expect(wrapped(text, width, indent)).toBe(expected));

test('a slip in several places is shown with what is expected at each', () => {
  const [finding] = report().findings;
  const place = { file: 'cp.yaml', line: 3, object: finding.object, field: 'metadata.name' };
  const shown = (also: NonNullable<Finding['also']>) => textReport({ ...report(), findings: [{ ...finding, also }] }, context)
    .split('\n').filter((line) => /^ {2}(found|expected) /.test(line));
  expect(shown([place])).toEqual(['  found     profile', '  expected  openid among the scopes']);
  expect(shown([{ ...place, expected: 'x' }, { ...place, expected: 'x', found: 'y' }])).toEqual([
    `  found     profile (${finding.field}); y (metadata.name)`, `  expected  openid among the scopes (${finding.field}); x (metadata.name)`,
  ]);
  expect(shown(['a', 'b', 'c', 'd', 'e'].map((expected) => ({ ...place, field: finding.field, expected })))[1]).toBe('  expected  openid among the scopes; a; b; c; and 2 more');
});
