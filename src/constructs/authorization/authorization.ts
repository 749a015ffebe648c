import { demand } from '../../common/props/prop-types';
import { AuthorizationMode } from '../../contract/union/authorizer';
import { EXTERNAL_AUTHORIZATION, ExternalAuthorizationProps } from './external-authorization';
import { UNION_AUTHORIZATION, UnionAuthorizationProps, checkUnionAuthorization } from './union-authorization';

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
