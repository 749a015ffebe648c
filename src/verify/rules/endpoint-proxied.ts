import { grouped } from '../../common/data/grouped';
import { listed } from '../../common/data/listed';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { exceptionFor, proxiedCalls, proxiedContainers } from '../model/proxied-calls';
import { placeKey } from '../read/field';
import { flyteadminLogs, kubectl } from '../running/cluster-looks';

export const endpointProxied = defineRule({
  id: 'endpoint-proxied',
  severity: 'error',
  area: 'services',
  title: 'Calls inside the cluster go past the proxy.',
  symptom: 'The service cannot reach its siblings: "failed to do connect handshake", "proxyconnect tcp", '
    + '"context deadline exceeded", or the error page of a proxy.',
  explanation: 'Go\'s HTTP and gRPC clients ask the proxy of HTTPS_PROXY and HTTP_PROXY for every host that '
    + 'NO_PROXY does not name: itself, a domain above it, or *. A network such as 10.0.0.0/8 covers '
    + 'addresses and no names. A proxy outside the cluster knows no Service, nor 0.0.0.0, at which '
    + 'flyteadmin\'s HTTP port asks its gRPC port.',
  remediation: 'Put the domain of Services into NO_PROXY of the container, as .svc.cluster.local, bare names '
    + 'as they stand, and 0.0.0.0 for flyteadmin; or take the proxy out where nothing is called outside.',
  see: [
    kubectl(
      "-n $NS get deploy -o yaml | grep -n -i -A1 -E 'https?_proxy|no_proxy'",
      'NO_PROXY beside each proxy must name what is called inside the cluster.',
    ),
    flyteadminLogs('proxy|connect handshake|deadline', 'Whom it could not reach, as others say, too.'),
  ],
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
      };
    }
  },
});
