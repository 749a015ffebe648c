/** Synthesizes all or the named examples by the real cdk8s CLI, each into its own `dist/`, and lists the files. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { argumentsOf } from '../scripts/command';

const named = argumentsOf('npm run example [-- NAME…]   Synthesize the examples through the real cdk8s CLI');

const examples = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(__dirname, entry.name, 'cdk8s.yaml')))
  .map((entry) => entry.name)
  .filter((example) => named.length === 0 || named.includes(example))
  .sort();

const root = join(__dirname, '..');
const cli = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');

/** Only for terminals: the first releases of Node 20 style files, too. */
function bold(text: string): string {
  return process.stdout.isTTY ? styleText('bold', text) : text;
}

/** Runs the CLI in the folder of an example; all examples run at the same time. */
function synthesize(example: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
    execFile(process.execPath, [cli, 'synth'], { cwd: join(__dirname, example), env }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}${stderr}\nexamples/${example}: cdk8s synth failed`)) : resolve());
  });
}

function report(): void {
  for (const example of examples) {
    console.log(bold(`examples/${example}`));
    for (const file of filesBelow(join(__dirname, example, 'dist'))) {
      console.log(`  ${relative(root, file)}`);
    }
  }
  console.log(NEXT_STEPS);
}

const NEXT_STEPS = `
${bold('What to do next')}
  1. Register the three applications: examples/self-hosted/dist/oauth-applications.md
  2. Put their two client secrets into your secret store, and make a SecretStore in both namespaces.
  3. Copy examples/self-hosted/main.ts, put your own values in, and run cdk8s synth.
  4. kubectl apply --filename dist/union-cp.k8s.yaml --filename dist/union.k8s.yaml
  5. helm upgrade --install the control plane with dist/controlplane.values.yaml, the data plane with dist/dataplane.values.yaml.
     The releases must be called unionai-controlplane and unionai-dataplane, or as releaseName says.

  If Union already runs, or Secrets for it exist, run the take-over scripts before step 4. Without them step 4 removes keys that
  kubectl apply has written, and step 5 deletes the Secrets that the charts have made (with the tunnel token). The scripts change
  no value, and you can repeat them.
     sh dist/controlplane.take-over.sh
     sh dist/dataplane.take-over.sh

  docs/deploy.md has the commands of each step, the checks, and how to go back.
`;

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

Promise.all(examples.map(synthesize)).then(report, (error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
