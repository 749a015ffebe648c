import { JsonObject } from '../../../src/common/data/json';
import { OutputFile } from '../../../src/constructs/output/output-folder';
import { adopt, Adopted, Finished } from '../../../src/init/adopt';

/** What `init --from` finds in texts, by their names. */
export function foundIn(texts: Readonly<Record<string, string>>, told: JsonObject = {}): Adopted {
  const named = Object.entries(texts).map(([name, text]) => ({ name, text }));
  return adopt(named.filter(({ name }) => /\.ya?ml$/.test(name)), named.filter(({ name }) => /\.(sh|env)$/.test(name)), told);
}

/** The same, and what comes of it. */
export function adopted(texts: Readonly<Record<string, string>>, told: JsonObject = {}): Adopted & Finished {
  const found = foundIn(texts, told);
  return { ...found, ...found.finish({ ...found.otherwise, ...found.answers }) };
}

/** Files of ours as texts, without those that say what they were made of. */
export function textsOf(files: readonly OutputFile[]): Record<string, string> {
  return Object.fromEntries(files.filter(({ path }) => /\.(yaml|sh|env)$/.test(path)).map(({ path, text }) => [path, text]));
}

/** An Application of Argo CD that installs the control plane from a repository of charts. */
export const application = (name: string, helm: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: union-cp }
  source:
    repoURL: https://unionai.github.io/helm-charts
    chart: controlplane
    targetRevision: 2026.8.3
    helm: ${helm}
`;

/** The operator of a data plane, as a dump of its cluster has it. */
export const operatorInCluster = (cluster: string, clientId: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: union-operator, namespace: union, labels: { helm.sh/chart: dataplane-2026.8.3 } }
data:
  config.yaml: |
    operator: { clusterId: { name: ${cluster}, organization: acme } }
    union:
      auth: { enable: true, type: ClientSecret, clientId: ${clientId}, clientSecretLocation: /etc/union/secret/client_secret }
      connection: { host: dns:///union.example.com }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: union-operator, namespace: union, labels: { helm.sh/chart: dataplane-2026.8.3 } }
spec:
  template:
    spec:
      containers:
        - { name: operator, image: operator, args: [--config, /etc/union/config/*.yaml], volumeMounts: [{ name: c, mountPath: /etc/union/config }, { name: s, mountPath: /etc/union/secret }] }
      volumes: [{ name: c, configMap: { name: union-operator } }, { name: s, secret: { secretName: union-secret-auth } }]
`;
