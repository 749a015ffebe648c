/**
 * How long browsers keep to https, subdomains included: a year. ingress-nginx tells them so on every route by
 * default.
 *
 * Source: ingress-nginx, `docs/user-guide/nginx-configuration/configmap.md` (`hsts`,
 * `hsts-include-subdomains`; the age varies by version).
 */
export const HSTS_SECONDS = 31536000;
export const HSTS_VALUE = `max-age=${HSTS_SECONDS}; includeSubDomains`;
