import { Construct, IConstruct } from 'constructs';
import { JsonObject, mergeValues, nestUnder } from '../../../common/data/json';
import { filledIn, hostName } from '../../../common/props/checks';
import { warn, whole } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { flag, optional, Shape, text } from '../../../common/props/prop-types';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { CLIENT_SECRET_KEY, EAGER_API_KEY, PLACEHOLDER } from '../../../contract/union/secrets';
import { DATA_PLANE_NAMESPACE } from '../../../contract/union/workloads';
import { HELM_RELEASE_NAMES } from '../../../contract/upstream/helm';
import { PlaneConfig } from '../../config/plane-config';
import { DataPlaneIdentity } from '../../identity';
import { DEVIATIONS } from '../../identity/deviations';
import { DATA_PLANE } from '../../identity/union-identity';
import { PlaneComponent } from '../../pods/labels';
import { ApiKeySecret, apiKeyTemplate, dataPlaneSecrets } from '../../secrets/plane-secrets';
import { clientSecretOf, clientSecretOfPlane, SecretTarget } from '../../secrets/secret-target';
import { demandInChart, recordDataPlane, sameDataPlane } from '../../settings/chart-namespace';
import {
  FurtherChecks, PlaneContext, PlaneContextProps, checkPlaneContext, planeContext,
} from '../../settings/context';
import { PlaneAuth } from '../plane-auth';
import {
  _checkExtraValues, CHART_PROPS, ChartProps, chartValues, PLANE_PROPS, PlaneDesign, PlaneProps,
} from '../plane-design';

/**
 * Props of every data plane, with or without Union's chart.
 *
 * @internal
 */
export interface AnyDataPlaneProps extends PlaneProps {
  /**
   * The data plane of the deployment: `identity.dataPlane('east')`, or `identity.unlistedDataPlane()` if
   * `UnionIdentity` lists none.
   */
  readonly dataPlane: DataPlaneIdentity;

  /**
   * Host name at which this data plane reaches the control plane: a domain of `UnionIdentity`, such as one in
   * the cluster or the private network. The certificate must cover it. The chart also derives the host names
   * of apps from it; to change those, set `ingress.serving.hostOverride` in its values.
   *
   * @default - the domain of the deployment
   */
  readonly controlPlaneHost?: string;

  /**
   * Whether apps of the data plane require a sign-in at the control plane (`serving.auth`, `gateway.auth`).
   * With `false` they are open to everyone who can reach them, and there is a warning.
   *
   * @default - the default of the chart: true, but false with Union's values files for AWS and GCP of 2026.6
   * and 2026.7
   */
  readonly appAuthentication?: boolean;
}

/** The authentication of a data plane beside Union's chart. */
export interface DataPlaneAuthProps extends AnyDataPlaneProps, ChartProps {
  /**
   * Whether the chart creates `union-secret-auth` with a placeholder (`secrets.admin.create: true`), the
   * guide's alternative. A running Helm release then keeps its Secret, but each `helm upgrade` writes the
   * placeholder again. External Secrets replaces it within seconds, the script when it runs; a pod that
   * starts in between keeps the placeholder.
   *
   * @default false
   */
  readonly chartCreatesSecret?: boolean;
}

export const ANY_DATA_PLANE_PROPS: Shape<AnyDataPlaneProps> = {
  ...PLANE_PROPS,
  dataPlane: DATA_PLANE,
  controlPlaneHost: optional(text(filledIn, hostName)),
  appAuthentication: optional(flag),
};

const DATA_PLANE_AUTH_PROPS: Shape<DataPlaneAuthProps> = {
  ...ANY_DATA_PLANE_PROPS,
  ...CHART_PROPS,
  chartCreatesSecret: optional(flag),
};

/** Warns that eager tasks will fail, as task pods read an API key that does not exist. */
function warnOfMissingApiKey(
  construct: IConstruct, { identity, _eagerApiKey }: DataPlaneIdentity, { dataPlane }: ReleaseContract,
): void {
  if (_eagerApiKey) {
    return;
  }
  const ways = [
    ...(dataPlane.operatorApiKey
      ? [
        'eager of the data plane (the control plane creates it from that client, and the operator fetches '
          + 'it)',
      ]
      : []),
    'eagerApiKey "provisioned" (another tool delivers it)',
    'in an app EagerApiKey.encoded (External Secrets Operator encodes it)',
  ];
  warn(construct, identity._apiKeysRefused
    ? `task pods read ${EAGER_API_KEY}, which cannot work with preferRefreshTokens: eager tasks `
      + 'fail.'
    : `task pods read ${EAGER_API_KEY}, and nothing provides it: eager tasks fail. Choose its `
      + `source: ${ways.join(', or ')}.`);
}

