export * from './client-registration';
export * from './hydra-oauth2-client';
export * from './keycloak-realm-import';
export { Registrations } from './registrations';
export type { RegistrationsProps } from './registrations';
