import { bob, oneOfEachGroup } from './_cases';
import { GrpcAnswer, GrpcAsking } from './_client';
import { isGrpc, RouteTable } from './_contract';
import { GrpcStatus, TRAILER, WANTED_REPLIES, WANTED_STATUS } from './_grpc';

/** A call with a credential, and the expected answer. */
export interface GrpcCall {
  readonly name: string;
  readonly asking: GrpcAsking;
  readonly expected: Partial<GrpcAnswer>;
}

/** Every kind of call on a route of each gRPC group. */
export function grpcCalls(table: RouteTable, host: string): GrpcCall[] {
  return oneOfEachGroup(table, isGrpc).flatMap(({ sample: path, group: { name } }) => {
    const call = (what: string, headers: Record<string, string>, messages: string[], expected: Partial<GrpcAnswer>): GrpcCall => ({
      name: `${what} (${name})`,
      asking: { host, path, headers: { ...bob.headers, ...headers }, messages },
      expected,
    });
    const trailers = { 'grpc-status': '0', [TRAILER]: 'end' };
    const failed = { 'grpc-status': '7', 'grpc-message': 'as%20asked' };
    return [
      call('unary', {}, ['hello'], { code: GrpcStatus.OK, messages: ['hello'], trailers }),
      call('server stream', { [WANTED_REPLIES]: '3' }, ['hello'], { code: GrpcStatus.OK, messages: ['hello', 'hello', 'hello'], trailers }),
      // Each message waits for the answer to the one before, so the edge must not buffer.
      call('bidirectional stream', {}, ['one', 'two', 'three'], { code: GrpcStatus.OK, messages: ['one', 'two', 'three'], trailers }),
      call('an empty message', {}, [''], { code: GrpcStatus.OK, messages: [''] }),
      call('a large message', {}, ['x'.repeat(3 * 1024 * 1024)], { code: GrpcStatus.OK, messages: ['x'.repeat(3 * 1024 * 1024)] }),
      call('an error after an answer', { [WANTED_STATUS]: '7' }, ['hello'], { code: 7, messages: ['hello'], trailers: failed }),
      call('an error at once', { [WANTED_STATUS]: '7', [WANTED_REPLIES]: '0' }, ['hello'], { code: 7, messages: [], headers: failed }),
    ];
  });
}
