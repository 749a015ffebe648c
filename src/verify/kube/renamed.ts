import { oncePer } from '../../common/data/collections';
import { SERVICES } from '../../contract/union/services';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { LABELS } from '../../contract/upstream/kubernetes';
import { sameHome } from './home';
import { asText } from './json-access';
import type { Service, Services } from './service';
import type { Workload } from './workload';

/** A Service of Union and its workload with another name, and the name in Union's charts. */
export interface Renamed {
  readonly service: Service;
  readonly workload: Workload;
  readonly name: string;
}

const NAMES = new Set(SERVICES.map(({ workload }) => workload.name));

/** Control planes renamed by kustomize's namePrefix or nameSuffix; flyteadmin first in each. */
export const renamedPlanes = oncePer((services: Services): readonly (readonly Renamed[])[] => {
  const renamed = services.all.flatMap((service) => renamedBehind(service, services));
  return renamed.filter(({ name }) => name === FLYTEADMIN.name)
    .map((flyteadmin) => [flyteadmin, ...renamed.filter((each) => each !== flyteadmin
      && affixOf(each) === affixOf(flyteadmin) && sameHome(each.service, flyteadmin.service))])
    // A single one may be a second one next to that of another file.
    .filter(({ length }) => length > 1);
});

function renamedBehind(service: Service, services: Services): Renamed[] {
  const workload = services.podsOf(service).find(({ name }) => name === service.name);
  const name = asText(workload?.podLabels[LABELS.name]) ?? '';
  const isRenamed = NAMES.has(name) && service.name !== name && service.name.includes(name)
    && services.named(name, service) === undefined;
  return workload !== undefined && isRenamed ? [{ service, workload, name }] : [];
}

function affixOf({ service, name }: Renamed): string {
  return service.name.replace(name, ' ');
}

const namesOfRenamed = oncePer((services: Services) => new Map(
  renamedPlanes(services).flat().map(({ workload, name }) => [workload, name])));

/** The name of a workload in Union's charts. */
export function chartName(workload: Workload, services: Services): string {
  return namesOfRenamed(services).get(workload) ?? workload.name;
}
