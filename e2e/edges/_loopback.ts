import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** The loopback of IPv6. */
export const IPV6 = '::1';

export const HAS_IPV6 = Object.values(networkInterfaces()).flat().some((each) => each?.address === IPV6);

/** Whether a server listens on a loopback port. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
