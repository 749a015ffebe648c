import { IConstruct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { notEmpty } from '../../common/props/checks';
import { constructType } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { Shape, demand, flag, instanceOf, optional, text } from '../../common/props/prop-types';
import { _demandOfPeople } from '../identity/check-applications';
import { OAuthApplication, OAuthApplicationType, OAuthGrantType } from '../identity/oauth-client';
import { ProviderFeature, Registrar } from '../identity/providers/provider-description';
import { UnionIdentity } from '../identity/union-identity';
import { clientSecretVariable } from '../objects/api-objects';
import { OutputFile } from '../output/output-folder';
import { TextFile, YamlFile } from '../output/text-file';

/**
 * One client as it must be registered at the identity provider, in the terms of OAuth 2.0 Dynamic Client
 * Registration (RFC 7591) and OpenID Connect Dynamic Client Registration. It never contains a client secret.
 *
 * Immutable.
 */
export class ClientRegistration {
  /** @internal */
  public static _of(identity: UnionIdentity, application: OAuthApplication): ClientRegistration {
    return new ClientRegistration(identity, application);
  }

  /** The short name of the application. */
  public readonly id: string;
  /** The identity of its deployment. */
  public readonly identity: UnionIdentity;
  /** `client_id`. */
  public readonly clientId: string;
  /** `client_name`. */
  public readonly clientName: string;
  /** Its purpose. */
  public readonly purpose: string;
  /** The type of application: `web`, `native` (SDK and CLI) or `service`. */
  public readonly type: string;
  /** `redirect_uris`. */
  public readonly redirectUris: string[];
  /** `post_logout_redirect_uris`. */
  public readonly postLogoutRedirectUris: string[];
  /** `grant_types`, as RFC 7591 spells them. */
  public readonly grantTypes: string[];
  /** `response_types`: those that its grant types need. */
  public readonly responseTypes: string[];
  /** `token_endpoint_auth_method`: `client_secret_basic`, or `none` for the public client. */
  public readonly tokenEndpointAuthMethod: string;
  /** `scope`, as a list. */
  public readonly scopes: string[];
  /** The audience that its access tokens must have to be accepted. */
  public readonly audience: string;
  /**
   * Whether the provider must require PKCE. RFC 7591 has no property for it, so it is not in `toObject()`.
   *
   * Only SDK and CLI use PKCE; flyteadmin's browser login sends a client secret and `state` (flyteadmin
   * `auth/handlers.go`), and fails if PKCE is required.
   */
  public readonly requirePkce: boolean;
  /** Whether it authenticates with a client secret. */
  public readonly hasClientSecret: boolean;
  /** The subject (`sub`) of its tokens, if known; `undefined` for applications of people. */
  public readonly subject?: string;
  /** @internal */
  public readonly _application: OAuthApplication;

  private constructor(identity: UnionIdentity, application: OAuthApplication) {
    const provider = identity.identityProvider;
    if (application.grantTypes.includes(OAuthGrantType.DEVICE_CODE)) {
      provider._require(ProviderFeature.DEVICE_CODE);
    }
    this._application = application;
    this.id = application.id;
    this.identity = identity;
    this.clientId = application.clientId;
    this.clientName = application.name;
    this.purpose = application.purpose;
    this.type = application.type;
    this.redirectUris = [...application.redirectUris];
    this.postLogoutRedirectUris = [...application.postLogoutRedirectUris];
    this.grantTypes = [...application.grantTypes];
    this.responseTypes = application.grantTypes.includes(OAuthGrantType.AUTHORIZATION_CODE) ? ['code'] : [];
    this.tokenEndpointAuthMethod = application.hasClientSecret ? 'client_secret_basic' : 'none';
    this.scopes = [...application.scopes];
    this.audience = provider.audienceIsClientId ? application.clientId : provider.audience ?? identity.url;
    this.requirePkce = application.requirePkce;
    this.hasClientSecret = application.hasClientSecret;
    this.subject = application.subject;
  }

  /**
   * The environment variable with the client secret, for software that reads one: `UNION_<ID>_CLIENT_SECRET`.
   */
  public get clientSecretVariable(): string {
    return clientSecretVariable(this.id);
  }

  /** The client metadata of RFC 7591, with `client_id`, for providers that accept a given ID. */
  public toObject(): { [key: string]: unknown } {
    return {
      client_id: this.clientId,
      client_name: this.clientName,
      application_type: this.type === OAuthApplicationType.NATIVE ? 'native' : 'web',
      redirect_uris: [...this.redirectUris],
      post_logout_redirect_uris: [...this.postLogoutRedirectUris],
      grant_types: [...this.grantTypes],
      response_types: [...this.responseTypes],
      token_endpoint_auth_method: this.tokenEndpointAuthMethod,
      scope: this.scopes.join(' '),
    };
  }
}

/** The checklist for people, for every provider. */
const CHECKLIST_FILE = 'oauth-applications.md';

/** For providers without their own format. */
const CLIENT_METADATA_FILE = 'oauth-clients.json';

type FileForm = Exclude<keyof Registrar, 'hydraOAuth2Client'>;

/**
 * The registration files of providers. The first existing one registers the clients; the others are
 * additional setup.
 */
const FORMS: {
  readonly [F in FileForm]: { readonly file: string; readonly text: (made: never) => TextFile };
} = {
  terraform: { file: 'oauth-applications.tf.json', text: jsonFile },
  cognitoTrigger: { file: 'cognito-pre-token.mjs', text: (script: string) => TextFile._of(script) },
  keycloakRealm: { file: 'keycloak-realm.json', text: jsonFile },
  dexStaticClients: {
    file: 'dex-static-clients.yaml',
    text: (document: JsonObject) => YamlFile._document(document),
  },
  hydraClients: { file: 'hydra-clients.json', text: jsonFile },
};

function fileForms(registrar: Registrar): FileForm[] {
  return (Object.keys(FORMS) as FileForm[]).filter((form) => form in registrar);
}

/** The file that registers the clients of a provider; `undefined` if people must follow the checklist. */
export function registrationFile(registrar: Registrar): string | undefined {
  const [form] = fileForms(registrar);
  return form && FORMS[form].file;
}

/** An indented JSON document. */
function jsonFile(content: unknown): TextFile {
  return TextFile._of(`${JSON.stringify(content, undefined, 2)}\n`);
}

/** The clients of one deployment. */
export interface RegistrationsProps {
  /** The identity of the deployment. */
  readonly identity: UnionIdentity;

  /**
   * Whether Keycloak reads the client secrets from its environment when it starts with `--import-realm`: for
   * each confidential client the variable `clientSecretVariable` of its registration. All variables must be
   * set, and the realm must be imported that way. Otherwise the placeholder itself becomes the secret.
   *
   * @default false; Keycloak generates the secrets; copy them from Clients, Credentials
   */
  readonly clientSecretsFromEnvironment?: boolean;
}

const PROPS: Shape<RegistrationsProps> = {
  identity: instanceOf(UnionIdentity),
  clientSecretsFromEnvironment: optional(flag),
};

/**
 * All clients of a deployment, in the formats of its identity provider. No file contains a client secret.
 *
 * @example
 * new Registrations({ identity }).writeTo(app, 'registrations');
 */
export class Registrations {
  /** The identity of the deployment. */
  public readonly identity: UnionIdentity;

  private readonly registrations: readonly ClientRegistration[];
  private readonly secretsFromEnvironment: boolean;

  /** @throws when `clientSecretsFromEnvironment` is set for a provider other than Keycloak. */
  public constructor(props: RegistrationsProps) {
    demand('Registrations', props, PROPS, (problems) => {
      _demandOfPeople(problems, props.identity);
      checkEnvironment(problems, props);
    });
    this.identity = props.identity;
    this.registrations = props.identity._applications.all.map(
      (application) => ClientRegistration._of(props.identity, application),
    );
    this.secretsFromEnvironment = props.clientSecretsFromEnvironment ?? false;
  }

  /** The applications of the identity: web, native and service, then those of data planes, then clients. */
  public get all(): ClientRegistration[] {
    return [...this.registrations];
  }

  /**
   * The files that register the clients at the provider, by name.
   *
   * - `oauth-applications.md` (every provider): the setup for a person, with a checkbox for each step; the
   *   same as `UnionIdentity.checklist`. Guide: section "Configuring your Identity Provider".
   * - `oauth-applications.tf.json` (providers with Terraform support): registers the clients, and sets up
   *   their authorization server, API or resource server. The provider generates the client secrets.
   *   Terraform stores them in its state, so protect the state; `terraform output -raw <id>_client_secret`
   *   shows one. Most providers also choose the client IDs: apply the file first, and put the IDs of
   *   `terraform output` into `UnionIdentity`.
   * - `cognito-pre-token.mjs` (Amazon Cognito): the function of the trigger *Pre token generation* (event
   *   version `V3_0`), with all clients. Without it flyteadmin accepts none of their tokens.
   * - `keycloak-realm.json` (Keycloak): a realm with the clients, as Keycloak 25 or later imports it
   *   (`--import-realm`, Admin Console, `kcadm.sh create realms -f`). For the Keycloak operator, use
   *   `KeycloakRealmImport`.
   * - `dex-static-clients.yaml` (Dex): the clients, to merge into its configuration. Dex reads each client
   *   secret from its environment (`secretEnv`).
   * - `hydra-clients.json` (Ory Hydra): for `hydra import oauth2-client FILE --endpoint <admin URL>`, device
   *   code included. Hydra generates the client secrets, and the command prints each once. It adds clients,
   *   and does not change existing ones. For Hydra Maester, use `HydraOAuth2Client`.
   * - `oauth-clients.json` (every other provider): the RFC 7591 metadata of each client, by its ID, for
   *   dynamic client registration.
   */
  public files(): { [name: string]: TextFile } {
    const registrar = this.identity.identityProvider._registrar;
    const own = fileForms(registrar).map((form) => {
      const { file, text: written } = FORMS[form];
      return [
        file,
        written(this._form('Registrations', form)(this.deployment(), this.secretsFromEnvironment) as never),
      ] as const;
    });
    return {
      [CHECKLIST_FILE]: this.identity.checklist,
      ...(own.length > 0 ? Object.fromEntries(own) : { [CLIENT_METADATA_FILE]: this.metadata() }),
    };
  }

  /**
   * Writes `files()` into a folder at `app.synth()`.
   *
   * @param scope the app, or a construct of it
   * @param folder relative to the output folder of cdk8s: `.` for that folder itself
   * @throws when the path is empty or outside of the output folder
   */
  public writeTo(scope: IConstruct, folder: string): void {
    demand('Registrations.writeTo', { scope, folder }, {
      scope: constructType, folder: text(notEmpty('give "." for the output folder itself')),
    });
    Object.entries(this.files()).forEach(([name, file]) => file.writeTo(scope, within(folder, name)));
  }

  /**
   * The files that `writeTo` writes, by path.
   *
   * @internal
   */
  public _files(folder: string): OutputFile[] {
    return Object.entries(this.files()).flatMap(([name, file]) => file._files(within(folder, name)));
  }

  /**
   * The realm that the Keycloak operator imports.
   *
   * @internal
   */
  public _keycloakRealm(secretsFromEnvironment: boolean): JsonObject {
    return this._form('KeycloakRealmImport', 'keycloakRealm')(this.deployment(), secretsFromEnvironment);
  }

  private _form<F extends keyof Registrar>(subject: string, form: F): NonNullable<Registrar[F]> {
    return _registrarForm(subject, this.identity, form);
  }

  private deployment() {
    return { domain: this.identity.domain, url: this.identity.url, clients: this.registrations };
  }

  private metadata(): TextFile {
    return jsonFile(
      Object.fromEntries(
        this.registrations.map((registration) => [registration.id, registration.toObject()]),
      ),
    );
  }
}

function within(folder: string, name: string): string {
  return folder === '.' ? name : `${folder.replace(/\/+$/, '')}/${name}`;
}

function checkEnvironment(
  problems: Problems, { identity, clientSecretsFromEnvironment }: RegistrationsProps,
): void {
  if (clientSecretsFromEnvironment && !identity.identityProvider._registrar.keycloakRealm) {
    problems.add(
      'clientSecretsFromEnvironment',
      true,
      `applies only to Keycloak, and the provider is ${identity.identityProvider.name}; leave it out`,
    );
  }
}

/**
 * A registration format of the identity's provider.
 *
 * @internal
 */
export function _registrarForm<F extends keyof Registrar>(
  subject: string, identity: UnionIdentity, form: F,
): NonNullable<Registrar[F]> {
  const { _registrar: registrar, name } = identity.identityProvider;
  const make = registrar[form];
  if (!make) {
    new Problems(subject)
      .add('identity.identityProvider', name, 'has another registration format; use Registrations.files()')
      .throwIfAny();
  }
  return make!;
}
