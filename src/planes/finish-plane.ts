import { Construct } from 'constructs';
import { labelObjects } from '../pods/labels';
import { PlaneContext } from '../settings/plane-context';
import { PlaneWorkloads } from './plane-workloads';
import { PodsProps } from './pods-props';

/** What the label `component` calls the two planes. */
export const CONTROL_PLANE = 'control-plane';
export const DATA_PLANE = 'data-plane';

/** Once everything of a plane is there: its pods, who may talk to them, and the labels of every object. */
export function finishPlane(
  plane: Construct, { namespace, chartRelease }: PlaneContext, component: string, workloads: PlaneWorkloads, props: PodsProps,
): void {
  workloads.finish(namespace);
  labelObjects(plane, { name: `union-${component}`, instance: namespace, component, version: `${chartRelease}` }, props);
}
