import { Check, filledIn, noPlaceholder, objectName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { Shape, flag, list, optional, struct, text } from '../../common/props/prop-types';

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

export const UNION_AUTHORIZATION: Shape<UnionAuthorizationProps> = {
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
export function checkUnionAuthorization(
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
