import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** The loopback of IPv6. */
export const IPV6 = '::1';

/** Whether the machine has it. */
export const HAS_IPV6 = Object.values(networkInterfaces()).flat().some((each) => each?.address === IPV6);

/** Whether somebody listens on a port of the loopback. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
