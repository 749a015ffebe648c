import { Construct } from 'constructs';
import { chartOf, Records } from '../../../common/data/records';
import { Problems } from '../../../common/props/problems';
import { INGRESS_NGINX } from '../../../contract/edges/ingress-nginx';
import { GATE_PORTS } from '../../../contract/edges/own-gates';
import { serviceHost } from '../../../contract/upstream/service-host';
import { UnionIdentity } from '../../identity';
import { DEVIATIONS } from '../../identity/deviations';
import { AuthGate, emitAuthGate } from '../auth-gate';

/** `host:port` of the gate in the cluster. */
export function nginxGateAddress(namespace: string): string {
  return `${serviceHost(INGRESS_NGINX.dialect.service, namespace)}:${GATE_PORTS.unauthorized}`;
}

/** The gates by chart and namespace, each with its settings. */
const GATES = new Records<string>();

/**
 * Emits the gate that Ingresses ask, those of an edge of ours and those of Union's chart: it shows `/me` a
 * caller's credentials and nothing else. One serves all Ingresses of a chart and namespace.
 */
export function emitNginxGate(
  scope: Construct, identity: UnionIdentity, namespace: string, options: AuthGate = {},
): void {
  if (!identity._mend(DEVIATIONS.subrequestHeaders, true, false)) {
    return;
  }
  const [other] = GATES.about(chartOf(scope), namespace);
  const settings = JSON.stringify(options);
  if (other === undefined) {
    emitAuthGate(scope, namespace, INGRESS_NGINX.dialect, options);
    GATES.add(chartOf(scope), namespace, scope, settings);
  } else if (other.value !== settings) {
    const problems = new Problems('EdgeController.ingressNginx');
    problems.add(
      'gate', options, `is not as ${other.scope.node.path} has it, and both ask one gate; give both the same`,
    );
    problems.throwIfAny();
  }
}
