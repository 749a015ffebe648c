import {
  Check, filledIn, noPlaceholder, notEmpty, objectName, portNumber,
} from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { demand, flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { ADMIN_ROLE, AuthorizationMode, SERVICE_ACCOUNT_NAME } from '../../contract/union/authorizer';
import { UnionIdentity } from '../identity';
import { OAuthApplication } from '../identity/oauth-client';

/** An authorization server of yours. It implements `AuthorizerService.Authorize` of Union's gRPC API. */
export interface ExternalAuthorizationProps {
  /** The server as a gRPC target: `dns:///authz.example.com:443`. Or `unix:///` and the path of a socket. */
  readonly host: string;

  /**
   * Whether to connect without TLS. Use it only on a trusted network: requests carry the tokens of callers.
   *
   * @default false
   */
  readonly insecure?: boolean;

  /**
   * Whether to allow every request while the server does not answer. Anyone who can block its answers can
   * then do everything.
   *
   * @default false; every request is refused
   */
  readonly failOpen?: boolean;

  /**
   * Whether to treat every caller as an external identity, identified by its subject alone
   * (`global.USE_EXTERNAL_IDENTITY`).
   *
   * @default - true where the provider's tokens do not tell applications from people, otherwise false
   */
  readonly externalIdentity?: boolean;
}

const HOST_AND_PORT = /^dns:\/\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;
const SOCKET = /^unix:\/\/\/[^\s]+$/;

/** Source: gRPC, `doc/naming.md`. */
const grpcTarget: Check = (host) => {
  const placeholder = noPlaceholder(host);
  if (placeholder !== undefined) {
    return placeholder;
  }
  if (/^https?:\/\//i.test(host)) {
    return 'is a URL, not a gRPC target; write dns:///host:port';
  }
  const port = HOST_AND_PORT.exec(host)?.[2]?.slice(1);
  if (port !== undefined && portNumber(Number(port)) !== undefined) {
    return 'has an invalid port; write dns:///host:port, with a number from 1 to 65535';
  }
  return HOST_AND_PORT.test(host) || SOCKET.test(host)
    ? undefined
    : 'is not a gRPC target; write dns:///host:port, or unix:/// and the path of a socket';
};

const EXTERNAL_AUTHORIZATION: Shape<ExternalAuthorizationProps> = {
  host: text(grpcTarget),
  insecure: optional(flag),
  failOpen: optional(flag),
  externalIdentity: optional(flag),
};

/** An administrator: a person who may do everything, and assigns roles in the console. */
export interface AuthorizationAdmin {
  /** Display name in the console: `Ada`. */
  readonly name: string;

  /**
   * The subject (`sub`) of their tokens, which `/me` shows: `00u-ada-1111`. Exactly as the provider writes
   * it; an e-mail address or login only if the provider uses it as the subject.
   */
  readonly subject: string;

  /**
   * The subject of their access tokens, if it differs from that of their ID tokens: `00u-ada-2222`. SDK and
   * CLI send access tokens (docs/providers.md).
   *
   * @default - the same as `subject`
   */
  readonly accessTokenSubject?: string;
}

/** Every subject that the tokens of an administrator can have. */
export function subjectsOf({ subject, accessTokenSubject }: AuthorizationAdmin): string[] {
  return accessTokenSubject === undefined || accessTokenSubject === subject
    ? [subject]
    : [subject, accessTokenSubject];
}

/** Settings of Union's built-in roles. */
export interface UnionAuthorizationProps {
  /** The first administrators, at least one: only administrators can assign roles. */
  readonly admins: AuthorizationAdmin[];

  /**
   * Domains that roles can refer to from the start, such as `development`.
   *
   * @default - development, staging and production, the defaults of Union's chart
   */
  readonly domains?: string[];

  /**
   * Projects that roles can refer to from the start, such as `flytesnacks`. Projects that are created later
   * are added automatically.
   *
   * @default - none
   */
  readonly projects?: string[];

  /**
   * Whether to treat every caller as an external identity, identified by its subject alone
   * (`global.USE_EXTERNAL_IDENTITY`). Use it for providers whose tokens do not tell applications from people,
   * so that services guess it from the grant of the token.
   *
   * Source: Union's documentation of self-hosted deployments, "Identity type claim requirements".
   *
   * @default false
   */
  readonly externalIdentity?: boolean;
}

const SUBJECT = text(notEmpty('give the "sub" of their tokens, which /me answers'), filledIn);

const UNION_AUTHORIZATION: Shape<UnionAuthorizationProps> = {
  admins: list(struct<AuthorizationAdmin>({
    name: text(notEmpty('give a name'), noPlaceholder),
    subject: SUBJECT,
    accessTokenSubject: optional(SUBJECT),
  })),
  domains: optional(list(text(filledIn, objectName))),
  projects: optional(list(text(filledIn, objectName))),
  externalIdentity: optional(flag),
};

/** Checks the props against each other; their types are already checked. */
function checkUnionAuthorization(
  problems: Problems, { admins, domains, projects = [] }: UnionAuthorizationProps,
): void {
  if (admins.length === 0) {
    problems.add(
      'admins',
      admins,
      'must not be empty, as only administrators can assign roles; give at least one, by the subject of '
        + 'their tokens',
    );
  }
  if (domains?.length === 0) {
    problems.add(
      'domains', domains, 'must not be empty; give at least one, or leave it out',
    );
  }
  const twice = 'is given twice; keep one';
  problems.eachOnce(admins.map(({ subject }) => subject), (i) => `admins[${i}].subject`, twice);
  problems.eachOnce(domains ?? [], (i) => `domains[${i}]`, twice);
  problems.eachOnce(projects, (i) => `projects[${i}]`, twice);
}

/** @internal */
export type Decision =
  | { readonly mode: 'Noop' }
  | { readonly mode: 'Union' } & UnionAuthorizationProps
  | { readonly mode: 'External' } & ExternalAuthorizationProps;

/**
 * Authorization mode of a control plane: how the authorizer service decides what a signed-in caller may do.
 * All other services of the plane query the authorizer. docs/authorization.md describes how to change the
 * mode.
 *
 * Source: controlplane `values.yaml`, `services.authorizer.configMap.authorizer`.
 */
export class Authorization {
  /**
   * No authorization: every signed-in caller may do everything. This is the default of Union's chart.
   *
   * @example
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, authorization: Authorization.noop() });
   */
  public static noop(): Authorization {
    return new Authorization({ mode: 'Noop' });
  }

  /**
   * Union's built-in roles, which administrators assign in the console. The library assigns the roles of the
   * platform's own applications, by the subjects of their tokens: the service application, and the operator
   * and eager client of each data plane.
   *
   * @throws when there is no administrator, an administrator has no subject, or a name is given twice. The
   * error lists all problems.
   *
   * @example
   * Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada-1111' }] });
   */
  public static union(props: UnionAuthorizationProps): Authorization {
    demand('Authorization.union', props, UNION_AUTHORIZATION, (problems) =>
      checkUnionAuthorization(problems, props));
    const { admins, domains, projects, externalIdentity } = props;
    return new Authorization({
      mode: 'Union',
      admins: admins.map((admin) => ({ ...admin })),
      domains: domains && [...domains],
      projects: projects && [...projects],
      externalIdentity,
    });
  }

  /**
   * An authorization server of yours. It must also allow the requests of the platform's own applications:
   * Union makes no exception for them.
   *
   * @throws when the host is not a gRPC target. The error lists all problems.
   *
   * @example
   * Authorization.external({ host: 'dns:///authz.example.com:443' });
   */
  public static external(props: ExternalAuthorizationProps): Authorization {
    demand('Authorization.external', props, EXTERNAL_AUTHORIZATION);
    return new Authorization({ mode: 'External', ...props });
  }

  private constructor(
    /** @internal */
    public readonly _decision: Decision,
  ) {}

  /** @internal */
  public get _mode(): AuthorizationMode {
    return this._decision.mode;
  }
}

/** An application of the platform itself, whose role the library must assign. */
export interface Account {
  readonly name: string;
  readonly clientId: string;
  /** Undefined if the provider chooses it and it was not given. */
  readonly subject?: string;
  /** The prop that names the application. */
  readonly prop: string;
}

/** A cluster, with the subjects that manage and read it. */
export interface Cluster {
  readonly name: string;
  readonly operator: Account;
  readonly viewer: Account;
}

/** The service application first, then operator and eager client of each data plane; each subject once. */
export function accountsOf(identity: UnionIdentity): Account[] {
  const eager = identity._dataPlanes.flatMap((plane) =>
    (plane._eager ? [accountOf(plane._eager, plane._propOf('eager'))] : []));
  const all = [serviceAccount(identity), ...clustersOf(identity).map(({ operator }) => operator), ...eager];
  const firsts = new Map<string, Account>();
  for (const account of all) {
    firsts.set(account.clientId, firsts.get(account.clientId) ?? account);
  }
  return [...firsts.values()];
}

/** The clusters whose operator has a known subject. */
export function clustersOf(identity: UnionIdentity): Cluster[] {
  const viewer = serviceAccount(identity);
  return identity._dataPlanes.map((plane) => ({
    name: plane.clusterName!,
    operator: accountOf(plane._operator, plane._propOf('operator')),
    viewer,
  }));
}

function accountOf({ id, clientId, subject }: OAuthApplication, prop: string): Account {
  return { name: id, clientId, subject, prop: `${prop}.subject` };
}

function serviceAccount({ _applications: { service } }: UnionIdentity): Account {
  return {
    name: SERVICE_ACCOUNT_NAME,
    clientId: service.clientId,
    subject: service.subject,
    prop: 'identity.applications.service.subject',
  };
}

/** An entry as bootstrap expects it: `clientId` is the subject of the tokens there. */
export function serviceAccountEntry({ name, subject }: Account): object {
  return { clientId: subject, name, role: ADMIN_ROLE };
}
