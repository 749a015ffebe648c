import { connect } from 'node:net';
import type { Wires } from '../../src/doctor/ask/network';
import type { Network } from './_network';

/** How the doctor reaches the hosts of a network; one that was taken away has nobody listening. */
export function wiresOf(network: Network, ...authorities: readonly string[]): Wires {
  return {
    lookup: () => Promise.resolve(['127.0.0.1']),
    connect: (address, port) => connect(port, address),
    route: ({ host }) => ({ host: '127.0.0.1', port: network.isHere(host) ? network.portOf(host) : 1 }),
    authorities: authorities.join('\n'),
    patience: 5000,
  };
}
