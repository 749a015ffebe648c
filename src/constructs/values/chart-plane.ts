import { IConstruct } from 'constructs';
import { HelmValues } from './helm-values';

/** A plane whose services one of Union's charts installs: `ControlPlaneAuth` or `DataPlaneAuth`. */
export interface IChartPlane extends IConstruct {
  /** Namespace of the plane. */
  readonly namespace: string;

  /** Override values for the chart of the plane. */
  readonly helmValues: HelmValues;
}
