import { ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { IChartPlane } from '../values';

/**
 * Where an Application is that names no namespace: in that of its chart, as every object of cdk8s. Beside a
 * plane that it installs Argo CD would not find it.
 *
 * @internal
 */
export function _argoNamespace(construct: Construct, planes: readonly IChartPlane[]): string {
  const { namespace } = Chart.of(construct);
  return namespace === undefined || planes.some((plane) => plane.namespace === namespace)
    ? ARGO_CD.namespace
    : namespace;
}

/**
 * cdk8s does not check that of a chart.
 *
 * @internal
 */
export function _checkArgoNamespace(
  problems: Problems, construct: Construct, { namespace: own }: ApiObjectMetadata = {},
): void {
  problems.check('metadata.namespace', own ?? Chart.of(construct).namespace, (namespace) =>
    (namespace === undefined ? undefined : namespaceName(namespace)));
}
