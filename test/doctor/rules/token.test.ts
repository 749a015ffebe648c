import { grpc, IDP, NOW, rows, said, second, SILENT } from '../_facts';

const AT = `${IDP}/token`;
const endpoint = (change: object) => ({ client: { endpoint: change } });

rows('live-client-endpoint', [
  [endpoint({ isAuthority: true }), 'ci.yaml endpoint: dns://union.example.com, not three slashes: behind two, gRPC reads the DNS server to ask'],
  [endpoint({ host: 'UNION.example.com' })],
  [{ ...endpoint({ host: 'Union.example.com:8443' }), origin: 'https://union.example.com:8443' }],
  [{ ...endpoint({ host: 'Union.example.com' }), origin: 'https://union.example.com:8443' }],
  [endpoint({ host: 'old.example.com' }), 'ci.yaml endpoint: old.example.com, not union.example.com'],
  [endpoint({ insecure: true }), 'ci.yaml insecure: true, not false'],
]);

const REFUSED = ['live-client-rejected', 'live-client-grant', 'live-client-scope', 'live-token-refused'] as const;

/** Exactly one rule is about a refusal. */
test.each<[error: string, text: string, rule: (typeof REFUSED)[number]]>([
  ['invalid_client', '', REFUSED[0]],
  ['unauthorized_client', 'Invalid client or Invalid client credentials', REFUSED[0]],
  ['unauthorized_client', 'invalid clients', REFUSED[1]],
  ['unauthorized_client', '', REFUSED[1]],
  ['unsupported_grant_type', '', REFUSED[1]],
  ['access_denied', '', REFUSED[1]],
  ['access_denied_', '', REFUSED[3]],
  ['invalid_request', 'unknown grant_type', REFUSED[1]],
  ['invalid_request', 'no', REFUSED[3]],
  ['invalid_grant', 'grant type', REFUSED[3]],
  ['invalid_scope', '', REFUSED[2]],
  ['x', 'AADSTS1002012: no', REFUSED[2]],
  ['x', 'AADSTS70011: no', REFUSED[2]],
  ['server_error', 'invalid client', REFUSED[3]],
])('%s %s is %s', (error, text, rule) => {
  expect(REFUSED.filter((id) => said(id, { token: { refusal: { error, text } } }).length > 0)).toEqual([rule]);
});

rows('live-client-rejected', [
  [{ token: { refusal: { error: 'invalid_client', text: '401 invalid_client' }, scopes: ['all', 'offline'] } }, `${AT} client union-ci: 401 invalid_client, not a token for all offline`],
  [{ token: { refusal: { error: 'invalid_client', text: '401' }, scopes: [] } }, `${AT} client union-ci: 401, not a token for no scope`],
]);
rows('live-token-opaque', [[{ token: { claims: undefined } }, `${AT} access_token: something that cannot be read, not a JWT`]]);
rows('live-token-time', [
  // A minute of difference between two clocks is let pass.
  [{ token: { claims: { iat: second(60) } } }],
  [{ token: { claims: { iat: second(61) } } }, `${AT} iat: in 61 s, not a time that has come`],
  [{ token: { claims: { nbf: second(61) } } }, `${AT} iat: in 61 s, not a time that has come`],
  [{ token: { claims: { exp: second(1) } } }],
  [{ token: { claims: { exp: second(0) } } }, `${AT} exp: 0 s ago, not a time to come`],
  [{ token: { claims: { exp: second(-30), iat: second(90) } } }, `${AT} exp: 30 s ago, not a time to come`, `${AT} iat: in 90 s, not a time that has come`],
  [{ token: { claims: { iat: 'later', exp: 'never' } } }],
  // When it came counts, not when it is judged.
  [{ token: { claims: { exp: second(-30) }, answeredAt: new Date(NOW.getTime() - 60_000) } }],
]);

const refused = (claims: object, use: object = {}) => ({ token: { claims, use: { me: 401, ...use } } });
const told = (reason: string, ...wanted: string[]) => ({ refused: { reason, wanted } });

