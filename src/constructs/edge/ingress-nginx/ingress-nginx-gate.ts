import { Construct } from 'constructs';
import { GATE_PORTS, INGRESS_NGINX } from '../../../contract/edges/known-edges';
import { serviceHost } from '../../../contract/upstream/kubernetes';
import { UnionIdentity } from '../../identity';
import { DEVIATIONS } from '../../identity/deviations';
import { AuthGate, emitAuthGateOnce } from '../auth-gate';

/** `host:port` of the gate in the cluster. */
export function nginxGateAddress(namespace: string): string {
  return `${serviceHost(INGRESS_NGINX.dialect.service, namespace)}:${GATE_PORTS.unauthorized}`;
}

/**
 * Emits the gate that Ingresses ask, those of an edge of ours, those of Union's chart and those of your own:
 * it shows `/me` a caller's credentials and nothing else. One serves all Ingresses of a chart and namespace.
 */
export function emitNginxGate(
  scope: Construct, identity: UnionIdentity, namespace: string, options?: AuthGate,
): void {
  if (identity._mend(DEVIATIONS.subrequestHeaders, true, false)) {
    emitAuthGateOnce(scope, namespace, INGRESS_NGINX.dialect, options);
  }
}
