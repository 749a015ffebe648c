import { IConstruct } from 'constructs';
import { namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { instanceOf, optional } from '../../common/props/prop-types';
import { warn } from '../../common/props/warning';
import { ReleaseContract } from '../../contract/union/release-contract';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { AuthProfile, UnionAuth } from '../identity';
import { ConfigContext } from './context';

/** The layout that the guide describes, which AuthProfile.GUIDE emits to the letter. */
const GUIDE_RELEASE = ChartRelease.V2026_3;

/** The kind of the prop `chartRelease`. */
export const CHART_RELEASE =
  optional(instanceOf(ChartRelease, 'write ChartRelease.of(\'2026.8.3\') with the version of your charts'));

export interface PlaneContext extends ConfigContext {
  readonly chartRelease: ChartRelease;
}

/** As much of a plane's props as says where it is and which release it follows. */
export interface PlaneContextProps {
  readonly auth: UnionAuth;
  readonly namespace?: string;
  readonly chartRelease?: ChartRelease;
  readonly helmRelease?: string;
}

/** Checks what one construct demands besides, once its release is known. */
export type FurtherChecks = (problems: Problems, release: ReleaseContract, chosen: ChartRelease) => void;

/** Checks what the constructs of both planes have in common; the kinds of the props are right. */
export function checkPlaneContext(
  problems: Problems, props: PlaneContextProps, furtherChecks?: FurtherChecks,
): void {
  const chosen = chosenRelease(props);
  // That of a chart, which cdk8s does not check.
  problems.check('namespace', props.namespace, (namespace) =>
    (namespace === undefined ? undefined : namespaceName(namespace)));
  if (isGuide(props) && chosen !== GUIDE_RELEASE) {
    problems.add(
      'chartRelease',
      `${chosen}`,
      `is not what the guide describes; use ${GUIDE_RELEASE} with AuthProfile.GUIDE, or AuthProfile.HARDENED`,
    );
  }
  furtherChecks?.(problems, chosen._contract, chosen);
}

/** The same with its defaults; the props are checked. */
export function planeContext(props: PlaneContextProps, defaultNamespace: string): PlaneContext {
  const chartRelease = chosenRelease(props);
  return {
    auth: props.auth,
    namespace: props.namespace ?? defaultNamespace,
    chartRelease,
    release: chartRelease._contract,
  };
}

/** A prop that the chosen release has no key for. */
export function unsupported(problems: Problems, prop: string, value: unknown, chosen: ChartRelease): void {
  problems.add(
    prop, value, `is not read by chart release ${chosen}; leave it out, or use a release that reads it`,
  );
}

/** Says on whose word a release is taken for another one. */
export function warnOfAssumedRelease(construct: IConstruct, { _assumption }: ChartRelease): void {
  if (_assumption) {
    warn(
      construct,
      `${_assumption}, on your word (ChartRelease.assume): look at what differs in values.yaml before you `
        + 'install',
    );
  }
}

function chosenRelease(props: PlaneContextProps): ChartRelease {
  return props.chartRelease ?? (isGuide(props) ? GUIDE_RELEASE : ChartRelease._current);
}

function isGuide({ auth }: PlaneContextProps): boolean {
  return auth.profile === AuthProfile.GUIDE;
}