rows('live-token-audience', [
  [refused({ aud: 'api://x' }), `${AT} aud: api://x, not https://union.example.com, or another one that flyteadmin allows`],
  [refused({ aud: 'api://x' }, { me: 403 }), `${AT} aud: api://x, not https://union.example.com, or another one that flyteadmin allows`],
  [refused({ aud: ['a', 'b', 7] }), `${AT} aud: a, b, not https://union.example.com, or another one that flyteadmin allows`],
  [refused({ aud: ['a', 'b', 'c', 'd', 'e'] }), `${AT} aud: 5 audiences, without https://union.example.com, not https://union.example.com, or another one that flyteadmin allows`],
  [refused({ aud: undefined }), `${AT} aud: none, not https://union.example.com, or another one that flyteadmin allows`],
  [refused({ aud: ['a', 'https://union.example.com'] })],
  // flyteadmin says itself what it misses.
  [refused({}, told('audience', 'https://a.example.com', 'http://b', 'https://c.example.com')), `${AT} aud: https://union.example.com, not https://a.example.com or https://c.example.com, to the letter`],
  [refused({}, told('audience', 'http://b')), `${AT} aud: https://union.example.com, not https://union.example.com, or another one that flyteadmin allows`],
  [refused({ aud: 'x' }, told('scope'))],
  [refused({ aud: 'x' }, told('signature')), `${AT} aud: x, not https://union.example.com, or another one that flyteadmin allows`],
  // The published audience may be another one, if the scope is wrong.
  [{ ...refused({ aud: 'api://union', scp: [] }), metadata: { client: { audience: 'api://union' } } }],
  [{ ...refused({ aud: 'api://union' }), metadata: { client: { audience: 'api://union' } } }, `${AT} aud: api://union, not https://union.example.com, or another one that flyteadmin allows`],
  [{ ...refused({ aud: 'x', scp: [] }), metadata: undefined }, `${AT} aud: x, not https://union.example.com, or another one that flyteadmin allows`],
  ...[200, 400, 402, SILENT].map((me) => [refused({ aud: 'x' }, { me })] as const),
  [{ token: { claims: undefined, use: { me: 401 } } }],
]);
rows('live-token-scope', [
  [refused({ scp: ['openid', 'offline'] }), `${AT} scp: openid, offline, not a list with all`],
  [refused({ scp: ['a', 'b', 'c', 'd', 'e'] }), `${AT} scp: 5 scopes, without all, not a list with all`],
  [refused({ scp: 'all' })],
  [refused({ scp: undefined }, { me: 403 }), `${AT} scp: none, not a list with all`],
  [refused({}, told('scope')), `${AT} scp: all, not a list with all`],
  [refused({ scp: [] }, told('audience'))],
  [refused({ scp: [] }, told('signature')), `${AT} scp: none, not a list with all`],
  [refused({ scp: [] }, { me: 200 })],
  [{ token: { claims: undefined, use: { me: 401 } } }],
]);
rows('live-token-header-dropped', [
  [{ token: { use: { me: 401 } } }, '~/me flyte-authorization: 401, and 200 with authorization, not 200'],
  [{ token: { use: { me: 403 } } }, '~/me flyte-authorization: 403, and 200 with authorization, not 200'],
  [{ token: { use: { me: 401, standard: 401 } } }],
  [{ token: { use: { me: 500 } } }],
]);
rows('live-token-unaccepted', [
  [{ token: { use: { me: 401 } } }, `~/me status: 401, issuer ${IDP}, not 200`],
  [{ token: { use: { me: SILENT }, claims: { iss: 7 } } }, '~/me status: no answer in time, not 200'],
  [{ token: { use: { me: 201 }, claims: undefined } }, '~/me status: 201, not 200'],
]);
rows('live-token-subject', [
  [{ token: { use: { subject: undefined } } }, '~/me X-User-Subject: none, not the subject of the token'],
]);
rows('live-token-identity-type', [
  [{ token: { claims: { identitytype: 'user' } } }, `${AT} identitytype: user, not app`],
  [{ token: { claims: { identitytype: undefined } } }, `${AT} identitytype: none, not app`],
]);
rows('live-token-lifetime', [
  [{ token: { claims: { exp: second(60) } } }],
  [{ token: { claims: { exp: second(59) } } }, `${AT} exp: 59 s, not 60 s at least`],
  [{ token: { claims: { exp: second(-5) } } }, `${AT} exp: 0 s, not 60 s at least`],
  [{ token: { claims: { exp: 'never' } } }],
]);
rows('live-grpc-token-refused', [
  [{ token: { use: { grpc: SILENT } } }, '~/flyteidl.service.IdentityService/UserInfo status: no answer in time, not OK'],
  [{ token: { use: { grpc: grpc(16) } } }, '~/flyteidl.service.IdentityService/UserInfo status: UNAUTHENTICATED, not OK'],
]);

rows('live-subjects-differ', [
  [{ person: { accessClaims: { sub: 'ada@example.com' } } }, 'ID and ACCESS sub: ada@example.com, not ada, as in the ID token'],
]);
