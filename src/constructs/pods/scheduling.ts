import { ApiObject } from 'cdk8s';
import type { TaintEffect } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { among, filledIn, labelName, labelValue, objectName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { distinct, list, number, optional, struct, text } from '../../common/props/prop-types';
import { HOSTNAME_TOPOLOGY_KEY, ZONE_TOPOLOGY_KEY } from '../../contract/upstream/kubernetes';
import { labels } from '../objects/api-objects';

/** A taint that pods tolerate, as in Kubernetes. */
export interface Toleration {
  /**
   * Key of the taint.
   *
   * @default - every taint
   */
  readonly key?: string;

  /**
   * Its value.
   *
   * @default - any value
   */
  readonly value?: string;

  /**
   * Its effect.
   *
   * @default - every effect
   */
  readonly effect?: TaintEffect;

  /**
   * How long pods stay after the taint is added, in seconds; only with the effect `NoExecute`.
   *
   * @default - forever
   */
  readonly tolerationSeconds?: number;
}

/** The nodes on which pods run. */
export interface Scheduling {
  /**
   * Labels that a node must have.
   *
   * @default - none
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints that the pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * Name of the PriorityClass.
   *
   * @default - the default of the cluster
   */
  readonly priorityClassName?: string;

  /**
   * Node labels over whose values the pods of a service are spread. If they cannot be spread, they start
   * anywhere.
   *
   * @default - nodes and zones
   */
  readonly topologyKeys?: string[];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

const TOLERATION_PROPS = struct<Toleration>({
  key: optional(text(filledIn, labelName)),
  value: optional(text(labelValue)),
  effect: optional(text(among(EFFECTS, `is not a taint effect; use one of ${EFFECTS.join(', ')}`))),
  tolerationSeconds: optional(number((value) =>
    (Number.isSafeInteger(value) && value >= 0 ? undefined : 'is not a whole number of seconds, zero '
      + 'or more'))),
});

/** Source: Kubernetes, `ValidateTolerations`. */
function tolerationKind(problems: Problems, prop: string, value: unknown): boolean {
  if (!TOLERATION_PROPS(problems, prop, value)) {
    return false;
  }
  const { key, value: own, effect, tolerationSeconds } = value as Toleration;
  if (key === undefined && own !== undefined) {
    problems.add(`${prop}.key`, key, 'give the key of the taint with this value');
  }
  if (tolerationSeconds !== undefined && `${effect}` !== 'NoExecute') {
    problems.add(
      `${prop}.tolerationSeconds`,
      tolerationSeconds,
      'is valid only with the effect NoExecute; give that effect, or '
        + 'leave it out',
    );
  }
  return true;
}

export const SCHEDULING = struct<Scheduling>({
  nodeSelector: optional(labels()),
  tolerations: optional(list(tolerationKind)),
  priorityClassName: optional(text(objectName)),
  topologyKeys: optional(distinct(text(filledIn, labelName))),
});

/** In the format of a pod. */
export function schedulingOf(
  matchLabels: Readonly<Record<string, string>>, replicas: number, scheduling: Scheduling = {},
): JsonObject {
  const { nodeSelector, tolerations, priorityClassName } = scheduling;
  const keys = replicas > 1 ? topologyKeysOf(scheduling) : [];
  return withoutUndefined({
    nodeSelector: nodeSelector && Object.keys(nodeSelector).length > 0 ? nodeSelector : undefined,
    tolerations: tolerations && tolerations.length > 0 ? tolerations.map(toleration) : undefined,
    priorityClassName,
    topologySpreadConstraints: keys.length > 0
      ? keys.map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels },
      }))
      : undefined,
  });
}

/**
 * Whether pods of a service also prefer separate nodes: topology constraints only even out numbers, and
 * linters check for the affinity.
 */
export function prefersOwnNode(replicas: number, scheduling: Scheduling = {}): boolean {
  return replicas > 1 && topologyKeysOf(scheduling).includes(HOSTNAME_TOPOLOGY_KEY);
}

/** Weight of the preference for a separate node, from 1 to 100. */
export const OWN_NODE_WEIGHT = 100;

export function ownNodeAffinity(matchLabels: Readonly<Record<string, string>>): JsonObject {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: OWN_NODE_WEIGHT,
          podAffinityTerm: { topologyKey: HOSTNAME_TOPOLOGY_KEY, labelSelector: { matchLabels } },
        },
      ],
    },
  };
}

function topologyKeysOf({ topologyKeys = [HOSTNAME_TOPOLOGY_KEY, ZONE_TOPOLOGY_KEY] }: Scheduling): string[] {
  return topologyKeys;
}

function toleration({ key, value, effect, tolerationSeconds }: Toleration): JsonObject {
  return withoutUndefined({
    key,
    operator: value === undefined ? 'Exists' : 'Equal',
    value: value === '' ? undefined : value,
    effect,
    tolerationSeconds,
  });
}

/** Draining a node evicts one pod of a service at a time, and does not wait for unready pods. */
export function addDisruptionBudget(
  scope: Construct, name: string, namespace: string, matchLabels: Readonly<Record<string, string>>,
): ApiObject {
  return new ApiObject(scope, `PodDisruptionBudget-${name}`, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels: { ...matchLabels } },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
  });
}
