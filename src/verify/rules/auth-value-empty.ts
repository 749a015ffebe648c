import type { AuthClient } from '../credentials/auth-client';
import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { Plane, planeOf } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import { sameHome } from '../kube/home';
import type { Workload } from '../kube/workload';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import { namesOfDataPlanes } from '../model/unnamed-planes';
import type { Field } from '../read/field';

interface Subject {
  readonly place: { readonly field: Field; readonly text?: string };
  /** What must stand there. */
  readonly what: string;
  /** What stands there instead, where it is no empty value. */
  readonly found?: string;
  /** The plane that it is rendered for, where many places get the same. */
  readonly plane?: Plane;
}

/** Values without which nobody signs in or no pod starts, where they are spelled out. */
function subjectsOf(model: Model): Subject[] {
  return [
    ...model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap(ofFlyteadmin),
    ...model.clients
      .filter((client) => authenticates(client, model))
      .flatMap(({ clientId, config }) =>
        subject(clientId, 'the ID of the service application', planeOf(config.container.workload)),
      ),
    ...model.workloads
      .filter((workload) => planeOf(workload) !== undefined)
      .flatMap((workload) =>
        workload.secretNames.map((place) => ({
          place,
          what: 'the name of a Secret',
          plane: planeOf(workload),
        })),
      ),
    ...namesOfDataPlanes(model),
    ...model.workloads.filter(isWithoutPods).map((workload) => ({
      place: { field: workload.pod.child('containers') },
      what: `the containers of ${workload.object}`,
      found: 'no containers',
    })),
  ];
}

/**
 * Whether one of Union's has a selector and no containers, and so is refused. A patch of one has none of
 * both.
 */
function isWithoutPods(workload: Workload): boolean {
  return workload.containers.length === 0
    && planeOf(workload) !== undefined
    && Object.keys(workload.object.objectAt('spec', 'selector')).length > 0;
}

function ofFlyteadmin({ issuer, webClientId }: Flyteadmin): Subject[] {
  return [...subject(issuer, 'the issuer'), ...subject(webClientId, 'the ID of the web application')];
}

/** Where nobody demands a token, clients never present their ID. */
function authenticates(client: AuthClient, model: Model): boolean {
  return (
    client.usesClientSecret
    && (client.enabled
      || flyteadminsFor(client.config.container.workload, model).some(({ authEnabled }) => authEnabled))
  );
}

/** Nothing where the setting is left out: the service has a default, or another file has the value. */
function subject(setting: Setting | undefined, what: string, plane?: Plane): Subject[] {
  return setting === undefined ? [] : [{ place: setting, what, plane }];
}

export const authValueEmpty = defineRule('auth-value-empty', {
  subjects: subjectsOf,
  notApplicable:
    'No flyteadmin with useAuth: true, no client that authenticates, no pod with Secrets and no name of a '
      + 'data plane in the input.',
  *check(subjects) {
    const empty = subjects.filter(({ place }) => (place.text ?? '').trim() === '');
    for (const [{ place, what, found = 'an empty value' }, ...others] of byGlobal(empty)) {
      const names = [...new Set(others.map((other) => other.place.field.object.name))];
      yield {
        at: place.field,
        expected: what,
        found:
          others.length === 0
            ? found
            : `an empty value, and ${others.length} more in ${names.join(', ')}`,
        headline: found === 'no containers' ? 'containers' : '',
      };
    }
  },
});

/** The charts render one global into the settings of every service of a plane: one cause, one finding. */
function byGlobal(subjects: readonly Subject[]): Subject[][] {
  const groups: Subject[][] = [];
  const seen = new Set<string>();
  for (const each of subjects) {
    const { what, plane, place: { field } } = each;
    const group = groups.find(([first]) => first.what === what && first.plane === plane && plane !== undefined
      && sameHome(first.place.field.object, field.object));
    // Workloads share their config files.
    const id = JSON.stringify([field.object.source, field.toString()]);
    if (group === undefined) {
      groups.push([each]);
    } else if (!seen.has(id)) {
      group.push(each);
    }
    seen.add(id);
  }
  return groups;
}
