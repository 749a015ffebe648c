import { JsonObject } from '../../common/data/json';
import { Problems } from '../../common/props/problems';
import { Shape, checkProps, flag, instanceOf, list, optional } from '../../common/props/prop-types';
import { checklist } from '../identity/checklist';
import { Registrar, RegisteredClient } from '../identity/providers/registrar';
import { UnionAuth } from '../identity/union-auth';
import { TextFile, YamlFile } from '../output';
import { ClientRegistration } from './client-registration';
import { jsonFile } from './json-file';

/** The clients of one deployment. */
export interface RegistrationsProps {
  /** The identity of the deployment. */
  readonly auth: UnionAuth;

  /**
   * Further clients that `UnionAuth` does not list: `ClientRegistration.service(…)` for each.
   *
   * @default - none
   */
  readonly further?: ClientRegistration[];
}

/** Where the clients of a Keycloak realm have their secrets from. */
export interface KeycloakRealmOptions {
  /**
   * Whether Keycloak reads the client secrets from its environment when it starts with `--import-realm`: for each
   * confidential client the variable `clientSecretVariable` of its registration. All of them must be set, and the realm
   * must come in that way: Keycloak takes the placeholder itself as the secret otherwise.
   *
   * @default false - Keycloak generates the secrets; copy them from Clients, Credentials
   */
  readonly clientSecretsFromEnvironment?: boolean;
}

const PROPS: Shape<RegistrationsProps> = {
  auth: instanceOf(UnionAuth),
  further: optional(list(instanceOf(ClientRegistration, 'make one with ClientRegistration.service'))),
};

const REALM_OPTIONS: Shape<KeycloakRealmOptions> = { clientSecretsFromEnvironment: optional(flag) };

/** The method that hands out what a provider takes. */
const METHODS: Readonly<Record<keyof Registrar, string>> = {
  terraform: 'terraform()',
  cognitoTrigger: 'cognitoTrigger()',
  keycloakRealm: 'keycloakRealm()',
  dexStaticClients: 'dexStaticClients()',
  hydraOAuth2Client: 'HydraOAuth2Client',
  hydraClients: 'hydraClients()',
};

/**
 * All clients of a deployment, in the form in which its identity provider takes them. No file holds a client secret.
 *
 * The checklist and the client metadata are for every provider; each other form is for those that know it, and the
 * others refuse it.
 *
 * @example
 * const registrations = new Registrations({ auth });
 * registrations.terraform().writeTo('terraform/main.tf');
 */
export class Registrations {
  /** The identity of the deployment. */
  public readonly auth: UnionAuth;

  private readonly registrations: readonly ClientRegistration[];

  /** @throws when two clients share an id or a client ID, or a client belongs to another identity. */
  public constructor(props: RegistrationsProps) {
    const problems = new Problems('Registrations');
    if (checkProps(problems, props, PROPS)) {
      checkFurther(problems, props);
    }
    problems.throwIfAny();
    this.auth = props.auth;
    this.registrations = [...ClientRegistration.forApplications(props.auth), ...props.further ?? []];
  }

  /** The applications of the identity, then the further clients. */
  public get all(): ClientRegistration[] {
    return [...this.registrations];
  }

  /**
   * What a person must set up: the authorization server, the applications of the identity, and the further clients.
   * Markdown, with a box to tick for each step.
   *
   * Guide: section "Configuring your Identity Provider". `UnionAuth.checklist` is the same without further clients.
   */
  public checklist(): TextFile {
    return TextFile._of(checklist(this.auth, this.registrations.map((registration) => registration._application)));
  }

  /** The metadata of RFC 7591 of each client, by its id, as JSON: for providers with dynamic client registration. */
  public clientMetadata(): TextFile {
    return jsonFile(Object.fromEntries(this.registrations.map((registration) => [registration.id, registration.toObject()])));
  }

