/** Gateway API (gateway.networking.k8s.io/v1; standard channel since 1.1, where GRPCRoute became v1). */
export const GATEWAY_API_GROUP = 'gateway.networking.k8s.io';
export const GATEWAY_API_VERSION = `${GATEWAY_API_GROUP}/v1`;

/** Limits of one HTTPRoute or GRPCRoute (validation rules of the CRDs). */
export const ROUTE_LIMITS = {
  rules: 16,
  matchesOfRule: 64,
  /** Over all rules; the CRD demands less than 128. */
  matchesOfRoute: 127,
} as const;

/** Listeners that one route attaches to by name (`parentRefs`). A Gateway has at most 64. */
export const MAX_PARENTS = 32;
