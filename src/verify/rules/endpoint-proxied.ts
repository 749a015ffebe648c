import { grouped } from '../../common/data/grouped';
import { listed } from '../../common/data/listed';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { exceptionFor, proxiedCalls, proxiedContainers } from '../model/proxied-calls';
import { placeKey } from '../read/field';

export const endpointProxied = defineRule('endpoint-proxied', {
  subjects: proxiedContainers,
  notApplicable: 'No container of Union\'s services is told of a proxy outside the cluster.',
  *check(subjects) {
    // Many containers may be told by one text.
    for (const told of grouped(subjects.flatMap(proxiedCalls), ({ at }) => placeKey(at))) {
      const [{ at, noProxy }] = told;
      const hosts = told.flatMap((each) => each.hosts);
      const containers = [...new Set(told.map(({ container }) => container))];
      const many = containers.length > 1;
      yield {
        at,
        expected: `${enumerated(hosts.map(exceptionFor))} in NO_PROXY of container${many ? 's' : ''} `
          + `${enumerated(containers)}, which otherwise call${many ? '' : 's'} ${enumerated(hosts)} `
          + `through ${listed([...new Set(told.flatMap(({ by }) => by))])}`,
        found: noProxy ?? 'no NO_PROXY',
        values: { hosts: enumerated(hosts) },
      };
    }
  },
});
