import { audienceShared } from '../../../src/verify/rules/settings';
import { manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const OWN = 'https://union.example.com';
const listing = (...allowedAudience: string[]) => manifests(...flyteadmin(externalAuth(ISSUER, { externalAuthServer: { allowedAudience } })));
const finding = (found: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
  expected: 'an audience that only tokens for this deployment have',
  found,
});
const GRAPH = 'it is Microsoft Graph, for which every application of the tenant gets tokens';
const AUTH0 = 'it is an API of Auth0 itself, for which every application gets tokens';

testRule(audienceShared, {
  fires: [
    ['Keycloak\'s account stands beside the own one', listing(OWN, 'account'),
      finding('account: Keycloak writes it into the tokens of nearly every client of the realm'),
      remedy(['            - account\n', ''])],
    ['both APIs of Auth0 do', listing('https://acme.eu.auth0.com/api/v2/', 'https://acme.eu.auth0.com/userinfo'),
      finding(`https://acme.eu.auth0.com/api/v2/: ${AUTH0}`),
      finding(`https://acme.eu.auth0.com/userinfo: ${AUTH0}`)],
    ['Microsoft Graph does, by its URL or its ID', listing('https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'),
      finding(`00000003-0000-0000-c000-000000000000: ${GRAPH}`),
      finding(`https://graph.microsoft.com: ${GRAPH}`)],
  ],
  passes: [
    ['the audience is the deployment\'s', listing(OWN)],
    ['it is one\'s own API at the provider', listing('api://11111111-2222-3333-4444-555555555555/union', 'account-service', `${OWN}/api/v2/union`)],
  ],
  notApplicable: [['no audience is listed', flyteadmin(externalAuth(ISSUER))]],
});