  /**
   * Terraform (JSON syntax, `*.tf.json`) that registers the clients with the provider, and sets up the authorization server,
   * the API or the resource server that they ask for. `docs/registrations.md` names the providers that take it.
   *
   * The provider makes the client secrets; Terraform keeps them in its state and shows each on
   * `terraform output -raw <id>_client_secret` only: keep the state where secrets may be. Most choose the client IDs as well:
   * apply the file first, and put the IDs of `terraform output` into `UnionAuth`.
   *
   * @throws for other providers.
   */
  public terraform(): TextFile {
    return jsonFile(this.form('terraform')(this.deployment()));
  }

  /**
   * The function of Amazon Cognito's trigger *Pre token generation* (event version `V3_0`), which knows every client: without
   * it flyteadmin takes none of their tokens.
   *
   * @throws for other providers.
   */
  public cognitoTrigger(): TextFile {
    return TextFile._of(this.form('cognitoTrigger')(this.deployment()));
  }

  /**
   * A Keycloak realm with the clients, as Keycloak 25 or later imports it (`--import-realm`, Admin Console,
   * `kcadm.sh create realms -f`). `KeycloakRealmImport` is the same for the Keycloak operator.
   *
   * @throws for other providers.
   */
  public keycloakRealm(options: KeycloakRealmOptions = {}): TextFile {
    const problems = new Problems('Registrations.keycloakRealm');
    checkProps(problems, options, REALM_OPTIONS);
    problems.throwIfAny();
    return jsonFile(this._keycloakRealm(options.clientSecretsFromEnvironment ?? false));
  }

  /**
   * The part of Dex's configuration that concerns the clients, to merge into it. Dex reads each client secret from its
   * environment (`secretEnv`).
   *
   * @throws for other providers.
   */
  public dexStaticClients(): YamlFile {
    return YamlFile._document(this.form('dexStaticClients')(this.deployment()));
  }

  /**
   * The clients for `hydra import oauth2-client FILE --endpoint <admin URL>`, device code included. Hydra makes the client
   * secrets, and the command prints each once. It adds clients and changes none. `HydraOAuth2Client` is the same for Hydra
   * Maester.
   *
   * @throws for other providers.
   */
  public hydraClients(): TextFile {
    return jsonFile(this.form('hydraClients')(this.deployment()));
  }

  /** @internal */
  public _keycloakRealm(secretsFromEnvironment: boolean): JsonObject {
    return this.form('keycloakRealm')(this.deployment(), secretsFromEnvironment);
  }

  private deployment() {
    return { domain: this.auth.domain, url: this.auth.url, clients: this.registrations as readonly RegisteredClient[] };
  }

  private form<F extends keyof Registrar>(form: F): NonNullable<Registrar[F]> {
    return _registrarForm('Registrations', this.auth, form);
  }
}

function checkFurther(problems: Problems, { auth, further = [] }: RegistrationsProps): void {
  further.forEach((registration, i) => {
    const earlier = further.slice(0, i);
    const prop = `further[${i}]`;
    if (registration.auth !== auth) {
      problems.add(prop, registration.id, 'belongs to another identity; make it with the same auth');
    }
    if (earlier.some((other) => other.id === registration.id)) {
      problems.add(`${prop}.id`, registration.id, 'is given twice; choose an id for each client');
    }
    if (earlier.some((other) => other.clientId === registration.clientId)) {
      problems.add(`${prop}.clientId`, registration.clientId, 'is given twice; a client that two share cannot be rotated or revoked for one of them');
    }
  });
}

/**
 * What an identity's provider has of a form of registration.
 *
 * @internal
 */
export function _registrarForm<F extends keyof Registrar>(subject: string, auth: UnionAuth, form: F): NonNullable<Registrar[F]> {
  const { _registrar: registrar, name } = auth.identityProvider;
  const make = registrar[form];
  if (!make) {
    const others = [...Object.keys(registrar).map((other) => METHODS[other as keyof Registrar]), 'checklist()'];
    new Problems(subject)
      .add('auth.identityProvider', name, `does not take its clients as ${METHODS[form]}; use ${others.join(' or ')}`)
      .throwIfAny();
  }
  return make!;
}
