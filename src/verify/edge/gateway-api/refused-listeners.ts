import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';

/** A listener with which the API server refuses its Gateway. */
export interface RefusedListener {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
}

const PROTOCOLS = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'];

/**
 * Listeners whose protocol and TLS do not go together, or whose protocol is known in other letters.
 *
 * Source: Gateway API 1.2, `apis/v1/gateway_types.go`: the validation rules of `listeners` and of `tls`.
 */
export function refusedListeners(gateway: KubeObject): RefusedListener[] {
  return gateway.listAt('spec', 'listeners').map(asObject).flatMap((listener, index) => {
    const protocol = asText(listener.protocol) ?? '';
    const place = gateway.field('spec', 'listeners', index);
    const upper = protocol.toUpperCase();
    if (protocol !== upper && PROTOCOLS.includes(upper)) {
      return [{ at: place.child('protocol'), expected: upper, found: protocol }];
    }
    if (protocol === 'HTTP' && listener.tls !== undefined) {
      const expected = 'HTTPS, since tls stands beside it';
      return [{ at: place.child('protocol'), expected, found: protocol }];
    }
    return protocol === 'HTTPS' ? ofTls(listener.tls, place) : [];
  });
}

function ofTls(raw: unknown, place: Field): RefusedListener[] {
  if (raw === undefined) {
    return [{ at: place, expected: 'tls with a certificate beside protocol HTTPS', found: 'none' }];
  }
  const { mode, certificateRefs, options } = asObject(raw);
  const chosen = asText(mode) ?? 'Terminate';
  if (chosen !== 'Terminate') {
    return [{ at: place.child('tls', 'mode'), expected: 'Terminate beside protocol HTTPS', found: chosen }];
  }
  return asList(certificateRefs).length > 0 || Object.keys(asObject(options)).length > 0
    ? []
    : [{ at: place.child('tls'), expected: 'certificateRefs', found: 'none' }];
}