/** The Secret into which External Secrets Operator encodes the API key of eager tasks, if it does. */
function encodedApiKey(dataPlane: DataPlaneIdentity): ApiKeySecret | undefined {
  const { identity, clientId, _eager, _eagerApiKey } = dataPlane;
  const secretName = _eagerApiKey?._encoded;
  return secretName === undefined ? undefined : {
    secretName,
    apiKeys: {
      [secretName]: apiKeyTemplate({
        host: identity.domain,
        clientId: _eager?.clientId ?? clientId,
        organization: identity.organization ?? '',
        secretKey: CLIENT_SECRET_KEY,
      }),
    },
    client: _eager ? clientSecretOf(_eager) : clientSecretOfPlane(dataPlane),
  };
}

/** Checks the props of a data plane against the identity. */
function checkDataPlane(problems: Problems, props: DataPlaneAuthProps, release: ReleaseContract): void {
  const { identity } = props.dataPlane;
  problems.check('controlPlaneHost', props.controlPlaneHost, (host) =>
    (host === undefined || identity.domains.includes(host) ? undefined
      : `is not a host of the control plane (${identity.domains.join(', ')}), so its edge does not serve it; `
        + 'add it to additionalDomains of the identity'));
  checkSecret(problems, props);
  checkEagerApiKey(problems, props, release);
}

/** Checks the secret of the data plane's client. */
function checkSecret(problems: Problems, { dataPlane, secrets }: DataPlaneAuthProps): void {
  const { clientId, _operator: { secret } } = dataPlane;
  secrets._checkOwn(problems, `${dataPlane._propOf('operator')}.secret`, secret,
    `give the location of the secret of client ${clientId}`);
}

/** The first charts whose operator fetches a key (dataplane: RELEASE.md, 2026.6.9). */
const FETCHED_SINCE = '2026.6.9';

const ENCODED = 'use EagerApiKey.encoded';

function checkEagerApiKey(
  problems: Problems, props: DataPlaneAuthProps, { dataPlane: contract }: ReleaseContract,
): void {
  const { dataPlane, dataPlane: { identity, _eager, _eagerApiKey: source } } = props;
  const prop = dataPlane._propOf('eagerApiKey');
  if (source && identity._apiKeysRefused) {
    problems.add(prop, 'EAGER_API_KEY', identity._apiKeysRefused);
  }
  if (dataPlane._fetchesApiKey && !contract.operatorApiKey) {
    problems.add(prop, 'fromOperator', 'needs an operator that fetches the key, which this chart release '
      + `does not have; use charts ${FETCHED_SINCE} or later`, ENCODED);
  }
  if (dataPlane._fetchesApiKey && !_eager) {
    problems.add(prop, 'fromOperator', 'requests a key from the control plane, which creates one only for an '
      + `eager client, since it can register none at ${identity.identityProvider.name}; list the data plane `
      + 'in the identity with its eager client', ENCODED);
  }
  if (source?._encoded) {
    checkEncoded(problems, props);
  }
}

/** External Secrets Operator needs the client's secret. */
function checkEncoded(problems: Problems, { dataPlane, secrets }: DataPlaneAuthProps): void {
  if (!secrets._store) {
    problems.add(dataPlane._propOf('eagerApiKey'), 'encoded',
      'is computed by External Secrets Operator; use it with SecretDelivery.externalSecrets');
  } else if (dataPlane._eager) {
    const { clientId, secret } = dataPlane._eager;
    secrets._checkOwn(problems, `${dataPlane._propOf('eager')}.secret`, secret,
      `EagerApiKey.encoded needs it; give the location of the secret of client ${clientId}`);
  }
}

/** Two planes with one cluster name would replace each other at the control plane. */
function checkOnlyPlane(problems: Problems, scope: IConstruct, dataPlane: DataPlaneIdentity): void {
  const other = sameDataPlane(scope, dataPlane);
  if (other) {
    problems.add('dataPlane', dataPlane.clusterName, `is also that of ${other.node.path}, but `
      + `${dataPlane.identity.domain} has one cluster per name: both would register as the same one, `
      + 'and act for each other; give each its own name');
  }
}

/** The part of the values besides the data plane's identity. */
interface FurtherValues {
  /** The host of the control plane. */
  readonly controlPlaneHost: string;
  /** Whether the chart renders the Secret. */
  readonly create: boolean;
  /** Whether apps require a sign-in; by default that of the chart. */
  readonly appAuthentication?: boolean;
}

