import { Failure } from '../../../src/doctor/ask/failure';
import { http, IDP, rows, SILENT } from '../_facts';

const METADATA = '~/.well-known/oauth-authorization-server';
const OWN = `${IDP}/.well-known/openid-configuration`;
const issuer = (named: string) => ({ metadata: { document: { issuer: named } } });

rows('live-issuer-insecure', [
  [issuer('http://idp.example.com'), `${METADATA} issuer: http://idp.example.com, not an https URL`],
  [issuer('idp.example.com'), `${METADATA} issuer: idp.example.com, not an https URL`],
]);
rows('live-authorization-server-own', [
  [issuer('https://union.example.com'), `${METADATA} issuer: https://union.example.com, not the identity provider`],
  [issuer('http://union.example.com:8080/x'), `${METADATA} issuer: http://union.example.com:8080/x, not the identity provider`],
  [issuer('https://sso.union.example.com')],
  [issuer('union.example.com')],
]);
rows('live-provider-private', [
  [{ provider: { answer: new Failure('forbidden', '10.0.0.1') } }, `${OWN} address: 10.0.0.1, not an address as public as that of the deployment`],
  [{ provider: { answer: SILENT } }],
]);

const keys = (answer: ReturnType<typeof http> | Failure) => ({ provider: { keys: { answer } } });

rows('live-provider-unreachable', [
  [keys(http(IDP, 200, { keys: [] })), `${IDP}/keys keys: none, not a JSON object with keys`],
  [keys(http(IDP, 200, { keys: {} })), `${IDP}/keys keys: none, not a JSON object with keys`],
  [keys(http(IDP, 200)), `${IDP}/keys keys: none, not a JSON object with keys`],
  [keys(http(IDP, 404, { keys: [{}] })), `${IDP}/keys keys: 404, not a JSON object with keys`],
  [keys(SILENT), `${IDP}/keys keys: no answer in time, not a JSON object with keys`],
  [keys(new Failure('forbidden', 'x'))],
  [{ provider: { keys: undefined } }],
  [{ provider: { answer: SILENT, keys: undefined } }, `${OWN} answer: no answer in time, not the metadata of the provider`],
  [{ provider: { document: undefined } }, `${OWN} answer: no JSON object, not a JSON object`],
  [{ provider: { document: undefined, answer: http(IDP, 404) } }, `${OWN} answer: 404, not a JSON object`],
]);
rows('live-issuer-mismatch', [
  [{ provider: { document: { issuer: `${IDP}/` } } }, `${OWN} issuer: ${IDP}/, not ${IDP}`],
  [{ provider: { document: { issuer: 7 } } }, `${OWN} issuer: none, not ${IDP}`],
]);
rows('live-providers-differ', [
  [{ signIn: { authorize: new URL('https://old.example.com/auth') } }, `~/login Location: https://old.example.com/auth, not ${IDP}/auth`],
  [{ signIn: { authorize: new URL(`${IDP}/v2/auth`) } }, `~/login Location: ${IDP}/v2/auth, not ${IDP}/auth`],
  [{ metadata: { document: { authorization_endpoint: undefined } } }],
]);
rows('live-provider-endpoints', [
  ...['authorization_endpoint', 'token_endpoint', 'jwks_uri'].flatMap((name) => [
    [{ metadata: { document: { [name]: undefined } } }, `${METADATA} ${name}: none, not an https URL`] as const,
    [{ metadata: { document: { [name]: 'http://x.example.com' } } }, `${METADATA} ${name}: http://x.example.com, not an https URL`] as const,
  ]),
]);

const GRANTS = 'grant_types_supported';
const CODE = 'authorization_code: people sign in with it';
const CREDENTIALS = 'client_credentials: services, data planes and pipelines sign in with it';

rows('live-provider-grants', [
  [{ provider: { document: { [GRANTS]: ['client_credentials', 'password'] } } }, `${OWN} ${GRANTS}: client_credentials, password, not ${CODE}`],
  [{ provider: { document: { [GRANTS]: ['authorization_code'] } } }, `${OWN} ${GRANTS}: authorization_code, not ${CREDENTIALS}`],
  [{ provider: { document: { [GRANTS]: ['authorization_code', 'a', 'b', 'c', 'd'] } } }, `${OWN} ${GRANTS}: 5 entries, without client_credentials, not ${CREDENTIALS}`],
  [{ provider: { document: { [GRANTS]: [] } } }, `${OWN} ${GRANTS}: none, not ${CODE}`, `${OWN} ${GRANTS}: none, not ${CREDENTIALS}`],
]);
rows('live-pkce-missing', [
  [{ provider: { document: { code_challenge_methods_supported: ['plain'] } } }, `${OWN} code_challenge_methods_supported: plain, not S256`],
]);
rows('live-device-code-missing', [
  [{ metadata: { document: { device_authorization_endpoint: undefined } } }, `${METADATA} device_authorization_endpoint: none, though the provider publishes one, not a URL`],
  [{ metadata: { document: { device_authorization_endpoint: undefined } }, provider: { document: { device_authorization_endpoint: undefined } } },
    `${METADATA} device_authorization_endpoint: none, not a URL`],
  [{ metadata: { document: { device_authorization_endpoint: undefined } }, provider: undefined }, `${METADATA} device_authorization_endpoint: none, not a URL`],
]);
rows('live-token-endpoint-differs', [
  [{ metadata: { document: { token_endpoint: `${IDP}/v1/token` } } }, `${METADATA} token_endpoint: ${IDP}/v1/token, not ${IDP}/token`],
  [{ metadata: { document: { token_endpoint: undefined } } }],
  [{ provider: { document: { token_endpoint: undefined } } }],
]);
