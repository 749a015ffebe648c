import { ADMIN, AUTH, AUTHORIZER, EXTERNAL, NATIVE, OPENID, STAGING, cp } from './_control-plane';
import { inSet } from './_people';

/** What is copied from another environment into the values of the control plane. */
export const CONTROL_PLANE_COPIES = [
  cp('the issuer of staging for tokens', { [`${EXTERNAL}.baseUrl`]: STAGING }, 'issuer-mismatch'),
  cp('the issuer of staging for people', { [`${OPENID}.baseUrl`]: STAGING }, 'issuer-mismatch'),
  cp(
    'the token endpoint of staging',
    { 'global.AUTH_TOKEN_URL': 'https://acme-staging.okta.com/oauth2/default/v1/token' },
    'token-url-foreign',
    'client-id-mismatch',
    'values-planes-disagree',
    'values-contradiction',
    'client-incomplete',
  ),
  cp(
    'the token endpoint of staging for services',
    { 'configMap.union.auth.tokenUrl': `${STAGING}/v1/token` },
    'token-url-foreign',
    'values-contradiction',
  ),
  cp(
    'the token endpoint of staging for admin clients',
    { 'configMap.admin.tokenUrl': `${STAGING}/v1/token` },
    'token-url-foreign',
    'values-contradiction',
  ),
  cp(
    'the host of staging in UNION_HOST',
    { 'global.UNION_HOST': 'union-staging.example.com' },
    'values-planes-disagree',
    'values-contradiction',
    'endpoint-mismatch',
    'public-url-unauthorized',
  ),
  cp(
    'the host of staging in the Ingress',
    { 'ingress.host': 'union-staging.example.com' },
    'values-contradiction',
    'public-url-unauthorized',
    'redirect-url-elsewhere',
    'endpoint-mismatch',
  ),
  cp(
    'the host of staging in authorizedUris',
    {
      [`${AUTH}.authorizedUris`]: [
        'https://union-staging.example.com',
        'http://flyteadmin:80',
        'http://flyteadmin.union-cp.svc.cluster.local:80',
      ],
    },
    'public-url-unauthorized',
    'values-list-incomplete',
  ),
  cp(
    'the sign-in page of staging',
    {
      [inSet('protectedIngressAnnotations', 'auth-signin')]: 'https://union-staging.example.com/login?redirect_url=$escaped_request_uri',
    },
    'redirect-url-elsewhere',
    'sign-in-route-missing',
  ),
  cp(
    'the sign-in page of staging for the console',
    {
      [inSet('protectedConsoleIngressAnnotations', 'auth-signin')]: 'https://union-staging.example.com/login?redirect_url=$escaped_request_uri',
    },
    'redirect-url-elsewhere',
    'sign-in-route-missing',
  ),
  cp(
    'the service client of staging in union.auth',
    { 'configMap.union.auth.clientId': 'staging-service-id' },
    'client-secret-of-other',
    'client-id-mismatch',
    'identity-claim-mismatch',
    'bootstrap-account-missing',
  ),
  cp(
    'the service client of staging in admin',
    { 'configMap.admin.clientId': 'staging-service-id' },
    'client-secret-of-other',
    'client-id-mismatch',
    'bootstrap-account-missing',
  ),
  cp(
    'the service client of staging in flyteadmin',
    { [`${ADMIN}.admin.clientId`]: 'staging-service-id' },
    'values-contradiction',
    'client-secret-of-other',
    'client-id-mismatch',
    'bootstrap-account-missing',
  ),
  cp(
    'the identity claim of staging',
    { 'configMap.union.connection.trustedIdentityClaims.externalIdentityClaim': 'staging-service-id' },
    'identity-claim-mismatch',
  ),
  cp(
    'INTERNAL_CLIENT_ID of staging',
    { 'global.INTERNAL_CLIENT_ID': 'staging-service-id' },
    'values-contradiction',
    'client-id-mismatch',
    'client-secret-of-other',
    'bootstrap-account-missing',
  ),
  cp(
    'the organization of another environment',
    { 'global.UNION_ORG': 'acme-staging' },
    'organization-mismatch',
  ),
  cp(
    'the organization of another environment in bootstrap',
    { [`${AUTHORIZER}.bootstrap.organization`]: 'acme-staging' },
    'organization-mismatch',
  ),
  cp(
    'the audience of staging for SDK and CLI',
    { [`${NATIVE}.audience`]: 'api://staging' },
    'audience-missing',
  ),
  cp(
    'the audience of staging for tokens',
    { [`${EXTERNAL}.allowedAudience`]: ['https://union-staging.example.com', 'api://staging'] },
    'audience-missing',
  ),
  cp(
    'the cookie domain of staging',
    { [`${AUTH}.userAuth.cookieSetting.domain`]: 'staging.example.org' },
    'cookie-domain-mismatch',
  ),
  cp(
    'the auth-url of another namespace',
    {
      [inSet('protectedIngressAnnotations', 'auth-url')]: 'http://union-auth-gate-nginx.union-staging.svc.cluster.local:8081/me',
    },
    'guard-asks-other',
  ),
  cp(
    'the token endpoint of another environment in one service',
    { 'services.executions.configMap.executions.app.adminClient.connection.tokenUrl': `${STAGING}/v1/token` },
    'token-url-foreign',
    'values-contradiction',
  ),
  cp(
    'a client of another environment in one service',
    { 'services.executions.configMap.executions.app.adminClient.connection.clientId': 'staging-service-id' },
    'client-secret-of-other',
    'bootstrap-account-missing',
    'client-id-mismatch',
  ),
  cp(
    'clusters of another environment in bootstrap',
    {
      [`${AUTHORIZER}.bootstrap.dataplaneClusters`]: [{ name: 'staging', operators: ['east-operator-id'], viewers: ['service-id'] }],
    },
    'cluster-operator-missing',
    'values-planes-disagree',
  ),
];