/** The override values of the data plane chart. Guide: section "Dataplane Helm configuration". */
function dataPlaneValues(
  context: PlaneContext,
  config: PlaneConfig,
  { clientId, clusterName, _fetchesApiKey }: DataPlaneIdentity,
  { controlPlaneHost, create, appAuthentication }: FurtherValues,
): JsonObject {
  const { identity, release: { dataPlane } } = context;
  return [
    config._values,
    // If the chart creates the Secret, each upgrade writes its placeholder again.
    nestUnder(dataPlane.secret, {
      enable: true,
      create,
      clientId,
      ...identity._mend(DEVIATIONS.mergeDeadlock, create ? { clientSecret: PLACEHOLDER } : {}, {
        clientSecret: PLACEHOLDER,
      }),
    }),
    identity._mend(DEVIATIONS.controlPlaneHost, nestUnder(dataPlane.controlPlaneHost, controlPlaneHost), {}),
    ...(appAuthentication === undefined
      ? []
      : dataPlane.appAuth.map((path) => nestUnder(path, appAuthentication))),
    ...(dataPlane.catalogAuth ? [nestUnder(dataPlane.catalogAuth, true)] : []),
    ...(clusterName === undefined ? [] : [nestUnder(dataPlane.clusterName, clusterName)]),
    ...(identity.organization === undefined ? [] : [
      nestUnder(dataPlane.organization, identity.organization),
    ]),
    ...(dataPlane.operatorApiKey && _fetchesApiKey
      ? [nestUnder(dataPlane.operatorApiKey, { enabled: true })]
      : []),
  ].reduce(mergeValues);
}

/** Checks all requirements of a data plane's authentication; a whole plane adds its own checks. */
export function checkDataPlaneAuth(
  problems: Problems, scope: IConstruct, props: DataPlaneAuthProps, furtherChecks?: FurtherChecks,
): void {
  checkPlaneContext(problems, withIdentity(props), (_, release, chosen) => {
    checkOnlyPlane(problems, scope, props.dataPlane);
    checkDataPlane(problems, props, release);
    furtherChecks?.(problems, release, chosen);
  });
}

/**
 * Computes the authentication of a data plane; the props are already checked.
 *
 * @param further Secrets that only a plane without the chart has
 */
function dataPlaneDesign(
  props: DataPlaneAuthProps, further: readonly SecretTarget[] = [],
): PlaneDesign {
  const { dataPlane, chartCreatesSecret = false, releaseName = HELM_RELEASE_NAMES.dataplane } = props;
  const { identity, clusterName } = dataPlane;
  const { controlPlaneHost = identity.domain } = props;
  const context = planeContext(withIdentity(props), DATA_PLANE_NAMESPACE);
  const secretPlan = dataPlaneSecrets(dataPlane, context.namespace, {
    encodedApiKey: encodedApiKey(dataPlane),
    creator: chartCreatesSecret ? releaseName : undefined,
    further,
  });
  const config = PlaneConfig._ofDataPlane(context, { dataPlane, controlPlaneHost, secretPlan });
  const helmValues = chartValues(props, { context, secretPlan }, {
    plane: context.release.dataPlane,
    releaseName,
    clusterName,
    title: 'Authentication of a Union data plane',
    values: dataPlaneValues(context, config, dataPlane, {
      controlPlaneHost, create: chartCreatesSecret, appAuthentication: props.appAuthentication,
    }),
  });
  return { context, secretPlan, helmValues, config };
}

/** Its identity is that of the data plane. */
function withIdentity(props: DataPlaneAuthProps): PlaneContextProps {
  return { ...props, identity: props.dataPlane.identity };
}

/**
 * The authentication of a data plane beside Union's Helm chart: emits the delivery of the client secret, and
 * returns override values for the chart.
 *
 * @example
 * const plane = new DataPlaneAuth(chart, 'auth', { dataPlane: identity.dataPlane('us-east'), secrets });
 * plane.helmValues.writeTo(app, 'dataplane.values.yaml');
 */
export class DataPlaneAuth extends PlaneAuth {
  /** Client ID with which the data plane signs in. */
  public readonly clientId: string;

  /**
   * @throws when the namespace or a name is invalid, another plane of the app is the same data plane, the
   * profile does not support the chart release, the secret of its client has no location, or the release does
   * not support a prop. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: DataPlaneAuthProps) {
    super(scope, id);
    this.clientId = whole(this, () => this.made(this._checked(props)));
  }

  /**
   * The props, with the namespace of the chart where they name none. A plane in plain YAML has checked them.
   *
   * @internal
   */
  protected _checked(props: DataPlaneAuthProps): DataPlaneAuthProps {
    return demandInChart(this, 'DataPlaneAuth', props, DATA_PLANE_AUTH_PROPS, (problems, own) => {
      _checkExtraValues(problems, 'dataplane', own);
      checkDataPlaneAuth(problems, this, own);
    });
  }

  /**
   * The Secrets that only a plane without the chart has.
   *
   * @internal
   */
  protected _furtherSecrets(_props: DataPlaneAuthProps): readonly SecretTarget[] {
    return [];
  }

  private made(props: DataPlaneAuthProps): string {
    const design = dataPlaneDesign(props, this._furtherSecrets(props));
    const { release } = design.context;
    recordDataPlane(this, { ...design.context, dataPlane: props.dataPlane });
    warnOfMissingApiKey(this, props.dataPlane, release);
    if (props.appAuthentication === false) {
      warn(
        this,
        'apps of this data plane are open to everyone who can reach them (appAuthentication: false)',
      );
    }
    this._emit(design, props.secrets, PlaneComponent.DATA_PLANE);
    return props.dataPlane.clientId;
  }
}
