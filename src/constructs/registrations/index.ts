export * from './client-registration';
export { HydraOAuth2ClientProps, HydraOAuth2Client } from './provider-objects';
export { KeycloakRealmImportProps, KeycloakRealmImport } from './provider-objects';
export { Registrations } from './registrations';
export type { RegistrationsProps } from './registrations';
