import { urlOf } from '../common/props/checks';
import { show } from '../common/props/problems';
import { CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE } from '../contract/union/workloads';
import type { Endpoint } from '../doctor/ask/endpoint';
import { KubectlError, kubectlOf } from '../doctor/cluster/kubectl';
import { ClusterContent, readCluster } from '../doctor/cluster/read-cluster';
import { diagnosis } from '../doctor/diagnose';
import { Model } from '../verify/model/model';
import { Wiring, wiringOf } from '../verify/model/wiring';
import { parseManifests } from '../verify/parse';
import { printable } from '../verify/report/printable';
import { command, Io, UsageError } from './command';
import {
  CLIENT_OPTIONS, PERSON_OPTIONS, REAL_LOGIN, clientOf, personAt, personOf,
} from './doctor-client';
import { REPORT_AND_PICTURE_FORMATS, REPORT_OPTIONS, reportChoices, tellReport } from './report';
import { DESCRIBED_RULES } from './rules-command';
import { RELEASE_OPTION, releaseOf } from './values-options';
import { WIRE_OPTIONS, wiresOf } from './wires';

export const doctorCommand = command({
  usage: ['doctor [options] URL'],
  about: `
Asks a running deployment from outside, as browsers, SDKs and strangers do, and reports what is wrong: the
cause, not its consequences. It changes nothing: it sends GET requests, and gRPC calls that only read.
`,
  options: {
    'release': RELEASE_OPTION,
    ...WIRE_OPTIONS,
    'timeout': { value: 'SECONDS', help: 'for each request (default: 10); all of them have a minute' },
    ...CLIENT_OPTIONS,
    'echo': {
      value: 'PATH',
      help: 'a guarded path that answers with the request\'s headers, to see whether forged headers reach it',
    },
    'login': {
      heading: 'With a person, who signs in as in a browser and as an SDK does (doctor signs out again; no '
        + 'token or cookie is shown):',
      help: 'open the two pages of the provider in your browser',
    },
    'no-browser': { help: 'with --login: print their addresses instead' },
    ...PERSON_OPTIONS,
    'kube': {
      heading: 'With the cluster, through your kubectl and kubeconfig, read-only (no value of a Secret '
        + 'leaves kubectl):',
      help: 'check the objects of the namespaces and the values of their Helm releases as verify does, and '
        + 'find pods older than their Secrets',
    },
    'context': { value: 'NAME', help: 'the context of the kubeconfig (default: the current one)' },
    'namespace': {
      value: 'NAME',
      multiple: true,
      help: `a namespace to look at (default: ${CONTROL_PLANE_NAMESPACE} and ${DATA_PLANE_NAMESPACE})`,
    },
    ...REPORT_OPTIONS,
    'format': {
      ...REPORT_OPTIONS.format, heading: 'Report:', help: Object.keys(REPORT_AND_PICTURE_FORMATS).join(', '),
    },
  },
  exits: '0 no finding at or above --fail-on; 1 such findings; 2 wrong usage, or a rule crashed.',
  async run({ values, positionals }, io) {
    const choices = reportChoices(values, REPORT_AND_PICTURE_FORMATS);
    const deployment = deploymentOf(positionals);
    const release = releaseOf('--release', values.release)._contract;
    const wires = {
      ...wiresOf(values.ca, values['connect-to'] ?? [], io.env),
      patience: patienceOf(values.timeout),
    };
    const client = clientOf(values, io);
    const person = personOf(values, io);
    const echo = echoOf(values.echo);
    const progress = progressOf(io);
    if (values['no-browser'] && !values.login) {
      throw new UsageError('--no-browser belongs to --login');
    }
    const signIn = values.login ? personAt(io, REAL_LOGIN, !values['no-browser']) : undefined;
    if (!values.kube && (values.context ?? values.namespace) !== undefined) {
      throw new UsageError('--context and --namespace belong to --kube');
    }
    const cluster = values.kube ? await clusterOf(values.context, values.namespace, io, progress) : undefined;
    const { report, path } = await diagnosis(
      { deployment, wires, release, client, person, signIn, echo, onStep: progress }, cluster,
    );
    progress();
    const beside = { picture: path.picture, steps: path.text };
    const wiring = cluster && (() => wiringIn(cluster));
    return tellReport(report, choices, io, { wiring, rules: DESCRIBED_RULES, beside });
  },
});

/** The wiring in a cluster. */
function wiringIn({ manifests, values }: ClusterContent): Wiring {
  const { objects, valueSets } = parseManifests(manifests, values);
  return wiringOf(new Model(objects, valueSets));
}

function deploymentOf(positionals: readonly string[]): Endpoint {
  if (positionals.length !== 1) {
    throw new UsageError(
      'Name the URL of one deployment, such as "cdk8s-union-auth doctor https://union.example.com"',
    );
  }
  const [text] = positionals;
  const shown = printable(show(text).slice(1, -1));
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = urlOf(written);
  if (url === undefined) {
    throw new UsageError(`${shown} is not a URL; name the deployment as "https://union.example.com"`);
  }
  // People copy the address of a console page from their browser; the path is ignored.
  const { protocol, hostname, port, username, password } = url;
  if (username !== '' || password !== '') {
    throw new UsageError(
      `The URL contains credentials, which doctor does not use; name the deployment as "https://${url.host}"`,
    );
  }
  if (protocol !== 'https:' || hostname === '') {
    throw new UsageError(
      `${shown} is not the https URL of a host; name the deployment as "https://union.example.com"`,
    );
  }
  // A trailing dot does not matter to name servers, but to edges and redirect URIs.
  return { host: hostname.replace(/\.$/, ''), port: Number(port || 443) };
}

async function clusterOf(
  context: string | undefined,
  named: readonly string[] | undefined,
  io: Io,
  progress: (step?: string) => void,
): Promise<ClusterContent> {
  const namespaces = [...new Set(named ?? [CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE])];
  const wrong = [...namespaces, ...(context === undefined ? [] : [context])].find(
    (name) => name === '' || name.startsWith('-'),
  );
  if (wrong !== undefined) {
    throw new UsageError(
      `--kube: ${printable(JSON.stringify(wrong))} is the name of no namespace or context`,
    );
  }
  progress(`the cluster for ${namespaces.join(', ')}`);
  try {
    return await readCluster(namespaces, kubectlOf(context, io.env));
  } catch (error) {
    progress();
    throw error instanceof KubectlError ? new UsageError(`--kube: ${error.message}`) : error;
  }
}

function patienceOf(seconds: string | undefined): number | undefined {
  if (seconds !== undefined && !/^([1-9]|[1-5]\d|60)$/.test(seconds)) {
    throw new UsageError(`--timeout: ${printable(seconds)} is not a number of seconds from 1 to 60`);
  }
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function echoOf(path: string | undefined): string | undefined {
  if (path !== undefined && !/^\/(?!\/)[\x21-\x7e]*$/.test(path)) {
    throw new UsageError(`--echo: ${printable(path)} is not a path; it begins with "/"`);
  }
  return path;
}

/** A line on a terminal's standard error with the current step; removed at the end. */
function progressOf(io: Io): (step?: string) => void {
  return (step) => {
    if (io.stderrIsTerminal) {
      io.stderr(step === undefined ? '\r\u001b[K' : `\r\u001b[KAsking ${printable(step)}…`);
    }
  };
}
