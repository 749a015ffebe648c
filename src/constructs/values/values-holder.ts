import { IConstruct } from 'constructs';
import { HelmValues } from './helm-values';

/** A construct that emits values for a chart. */
interface ValuesHolder extends IConstruct {
  /** @internal */
  readonly _chartValues: HelmValues | undefined;
}

/** The values that a construct emits for a chart; nothing for any other construct. */
export function chartValuesOf(construct: IConstruct): HelmValues | undefined {
  const values = (construct as Partial<ValuesHolder>)._chartValues;
  return values instanceof HelmValues ? values : undefined;
}
