import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { Failure } from '../../../src/doctor/ask/failure';
import { connection, Wires } from '../../../src/doctor/ask/network';

/** A socket that nothing is behind: it connects, or is refused. */
function socketThat(connects: boolean): Socket {
  const socket = Object.assign(new EventEmitter(), { destroy: () => socket }) as unknown as Socket;
  setImmediate(() => (connects ? socket.emit('connect') : socket.emit('error', new Error('ECONNREFUSED'))));
  return socket;
}

function wiresWhere(open: (address: string) => boolean): { readonly wires: Wires; readonly tried: string[] } {
  const tried: string[] = [];
  const wires: Wires = {
    lookup: () => Promise.reject(new Error('not asked')),
    connect: (address, port) => {
      tried.push(`${address} ${port}`);
      return socketThat(open(address));
    },
  };
  return { wires, tried };
}

const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];

test('the first address that takes a connection is enough', async () => {
  const { wires, tried } = wiresWhere(() => true);
  expect(await connection(ADDRESSES, 443, wires)).not.toBeInstanceOf(Failure);
  expect(tried).toEqual(['192.0.2.1 443']);
});

test('where two take none, the third is tried', async () => {
  const { wires, tried } = wiresWhere((address) => address === '192.0.2.3');
  expect(await connection(ADDRESSES, 443, wires)).not.toBeInstanceOf(Failure);
  expect(tried).toEqual(['192.0.2.1 443', '192.0.2.2 443', '192.0.2.3 443']);
});

test('three that take none are told, and no fourth is tried', async () => {
  const { wires, tried } = wiresWhere(() => false);
  const refused = (address: string) => `${address} port 443: ECONNREFUSED`;
  expect(await connection(ADDRESSES, 443, wires)).toEqual(new Failure('connection', ADDRESSES.slice(0, 3).map(refused).join('; ')));
  expect(tried).toHaveLength(3);
});
