import { ALPN_PROTOCOLS } from '../../../contract/upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';
import { notOfCallers } from './envoy-caller-headers';

/** A Gateway, or one listener of it. */
export interface Listening {
  readonly name: string;
  readonly sectionName?: string;
}

/**
 * What the listeners of Gateways must allow, and what they take from callers: the spec of a
 * ClientTrafficPolicy.
 */
export function clientTraffic(
  targets: readonly Listening[], version: string | undefined,
): Record<string, unknown> {
  return {
    targetRefs: targets.map(({ name, sectionName }) => ({
      group: GATEWAY_API_GROUP,
      kind: 'Gateway',
      name,
      ...(sectionName === undefined ? {} : { sectionName }),
    })),
    // Without, listeners whose certificates overlap lose HTTP/2, and with it gRPC.
    tls: { alpnProtocols: [...ALPN_PROTOCOLS] },
    // Idle streams are cut after 5 minutes otherwise, and watches are idle for long.
    timeout: { http: { requestReceivedTimeout: '0s', streamIdleTimeout: '0s' } },
    // Said aloud: no path reaches a route with an encoded slash in it.
    path: { escapedSlashesAction: 'UnescapeAndRedirect' },
    headers: { earlyRequestHeaders: notOfCallers(version) },
  };
}
