import { inValues } from './_people';

/** The settings of the control plane's values in which people err, and makers of faults in them. */

export const ADMIN = 'flyte.configmap.adminServer';
export const AUTH = `${ADMIN}.auth`;
export const EXTERNAL = `${AUTH}.appAuth.externalAuthServer`;
export const NATIVE = `${AUTH}.appAuth.thirdPartyConfig.flyteClient`;
export const OPENID = `${AUTH}.userAuth.openId`;
export const AUTHORIZER = 'services.authorizer.configMap.authorizer';
export const TENANT = '11111111-2222-3333-4444-555555555555';
export const STAGING = 'https://acme-staging.okta.com/oauth2/default';
export const WHO_REPLACES = 'Flux, envsubst or a pipeline may replace it on the way to the cluster';

export const cp = inValues('cp');
export const entra = inValues('cp', 'Entra ID');
export const keycloak = inValues('cp', 'Keycloak');
export const auth0 = inValues('cp', 'Auth0');
