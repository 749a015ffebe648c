export * from './client-registration';
export * from './dex-static-clients';
export * from './entra-id-terraform';
export * from './hydra-oauth2-client';
export * from './keycloak-realm';
export * from './keycloak-realm-import';
export * from './okta-terraform';
export * from './registration-checklist';
export type { RegistrationsProps } from './registrations';
