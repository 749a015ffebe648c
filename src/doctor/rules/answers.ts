import { GRPC, GrpcAnswer } from '../ask/grpc';
import { quoted } from '../ask/remote-text';

const NAMES = new Map<number, string>(Object.entries(GRPC).map(([name, code]) => [code, name]));

/** What a gRPC client reports. */
export function grpcText({ httpStatus, code, native, text, location }: GrpcAnswer): string {
  const name = NAMES.get(code) ?? `code ${code}`;
  const said = text === '' ? '' : ` (${text})`;
  return native
    ? `${name}${said}`
    : `${name}: HTTP ${httpStatus}${location === undefined ? '' : ` to ${quoted(location)}`}`;
}
