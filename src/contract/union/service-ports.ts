import { FLYTEADMIN, unionService } from './control-plane-workloads';

/** Services of the control plane chart whose ports differ from those of the union services. */
const OTHER_PORTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // templates/cacheservice/service.yaml and templates/datacatalog/service.yaml.
  cacheservice: { http: 88, grpc: 89 },
  datacatalog: { grpc: 89 },
  // templates/flyteconsole/service.yaml and templates/console/service.yaml.
  flyteconsole: { http: 80 },
  unionconsole: { http: 80 },
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
