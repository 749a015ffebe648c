export { Authorization } from './authorization';
export { ExternalAuthorizationProps } from './authorization';
export { AuthorizationAdmin, UnionAuthorizationProps } from './authorization';
