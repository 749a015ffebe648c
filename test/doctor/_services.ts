import { createServer } from 'node:http';
import { createServer as createHttp2Server, ServerHttp2Stream } from 'node:http2';
import { listening } from '../_tools/listening';

export interface Services {
  readonly http: number;
  readonly grpc: number;
  stop(): Promise<void>;
}

/** Replaces the services behind the guard: they answer every caller, and know none of the methods that `doctor` calls. */
export async function startServices(): Promise<Services> {
  const pages = await listening(createServer((_, response) => response.end('{}')));
  const methods = await listening(createHttp2Server().on('stream', (stream: ServerHttp2Stream, headers) => {
    const [, service, method] = String(headers[':path']).split('/');
    stream.on('error', () => undefined).resume();
    // As grpc-go answers.
    stream.respond({
      ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12', 'grpc-message': `unknown method ${method} for service ${service}`,
    }, { endStream: true });
  }));
  return { http: pages.port, grpc: methods.port, stop: async () => void await Promise.all([pages.stop(), methods.stop()]) };
}
