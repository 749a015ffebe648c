import fc from 'fast-check';
import { Made, made } from '../_made';
import { host, maybe, word } from './texts';

const uuid = fc.constantFrom('00000000-0000-0000-0000-000000000001', '12345678-90ab-cdef-1234-567890abcdef');
/** None is at a path that another provider alone has, by which the verifier knows that one on hosts of any name. */
const httpsUrl = fc.tuple(host, fc.constantFrom('', '/', ':8443', '/login/default', '/a/b/')).map(([name, rest]) => `https://${name}${rest}`);
const audience = maybe(fc.oneof(word, fc.constant('https://api.example.com')));

const oidc = fc.record({
  origin: host.map((name) => `https://${name}`),
  issuerPath: fc.constantFrom('', '/', '/realm/x', '/x/'),
  tokenPath: fc.constantFrom('/token', '/oauth2/token'),
  props: fc.record({
    audience,
    audienceIsClientId: maybe(fc.boolean()),
    audienceMustBeRequested: maybe(fc.boolean()),
    serviceScopes: maybe(fc.constantFrom(['all'], ['all', 'api'], ['1e3'])),
    nativeScopes: maybe(fc.constantFrom(['all'], ['all', 'offline_access'])),
    webScopes: maybe(fc.constantFrom(['openid'], ['openid', 'profile', 'email'])),
    metadataPath: maybe(fc.constantFrom('.well-known/openid-configuration')),
    identityTypeClaimsForApps: maybe(fc.constantFrom({ gty: ['client-credentials'] }, { 'https://example.com/type': ['app', 'true'] })),
    subjectClaimNames: maybe(fc.constantFrom(['sub'], ['client_id', 'sub'])),
  }),
}).map(({ origin, issuerPath, tokenPath, props }) => made('IdentityProvider.oidc', { issuer: `${origin}${issuerPath}`, tokenEndpoint: `${origin}${tokenPath}`, ...props }));

/** Every provider there is a factory for. */
export const provider: fc.Arbitrary<Made> = fc.oneof(
  oidc,
  fc.record({ orgUrl: host.map((name) => `https://${name}`), authorizationServerId: maybe(fc.constantFrom('default', 'aus1', '007')), audience })
    .map((props) => made('IdentityProvider.okta', props)),
  fc.record({ tenantId: uuid, apiClientId: maybe(uuid), authorityHost: maybe(fc.constant('login.microsoftonline.us')) }).map((props) => made('IdentityProvider.entraId', props)),
  fc.record({ serverUrl: httpsUrl, realm: fc.constantFrom('union', 'true', '1e3', 'a.b~c'), audience }).map((props) => made('IdentityProvider.keycloak', props)),
  fc.record({ serverUrl: httpsUrl, webSlug: fc.constantFrom('union-web', 'true', '1e3') }).map((props) => made('IdentityProvider.authentik', props)),
  fc.record({ domain: host, audience }).map((props) => made('IdentityProvider.auth0', props)),
  fc.record({ userPoolId: fc.constantFrom('eu-west-1_AbC', 'us-east-2_000'), domain: host, resourceServer: maybe(fc.constantFrom('union', '1e3')) })
    .map((props) => made('IdentityProvider.cognito', props)),
  fc.record({ issuer: httpsUrl, webScopes: maybe(fc.constant(['openid', 'email'])) }).map((props) => made('IdentityProvider.dex', props)),
  fc.record({ issuer: httpsUrl, audience }).map((props) => made('IdentityProvider.hydra', props)),
);
