import { JsonObject, withoutUndefined } from '../../common/data/json';
import { isIP, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { optional, struct, text } from '../../common/props/prop-types';
import { NAMESPACE_NAME_LABEL } from '../../contract/upstream/kubernetes';
import { labels as labelsKind } from '../objects/metadata';

/**
 * Pods or addresses that may talk to a pod. Namespace and labels together mean pods with these labels in that
 * namespace.
 */
export interface NetworkPeer {
  /**
   * Name of the namespace of the pods: `monitoring`.
   *
   * @default - the namespace of the plane; with `namespaceLabels` the namespaces that have them
   */
  readonly namespace?: string;

  /**
   * Labels of the namespaces of the pods, in place of a name.
   *
   * @default - none
   */
  readonly namespaceLabels?: { [label: string]: string };

  /**
   * Labels of the pods.
   *
   * @default - all pods of the namespace
   */
  readonly podLabels?: { [label: string]: string };

  /**
   * Addresses outside the cluster, or of its nodes, such as `10.0.0.0/8`. For what runs in the network of its
   * node, or is not a pod. Cannot be combined with the others.
   *
   * @default - none
   */
  readonly cidr?: string;
}

const PROPS = struct<NetworkPeer>({
  namespace: optional(text(namespaceName)),
  namespaceLabels: optional(labelsKind()),
  podLabels: optional(labelsKind()),
  cidr: optional(
    text((value) => (isCidr(value) ? undefined : 'is not an address range; write one such as 10.0.0.0/8')),
  ),
});

/** The kind of a peer. One that says nothing would be everyone. */
export function networkPeer(problems: Problems, prop: string, value: unknown): boolean {
  if (!PROPS(problems, prop, value)) {
    return false;
  }
  const { namespace, namespaceLabels, podLabels, cidr } = value as NetworkPeer;
  const inside = [namespace, namespaceLabels, podLabels].filter((entry) => entry !== undefined);
  if (Object.values(value as NetworkPeer).every((entry) => entry === undefined)) {
    problems.add(prop, value, 'selects no pods; give namespace, namespaceLabels, podLabels or cidr');
  }
  if (inside.length > 0 && cidr !== undefined) {
    problems.add(
      `${prop}.cidr`, cidr, 'cannot be combined with pods, because addresses have no labels; write two '
        + 'entries',
    );
  }
  if (namespace !== undefined && namespaceLabels !== undefined) {
    problems.add(
      `${prop}.namespaceLabels`, namespaceLabels, `cannot be combined with the name ${namespace}; give `
        + 'one of the two',
    );
  }
  return true;
}

/** As a NetworkPolicy states it. */
export function peerOf({ namespace, namespaceLabels, podLabels, cidr }: NetworkPeer): JsonObject {
  if (cidr !== undefined) {
    return { ipBlock: { cidr } };
  }
  const namespaces = namespace === undefined ? namespaceLabels : { [NAMESPACE_NAME_LABEL]: namespace };
  return withoutUndefined({
    namespaceSelector: selector(namespaces),
    podSelector: selector(podLabels),
  });
}

/** An empty selector is all of them, in Kubernetes as here. */
function selector(labels: Readonly<Record<string, string>> | undefined): JsonObject | undefined {
  return labels && (Object.keys(labels).length > 0 ? { matchLabels: labels } : {});
}

function isCidr(value: string): boolean {
  const [address, length, ...more] = value.split('/');
  const version = isIP(address);
  return version !== 0 && more.length === 0 && /^\d{1,3}$/.test(length ?? '')
    && Number(length) <= (version === 4 ? 32 : 128);
}
