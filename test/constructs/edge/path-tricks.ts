/**
 * Raw request paths that one party reads as an open path and another as a guarded one: encoded slashes, backslashes and
 * dots, dot segments, doubled slashes, encoded twice.
 */
export const PATH_TRICKS: readonly string[] = [
  '/login/..%2Fapi/v1/projects',
  '/login/..%2fapi/v1/projects',
  '/login%2F..%2Fapi/v1/projects',
  '/login/%2e%2e/api/v1/projects',
  '/login/%2E%2E%2Fapi/v1/projects',
  '/login/..%5Capi/v1/projects',
  '/login/..%5capi/v1/projects',
  '/login/..%252Fapi/v1/projects',
  '/login/..;/api/v1/projects',
  '/login/../api/v1/projects',
  '/login/.//../api/v1/projects',
  '//login/../api/v1/projects',
  '/.well-known/..%2Fapi/v1/projects',
  '/healthcheck/..%2Fapi/v1/projects',
  '/api/v1/projects/..%2f..%2f..%2flogin',
  '/api/v1/projects/..%2F..%2F..%2Fme',
  '/api/v1/projects/%2e%2e/%2e%2e/%2e%2e/login',
  '/flyteidl.service.AuthMetadataService/..%2Fflyteidl.service.AdminService/ListProjects',
  '/flyteidl.service.AdminService/..%2Fflyteidl.service.AuthMetadataService/GetPublicClientConfig',
];

/** Whether a raw path that a backend got without a guard could be read as another one than it looks. */
export function ambiguous(url: string): boolean {
  const path = url.replace(/\?.*$/, '');
  return /%2f|%5c|%2e|%25|\\|\/\/|\/\.{1,2}(;|\/|$)/i.test(path) || /AdminService|\/api\b/.test(path);
}
