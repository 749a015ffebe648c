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

/**
 * What a service gets, each as request and limit.
 *
 * Source: unionai/helm-charts 2026.8.3 and 2026.3, rendered; of flyteadmin and flytescheduler flyte-core
 * 1.16.1.
 */
export const resources = (cpu: Range, memory: Range, storage: Range = SCRATCH): ResourceContract => ({
  requests: { cpu: cpu[0], memory: memory[0], ephemeralStorage: storage[0] },
  limits: { cpu: cpu[1], memory: memory[1], ephemeralStorage: storage[1] },
});

/**
 * Of each service of the control plane chart that says nothing else (controlplane: `values.yaml`,
 * `defaults.resources`).
 */
export const DEFAULT_RESOURCES = resources(['250m', '500m'], ['250Mi', '512Mi']);
