import { FLYTEADMIN } from './control-plane-workloads';
import { unionService } from './union-services';

/**
 * Ports of Services of the control plane chart that no container of it offers, or whose service it does not
 * bring.
 */
const OTHER_PORTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // templates/datacatalog/service.yaml.
  datacatalog: { grpc: 89 },
  // flyte-core: admin/service.yaml. A sidecar once served the API's documentation there.
  flyteadmin: { redoc: 87 },
};

/**
 * The number of a Service's named port. Ingresses may name a port; the Gateway API wants its number.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/<service>/service.yaml`.
 */
export function servicePortNumber(service: string, port: string): number {
  const other = OTHER_PORTS[service]?.[port];
  if (other !== undefined) {
    return other;
  }
  const workload = service === FLYTEADMIN.name ? FLYTEADMIN : unionService(service);
  const number = workload.ports.find(({ name }) => name === port)?.servicePort;
  if (number === undefined) {
    throw new Error(`The contract knows no port ${port} of the Service ${service}.`);
  }
  return number;
}
