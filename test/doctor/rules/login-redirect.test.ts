import { Failure } from '../../../src/doctor/ask/failure';
import type { RuleId } from '../../../src/doctor/texts/rule-texts';
import { AUTHORIZE, http, rows } from '../_facts';

/** What a rule says of a parameter of the redirect, where it has another value. */
function parameter(id: RuleId, name: string, table: readonly (readonly [value: string, ...string[]])[]): void {
  rows(id, [
    ...table.map(([value, ...expected]) => {
      const authorize = new URL(AUTHORIZE);
      authorize.searchParams.set(name, value);
      return [{ signIn: { authorize } }, ...expected] as const;
    }),
    [{ signIn: { authorize: new URL('https://idp.example.com/auth?none') } }, ...table[0].slice(1)],
  ]);
}

parameter('live-login-client', 'client_id', [
  ['', '~/login client_id: none, not the client ID of the web application'],
  ['your-client-id', '~/login client_id: your-client-id, not the client ID of the web application'],
  ['{{ .Values.id }}', '~/login client_id: {{ .Values.id }}, not the client ID of the web application'],
  ['web'],
]);
parameter('live-login-redirect-uri', 'redirect_uri', [
  ['', '~/login redirect_uri: none, not https://union.example.com/callback'],
  ['http://union.example.com/callback', '~/login redirect_uri: http://union.example.com/callback, not https://union.example.com/callback'],
  ['https://union.example.com/callback/', '~/login redirect_uri: https://union.example.com/callback/, not https://union.example.com/callback'],
]);
parameter('live-login-scope', 'scope', [
  ['', '~/login scope: none, not openid among the scopes'],
  ['profile openid2', '~/login scope: profile openid2, not openid among the scopes'],
  ['openid,profile', '~/login scope: openid,profile, not openid among the scopes'],
  ['profile openid'],
]);
parameter('live-login-state', 'state', [['', '~/login state: none, not a state'], ['x']]);

rows('live-login-insecure', [
  [{ signIn: { authorize: new URL('http://idp.example.com/auth') } }, '~/login response_type: http://idp.example.com, not an https authorize endpoint'],
]);
rows('live-login-target-unreachable', [
  [{ signIn: { atProvider: { answer: new Failure('name', 'ENOTFOUND') } } }, 'https://idp.example.com/auth answer: ENOTFOUND, not a login form'],
  [{ signIn: { atProvider: { answer: new Failure('forbidden', 'not followed') } } }],
  [{ signIn: { atProvider: { answer: http('/', 500) } } }, 'https://idp.example.com/auth status: 500, not a login form'],
  [{ signIn: { atProvider: { answer: http('/', 499) } } }],
]);
