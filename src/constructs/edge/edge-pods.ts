import { Problems } from '../../common/props/problems';
import { list, optional } from '../../common/props/prop-types';
import { networkPeer } from '../pods/network-peer';

/** The kind of what names the pods of an edge. None would be a control plane that no one reaches. */
export const EDGE_PODS = optional((problems: Problems, prop: string, value: unknown) => {
  if (Array.isArray(value) && value.length === 0) {
    problems.add(
      prop,
      value,
      'selects no pods, so nothing would reach the control plane; name the pods of the controller, or '
        + 'leave it '
        + 'out',
    );
    return false;
  }
  return list(networkPeer)(problems, prop, value);
});
