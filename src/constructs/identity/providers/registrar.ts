import { JsonObject } from '../../../common/data/json';

/** A client as it must be registered; `ClientRegistration` says what each property means. */
export interface RegisteredClient {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly purpose: string;
  readonly type: string;
  readonly redirectUris: string[];
  readonly postLogoutRedirectUris: string[];
  readonly grantTypes: string[];
  readonly responseTypes: string[];
  readonly tokenEndpointAuthMethod: string;
  readonly scopes: string[];
  readonly audience: string;
  readonly requirePkce: boolean;
  readonly hasClientSecret: boolean;
  readonly clientSecretVariable: string;
  readonly subject?: string;
}

/** A deployment and all of its clients. */
export interface RegisteredDeployment {
  readonly domain: string;
  readonly url: string;
  readonly clients: readonly RegisteredClient[];
}

/** How a provider takes its clients. What is absent it does not know; the checklist is for every provider. */
export interface Registrar {
  /** Terraform, in its JSON syntax. */
  readonly terraform?: (deployment: RegisteredDeployment) => JsonObject;
  /** The function of Amazon Cognito's trigger *Pre token generation*, in JavaScript. */
  readonly cognitoTrigger?: (deployment: RegisteredDeployment) => string;
  /** Keycloak's `RealmRepresentation`. */
  readonly keycloakRealm?: (deployment: RegisteredDeployment, secretsFromEnvironment: boolean) => JsonObject;
  /** The part of Dex's configuration that concerns clients. */
  readonly dexStaticClients?: (deployment: RegisteredDeployment) => JsonObject;
  /** The `spec` of one client of Ory Hydra's custom resource, but for the names of Kubernetes objects. */
  readonly hydraOAuth2Client?: (client: RegisteredClient) => JsonObject;
  /** The clients as Ory Hydra's own command imports them. */
  readonly hydraClients?: (deployment: RegisteredDeployment) => JsonObject[];
}
