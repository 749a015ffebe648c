export { Authorization } from './authorization';
export { ExternalAuthorizationProps } from './external-authorization';
export { AuthorizationAdmin, UnionAuthorizationProps } from './union-authorization';
