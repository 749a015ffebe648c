// Tests: test/constructs/edge/control-plane-edge.test.ts
import { among, objectName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { list, optional, struct, text } from '../../common/props/prop-types';
import { UnionIdentity } from '../identity';

/** A certificate of the edge. */
export interface EdgeTls {
  /** Name of the TLS Secret, in the namespace of the control plane: `union-tls`. */
  readonly secretName: string;

  /**
   * The hosts that it covers, such as `union.example.com`.
   *
   * @default - every host of the edge
   */
  readonly hosts?: string[];
}

export const EDGE_TLS = struct<EdgeTls>({ secretName: text(objectName), hosts: optional(list(text())) });

/** The hosts that one certificate serves. */
export interface HostSet {
  readonly hosts: readonly string[];
  /** Name of the TLS Secret; absent for the edge's default certificate. */
  readonly secretName?: string;
}

export function checkHosts(problems: Problems, hosts: readonly string[], identity: UnionIdentity): void {
  if (hosts.length === 0) {
    problems.add('hosts', hosts, 'must not be empty, as a rule without a host accepts every Host header; '
      + 'leave it out for all domains');
  }
  hosts.forEach((host, i) => {
    problems.check(`hosts[${i}]`, host, among(
      identity.domains,
      'is not a domain of identity, so flyteadmin refuses sign-in there (403); add it to '
        + 'additionalDomains of the identity',
    ));
  });
  problems.eachOnce(hosts, (i) => `hosts[${i}]`, 'is given twice; list each host once');
}

export function checkTls(problems: Problems, tls: readonly EdgeTls[], hosts: readonly string[]): void {
  const secretOf = new Map<string, string>();
  tls.forEach(({ secretName, hosts: served = hosts }, i) => {
    if (served.length === 0) {
      problems.add(`tls[${i}].hosts`, served, 'must not be empty; give the hosts of the certificate, or '
        + 'leave it out for all');
    }
    served.forEach((host, j) => {
      problems.check(`tls[${i}].hosts[${j}]`, host, (value) => {
        if (!hosts.includes(value)) {
          return `is not a host of this edge; it serves ${hosts.join(', ')}`;
        }
        const other = secretOf.get(value);
        return other && `already has the certificate ${other}; give each host one certificate`;
      });
      secretOf.set(host, secretName);
    });
  });
}

/** Hosts by certificate; those without one come last. */
export function hostSets(hosts: readonly string[], tls: readonly EdgeTls[]): HostSet[] {
  const sets: HostSet[] = tls.map(({ secretName, hosts: served = hosts }) => ({ secretName, hosts: served }));
  const bare = hosts.filter((host) => !sets.some((set) => set.hosts.includes(host)));
  return bare.length > 0 ? [...sets, { hosts: bare }] : sets;
}
