import { Check, filledIn, noPlaceholder, objectName, portNumber } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { demand, flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { ADMIN_ROLE, AuthorizationMode, SERVICE_ACCOUNT_NAME } from '../../contract/union/authorizer';
import { UnionIdentity } from '../identity';
import { OAuthApplication } from '../identity/oauth-client';

/** A server of yours that decides: it implements `AuthorizerService.Authorize` of Union's gRPC API. */
export interface ExternalAuthorizationProps {
  /**
   * The server as a gRPC target: `dns:///authz.example.com:443`. Or `unix:///` and the path of a socket.
   */
  readonly host: string;

  /**
   * Whether it is asked without TLS. For a server on the same, trusted network. Requests carry the tokens of
   * callers.
   *
   * @default false
   */
  readonly insecure?: boolean;

  /**
   * Whether everything is allowed while it cannot be asked. Anyone who can block its answers then has every
   * right.
   *
   * @default false: everything is refused
   */
  readonly failOpen?: boolean;

  /**
   * Whether every caller counts as an external identity, identified by its subject alone
   * (`global.USE_EXTERNAL_IDENTITY`).
   *
   * @default - only where the provider's tokens do not say whether an application or a person calls
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
    return 'is a URL, and gRPC takes a target; write dns:///host:port';
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

/** A person who may do everything, and gives others their roles in the console. */
export interface AuthorizationAdmin {
  /** A name for people, which the console shows: `Ada`. */
  readonly name: string;

  /**
   * The subject (`sub`) of their tokens, which `/me` shows: `00u-ada-1111`. As the provider writes it:
   * neither an e-mail address nor a login, unless the provider writes those.
   */
  readonly subject: string;

  /**
   * The subject of their access tokens, where the provider writes another one there: `00u-ada-2222`. SDK and
   * CLI come with it (docs/providers.md).
   *
   * @default - the same
   */
  readonly accessTokenSubject?: string;
}

/** Every subject by which an administrator comes. */
export function subjectsOf({ subject, accessTokenSubject }: AuthorizationAdmin): string[] {
  return accessTokenSubject === undefined || accessTokenSubject === subject
    ? [subject]
    : [subject, accessTokenSubject];
}

/** Union's own roles. */
export interface UnionAuthorizationProps {
  /** The first administrators. At least one, as no one else can give a role. */
  readonly admins: AuthorizationAdmin[];

  /**
   * Domains that roles know at first, such as `development`.
   *
   * @default - development, staging and production, as Union's chart has it
   */
  readonly domains?: string[];

  /**
   * Projects that roles know at first, such as `flytesnacks`. Projects that are made later become known when
   * they are made.
   *
   * @default - none
   */
  readonly projects?: string[];

  /**
   * Whether every caller counts as an external identity, identified by its subject alone
   * (`global.USE_EXTERNAL_IDENTITY`). This is for providers whose tokens do not say whether an application or
   * a person calls. Services then guess it from the way in which a token was issued.
   *
   * Source: Union's documentation of self-hosted deployments, "Identity type claim requirements".
   *
   * @default false
   */
  readonly externalIdentity?: boolean;
}

const nameOfPerson: Check = (name) => (name.trim() === '' ? 'must not be empty; give '
  + 'a name' : noPlaceholder(name));

const subjectOfPerson: Check = (subject) =>
  (subject.trim() === '' ? 'must not be empty; give the "sub" of their tokens, which /me '
    + 'answers' : filledIn(subject));

const UNION_AUTHORIZATION: Shape<UnionAuthorizationProps> = {
  admins: list(struct<AuthorizationAdmin>({
    name: text(nameOfPerson),
    subject: text(subjectOfPerson),
    accessTokenSubject: optional(text(subjectOfPerson)),
  })),
  domains: optional(list(text(filledIn, objectName))),
  projects: optional(list(text(filledIn, objectName))),
  externalIdentity: optional(flag),
};

/** What the props say to each other; their kinds are right. */
function checkUnionAuthorization(
  problems: Problems, { admins, domains, projects = [] }: UnionAuthorizationProps,
): void {
  if (admins.length === 0) {
    problems.add(
      'admins',
      admins,
      'is empty, and then no one can grant a role; name one person at least, by the subject of their tokens',
    );
  }
  if (domains?.length === 0) {
    problems.add(
      'domains', domains, 'is empty, and then no one can use any; name one at least, or leave it out',
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
 * Who may do what, once they are signed in. The authorizer service of a control plane decides, and every
 * other service asks it; this says by what it decides. docs/authorization.md has the way from one mode to the
 * next.
 *
 * Source: controlplane `values.yaml`, `services.authorizer.configMap.authorizer`.
 */
export class Authorization {
  /**
   * Everyone who is signed in may do everything: the default of Union's chart.
   *
   * @example
   * new ControlPlaneAuth(chart, 'auth', { identity, secrets, authorization: Authorization.noop() });
   */
  public static noop(): Authorization {
    return new Authorization({ mode: 'Noop' });
  }

  /**
   * Union's own roles, which administrators give in the console. The platform's applications get theirs from
   * here, by the subjects of their tokens: the service application, and operator and eager client of each
   * data plane.
   *
   * @throws when there is no administrator, one has no subject, or something is named twice. The error lists
   * all problems.
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
   * A server of yours. It must allow the platform's applications what they do, for Union makes no exception
   * for them.
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

/** An application of the platform itself, to which no one else could give its role. */
export interface Account {
  readonly name: string;
  readonly clientId: string;
  /** Nothing where the provider chooses it and it was not given. */
  readonly subject?: string;
  /** The prop that names the application. */
  readonly prop: string;
}

/** A cluster, and who manages and sees it. */
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

/** The clusters whose operator is known. */
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

/** As bootstrap lists it: `clientId` there is the subject of the tokens. */
export function serviceAccountEntry({ name, subject }: Account): object {
  return { clientId: subject, name, role: ADMIN_ROLE };
}
