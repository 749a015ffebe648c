import { Failure } from '../../../src/doctor/ask/failure';
import type { RuleId } from '../../../src/doctor/texts/rule-texts';
import { IDP, rows, SILENT } from '../_facts';

const session = (change: object) => ({ login: { browser: { session: change } } });
const token = (change: object) => ({ login: { cli: { token: change } } });

rows('live-person-refused', [
  [{ login: { browser: { refusal: 'access_denied' } } }, `${IDP} code: access_denied, not a code for the web application`],
  [{ login: { cli: { refusal: 'access_denied' } } }, `${IDP} code: access_denied, not a code for the native application`],
  [{ login: { browser: { refusal: 'a' }, cli: { refusal: 'b' } }, provider: undefined }, '~ code: a, not a code for the web application', '~ code: b, not a code for the native application'],
  [{ login: { browser: undefined, cli: undefined } }],
]);

function callback(id: RuleId, hit: readonly (number | Failure)[], missed: readonly (number | Failure)[]): void {
  rows(id, [
    ...hit.map((status) => [{ login: { browser: { callback: { status } } } },
      `~/callback status: ${status instanceof Failure ? status.text : status}, not a redirect into the console`] as const),
    ...missed.map((status) => [{ login: { browser: { callback: { status } } } }] as const),
  ]);
}

callback('live-web-exchange-refused', [403], [401, 402, 404, SILENT]);
callback('live-callback-too-large', [500, 502, SILENT], [499, 403]);
callback('live-login-state-lost', [400, 401, 402, 404, 499], [399, 403, 500, SILENT]);

const COOKIE = { name: 'flyte_idt', path: '/', sameSite: 'lax', secure: true, httpOnly: true, expired: false, size: 4096 };
const cookies = (...changes: object[]) => ({ login: { browser: { cookies: changes.map((change) => ({ ...COOKIE, ...change })) } } });

rows('live-session-cookie-refused', [
  [cookies({ domain: 'other.example.com' }), '~/callback flyte_idt: Domain=other.example.com, not the host itself or a domain above it'],
  [cookies({ size: 4097 }), '~/callback flyte_idt: 4097 bytes, not 4096 bytes at most'],
  [cookies({ sameSite: 'none', secure: false }), '~/callback flyte_idt: SameSite=None alone, not Secure beside SameSite=None'],
  [cookies({ name: 'a', size: 5000 }, { name: 'b', size: 6000 }), '~/callback a: 5000 bytes, not 4096 bytes at most', '~/callback b: 6000 bytes, not 4096 bytes at most'],
  // One that is taken back.
  [cookies({ size: 5000, expired: true }, { domain: 'example.com' }, {})],
]);
rows('live-session-cookie-strict', [
  [cookies({ name: 'other', sameSite: 'strict' }, { sameSite: 'strict' }), '~/callback flyte_idt: SameSite=Strict, not SameSite=Lax'],
  [cookies({ name: 'other', sameSite: 'strict' }, {})],
]);
rows('live-session-refused', [
  [session({ me: 401 }), '~/me status: 401, not 200'],
  [session({ me: 201 }), '~/me status: 201, not 200'],
  [session({ me: SILENT }), '~/me status: no answer in time, not 200'],
]);
rows('live-cli-exchange-refused', [
  [{ login: { cli: { exchange: { url: new URL(`${IDP}/token`), refusal: '401 invalid_client' } } } }, `${IDP}/token error: 401 invalid_client, not a token`],
]);
rows('live-cli-token-refused', [
  [token({ me: 401 }), '~/me status: 401, aud "https://union.example.com", scp ["all"], not 200'],
  [token({ me: SILENT, claims: { aud: undefined, scp: undefined } }), '~/me status: no answer in time, aud "none", scp "none", not 200'],
  [token({ me: 201, claims: undefined }), '~/me status: 201, aud "none", scp "none", not 200'],
]);
rows('live-login-subjects-differ', [
  [token({ subject: '0001' }), '~/me X-User-Subject: 0001, not ada, as in the browser'],
]);
rows('live-person-identity-type', [
  [session({ identityType: 'app' }), '~/me X-User-Claim-Identitytype: app, not user in the browser'],
  [token({ identityType: undefined }), '~/me X-User-Claim-Identitytype: none, not user as SDK and CLI'],
  [session({ identityType: 'app', me: 401 })],
  [{ login: { browser: undefined, cli: undefined } }],
]);
rows('live-person-without-role', [
  [session({ projects: 403 }), '~/api/v1/projects?limit=1 status: 403, not 200 for ada'],
  [token({ projects: 403, subject: undefined }), '~/api/v1/projects?limit=1 status: 403, not 200 for the person'],
  [{ login: { browser: { session: { projects: 403 } }, cli: { token: { projects: 403, subject: 'other' } } } }, '~/api/v1/projects?limit=1 status: 403, not 200 for ada'],
  [{ login: { browser: { session: { projects: 401 } }, cli: { token: { projects: SILENT } } } }],
  [{ login: { browser: undefined, cli: { token: { projects: 403 } } } }, '~/api/v1/projects?limit=1 status: 403, not 200 for ada'],
]);
