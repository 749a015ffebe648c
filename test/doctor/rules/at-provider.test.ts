import type { RefusalReason } from '../../../src/contract/providers/known-provider';
import type { RuleId } from '../../../src/doctor/texts/rule-texts';
import { IDP, NATIVE_URI, rows, SILENT } from '../_facts';

const AT = `${IDP}/auth`;
const refused = (reason: RefusalReason, text = '400 why') => ({ atProvider: { refusal: { reason, text } } });
const REASONS: readonly RefusalReason[] = ['redirect URI', 'realm', 'client', 'challenge', 'scope', 'grant', 'other'];

/** A rule about one or two reasons, with what it says of each application. */
function refusal(id: RuleId, reasons: readonly RefusalReason[], ofWeb: string, ofNative: string): void {
  rows(id, [
    ...reasons.flatMap((reason) => [
      [{ signIn: refused(reason) }, `${AT} ${ofWeb}`] as const,
      [{ native: refused(reason) }, `${AT} ${ofNative}`] as const,
      [{ signIn: refused(reason), native: refused(reason) }, `${AT} ${ofWeb}`, `${AT} ${ofNative}`] as const,
    ]),
    ...REASONS.filter((reason) => !reasons.includes(reason)).map((reason) => [{ signIn: refused(reason), native: refused(reason) }] as const),
    [{ signIn: { atProvider: { ...refused(reasons[0]).atProvider, answer: SILENT } } }],
  ]);
}

refusal('live-redirect-uri-unregistered', ['redirect URI'],
  'redirect_uri: 400 why, not https://union.example.com/callback among the redirect URIs of the web application (union-web)',
  `redirect_uri: 400 why, not ${NATIVE_URI} among the redirect URIs of the native application (union-native)`);
refusal('live-client-unregistered', ['client'],
  'client_id: 400 why, not union-web to be registered and enabled as the web application',
  'client_id: 400 why, not union-native to be registered and enabled as the native application');
refusal('live-challenge-demanded', ['challenge'],
  'code_challenge: 400 why, not no challenge to be demanded of the web application',
  'code_challenge: 400 why, not a challenge by S256 to be taken');
refusal('live-sign-in-denied', ['scope', 'grant'],
  'scope: 400 why, not the code grant and its scopes for the web application (union-web)',
  'scope: 400 why, not the code grant and its scopes for the native application (union-native)');
refusal('live-sign-in-unclear', ['other'],
  'status: 400 why, not a login form for the web application',
  'status: 400 why, not a login form for the native application');
refusal('live-realm-off', ['realm'], 'issuer: 400 why, not a realm that is enabled', 'issuer: 400 why, not a realm that is enabled');

const token = (error: string) => ({ native: { token: { error, text: `400 ${error}` } } });
const device = (error: string) => ({ native: { device: { error, text: `400 ${error}` } } });

rows('live-native-confidential', [
  ...['invalid_client', 'unauthorized_client'].map((error) => [token(error), `${IDP}/token error: 400 ${error}, not invalid_grant: union-native is a public client`] as const),
  ...['invalid_grant', 'invalid_request', ''].map((error) => [token(error)] as const),
]);
rows('live-device-code-refused', [
  ...['unauthorized_client', 'invalid_client', 'invalid_scope'].map((error) => [device(error), `${IDP}/device error: 400 ${error}, not a code for union-native`] as const),
  ...['', 'invalid_grant', 'server_error', 'temporarily_unavailable', 'slow_down'].map((error) => [device(error)] as const),
]);
