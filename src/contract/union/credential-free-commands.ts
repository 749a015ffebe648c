/** All that a binary does, or its subcommands. */
type Commands = 'every' | readonly string[];

/**
 * Commands of Flyte's binaries that read the configuration of a service and use none of its OAuth
 * credentials: they make no admin client and sign no one in. `every` stands for the whole binary. What is not
 * listed is taken for a client, so `flytepropeller` without a subcommand, `flyteadmin serve`, `flyteadmin
 * clusterresource`, `flytescheduler run` and `precheck`, and all of Union's own binaries are.
 *
 * Source: flyteorg/flyte, flytepropeller/cmd/controller/cmd/{root,webhook,init_certs}.go and
 * pkg/webhook/entrypoint.go (the pod webhook and its certificates talk to the Kubernetes API alone),
 * flytepropeller/cmd/manager/cmd/root.go (starts pods), flyteadmin/cmd/entrypoints/{migrate,k8s_secret}.go
 * (the database; a Secret), and `config` of flytestdlib/config/viper, which every root command adds. Clients
 * are made in flyteadmin/cmd/entrypoints/clusterresource.go and
 * flyteadmin/cmd/scheduler/entrypoints/{scheduler,precheck}.go.
 */
export const CREDENTIAL_FREE_COMMANDS: ReadonlyMap<string, Commands> = new Map<string, Commands>([
  ['flytepropeller', ['webhook', 'webhooks', 'config']],
  ['flytepropeller-manager', 'every'],
  ['flyteadmin', ['migrate', 'secret', 'secrets', 'config']],
  ['flytescheduler', ['config']],
]);

/**
 * Flags of those binaries that take no value: the word after any other flag is its value, no subcommand
 * (k8s.io/klog: `InitFlags`).
 */
export const VALUELESS_FLAGS: ReadonlySet<string> = new Set([
  '--logtostderr', '--alsologtostderr', '--add_dir_header', '--skip_headers', '--skip_log_headers',
]);
