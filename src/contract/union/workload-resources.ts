/** What a container asks for, and what it gets at most. */
export interface ResourceContract {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

export interface Quantities {
  readonly cpu: string;
  readonly memory: string;
  readonly ephemeralStorage: string;
}

type Range = readonly [request: string, limit: string];

/** The charts name no ephemeral storage for most services; logs and `/tmp` are all that they write. */
const SCRATCH: Range = ['100Mi', '500Mi'];

const resources = (cpu: Range, memory: Range, storage: Range = SCRATCH): ResourceContract => ({
  requests: { cpu: cpu[0], memory: memory[0], ephemeralStorage: storage[0] },
  limits: { cpu: cpu[1], memory: memory[1], ephemeralStorage: storage[1] },
});

/**
 * Of each service of the control plane chart that says nothing else (controlplane: `values.yaml`,
 * `defaults.resources`).
 */
const UNION_SERVICE = resources(['250m', '500m'], ['250Mi', '512Mi']);

/**
 * Where the charts say something else.
 *
 * Source: unionai/helm-charts 2026.8.3 and 2026.3, rendered; of flyteadmin and flytescheduler flyte-core
 * 1.16.1.
 */
const OTHERS: Readonly<Record<string, ResourceContract>> = {
  'flyteadmin': resources(['50m', '2'], ['500Mi', '3Gi'], ['200Mi', '500Mi']),
  'flytescheduler': resources(['10m', '250m'], ['50Mi', '500Mi']),
  'usage': resources(['500m', '3'], ['250Mi', '512Mi']),
  'leasor': resources(['1', '2'], ['2Gi', '4Gi']),
  'cacheservice': resources(['500m', '1'], ['200Mi', '500Mi'], ['200Mi', '500Mi']),
  'union-authz': resources(['250m', '1'], ['256Mi', '512Mi']),
  'union-operator': resources(['1', '2'], ['1Gi', '3Gi']),
  'flytepropeller': resources(['1', '3'], ['1Gi', '3Gi']),
  'union-syncresources': resources(['500m', '1'], ['100Mi', '500Mi']),
  'executor': resources(['1', '4'], ['1Gi', '8Gi']),
  'leaseworker': resources(['4', '8'], ['8Gi', '16Gi']),
};

/** What the charts give the containers of a service. */
export function workloadResources(service: string): ResourceContract {
  return OTHERS[service] ?? UNION_SERVICE;
}
