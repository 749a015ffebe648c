import { parseAllDocuments } from 'yaml';
import { healthyCluster } from '../../_cluster';
import { templated } from '../../_rendered';
import { Json, Planes } from '../_planes';
import { Charts, charts, faultIn, PeopleFault, Plane, Text } from '../people/_people';

/** Further inputs to put a fault into, and changes of it. */

export const NOT_SHOWN = 'nothing in the input shows that it is not meant';

/** Faults in the text of a values file. */
export function inText(plane: Plane) {
  return (what: string, put: (text: string) => string, ...findings: string[]): PeopleFault => faultIn(`${plane}, as text: ${what}`, findings, put, (alter) => {
    const made = Charts.of();
    const before = made.textOf(plane);
    made.files[`${plane}.values.yaml`] = alter(before) ?? before;
    return made.texts();
  });
}

/** Faults in files about the charts. */
export const inRepository = (what: string, put: (made: Charts) => void, ...findings: string[]): PeopleFault =>
  ({ ...charts('', put, ...findings), what: `repository: ${what}` });

function inObjects(head: string, of: () => Planes, live = false) {
  return (what: string, put: (planes: Planes) => void, ...findings: string[]): PeopleFault => faultIn(`${head}: ${what}`, findings, put, (alter) => {
    const planes = of();
    alter(planes);
    if (live) {
      planes.objects.forEach((each, i) => { each.metadata = { uid: `n${i}`, resourceVersion: '1', ...each.metadata }; });
    }
    return [{ name: 'objects.yaml', text: planes.toString() }];
  });
}

/** Faults in a cluster as kubectl shows it. */
export const inCluster = inObjects('cluster', () => {
  const planes = Planes.behind('ingress-nginx');
  planes.objects = healthyCluster('ingress-nginx');
  return planes;
}, true);

const NAMESPACES: Readonly<Record<string, string>> = { cp: 'union-cp', east: 'east', west: 'west' };

/** What the charts render of values, in their place. */
export const asRendered = (texts: readonly Text[]): readonly Text[] => texts.map(({ name, text }) => {
  const [plane] = name.split('.values.yaml');
  return plane in NAMESPACES ? { name: `${plane}.rendered.yaml`, text: templated({ name: `dist/${name}`, text }, NAMESPACES[plane]) } : { name, text };
});

/** Faults in what the charts render, with what stands beside them. */
export const inRendered = inObjects('rendered', () => {
  const planes = Planes.behind('ingress-nginx');
  planes.objects = asRendered(Charts.of().texts()).flatMap(({ text }) => parseAllDocuments(text).flatMap((each) => (each.toJSON() as Json) ?? []));
  return planes;
});

/** Sets keys of a live Secret. */
export const filled = (name: string, values: Readonly<Record<string, string | undefined>>, namespace = 'union-cp') => (planes: Planes) => {
  const { data } = planes.get('Secret', name, namespace);
  for (const [key, value] of Object.entries(values)) {
    data[key] = value === undefined ? undefined : Buffer.from(value).toString('base64');
  }
};
