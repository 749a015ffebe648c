import { TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import type { KubeObject } from '../../kube/kube-object';
import { backendOf, LeadingKind } from '../backends';

/** Traefik's own Services, which weigh, mirror and fail over to others. */
export const TRAEFIK_SERVICE: LeadingKind = {
  group: TRAEFIK_GROUPS[0],
  kind: 'TraefikService',
  targets: (object) => [...balanced(object), ...mirrored(object)]
    .filter((target) => target !== undefined)
    .map((target) => backendOf(target, TRAEFIK_SERVICE)),
};

function balanced(object: KubeObject): unknown[] {
  return ['weighted', 'highestRandomWeight', 'failover'].flatMap((how) => [
    ...object.listAt('spec', how, 'services'),
    object.at('spec', how, 'service'),
    object.at('spec', how, 'fallback'),
  ]);
}

function mirrored(object: KubeObject): unknown[] {
  return object.at('spec', 'mirroring') === undefined
    ? []
    : [object.at('spec', 'mirroring'), ...object.listAt('spec', 'mirroring', 'mirrors')];
}
