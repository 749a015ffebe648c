import { tmpdir } from 'node:os';
import { doctor } from './_run';

/** Refused before anything is asked. */
async function refusal(args: readonly string[]): Promise<string> {
  const { code, out, err } = await doctor(args, { env: { PATH: tmpdir() } });
  expect([code, out]).toEqual([2, '']);
  return err;
}

const URL = 'https://union.example.com';
// An unknown release is refused after the URL, and before anything is asked: so nothing here leaves the machine.
const NO_RELEASE = ['--release', '1.0'];
const TIMEOUT = /^--timeout: .* is not a number of seconds from 1 to 60\n$/;

test.each(['0', '61', '69', '70', '99', '100', '600', '-1', '1.5', '1e1', '07', ' 5', 'x', ''])('--timeout=%j is refused', async (seconds) => {
  expect(await refusal(['https://union.example.com', `--timeout=${seconds}`])).toMatch(TIMEOUT);
});

test.each(['1', '9', '10', '59', '60'])('--timeout %s passes', async (seconds) => {
  // The next thing that is wrong is reported.
  expect(await refusal(['https://union.example.com', '--timeout', seconds, '--config', '/nowhere'])).toMatch(/^--config: \/nowhere cannot be read/);
});

test.each([
  'https://union.example.com', 'union.example.com', 'https://union.example.com/', 'https://union.example.com/console?domain=development#top',
  'https://union.example.com:8443/console/projects',
])('%s names a deployment, whichever page of it', async (url) => {
  expect(await refusal([url, ...NO_RELEASE])).toMatch(/--release/);
});

test.each([
  ['http://union.example.com', /is not the https URL of a host/],
  ['ftp://union.example.com/x', /is not the https URL of a host/],
  ['https://', /is not a URL/],
  ['https://ada:hun/ter2@union.example.com:x', /^(?!.*ter2@).* is not a URL/],
  ['https://ada:hunter2@union.example.com/console', /^The URL contains credentials(?!.*(ada|hunter2)).*"https:\/\/union\.example\.com"/],
  ['ada:hunter2@union.example.com', /^The URL contains credentials(?!.*(ada|hunter2))/],
])('%s does not', async (url, message) => {
  expect(await refusal([url, ...NO_RELEASE])).toMatch(message);
});

test.each<[string[], string]>([
  [[], 'Name the URL of one deployment, such as "cdk8s-union-auth doctor https://union.example.com"'],
  [['a.example.com', 'b.example.com'], 'Name the URL of one deployment, such as "cdk8s-union-auth doctor https://union.example.com"'],
  [['https://ada@union.example.com:8443'], 'The URL contains credentials, which doctor does not use; name the deployment as "https://union.example.com:8443"'],
  [['https://:x@union.example.com'], 'The URL contains credentials, which doctor does not use; name the deployment as "https://union.example.com"'],
  [['HTTP://union.example.com'], 'HTTP://union.example.com is not the https URL of a host; name the deployment as "https://union.example.com"'],
  [[URL, '--no-browser'], '--no-browser belongs to --login'],
  [[URL, '--context', 'eu'], '--context and --namespace belong to --kube'],
  [[URL, '--namespace', 'union'], '--context and --namespace belong to --kube'],
  [[URL, '--kube'], '--kube: kubectl is not installed, or not on the PATH'],
  [[URL, '--format', 'xml'], '--format: "xml" is unknown; choose one of text, json, sarif, junit, github, html, svg'],
  [[URL, '--client-secret', 'x'], 'Unknown option \'--client-secret\''],
  [[URL, '--client-id', 'ci'], '--client-secret-env: the variable UNION_CI_CLIENT_SECRET is not set'],
  [[URL, '--kube', '--namespace', ''], '--kube: "" is the name of no namespace or context'],
  [[URL, '--kube', '--namespace=-A'], '--kube: "-A" is the name of no namespace or context'],
  [[URL, '--kube', '--context=--kubeconfig'], '--kube: "--kubeconfig" is the name of no namespace or context'],
  ...['x', '//x', '/a b', '/é', ''].map((path): [string[], string] => [[URL, `--echo=${path}`], `--echo: ${path} is not a path; it begins with "/"`]),
  [[URL, '--id-token-env', 'X'], '--id-token-env and --access-token-env belong together: the two tokens of one login'],
])('%j is refused', async (args, message) => {
  expect(await refusal(args)).toBe(`${message}\n`);
});

test.each(['/', '/a', '/a?b=c~'])('--echo %s passes', async (path) => {
  expect(await refusal([URL, '--echo', path, '--no-browser'])).toBe('--no-browser belongs to --login\n');
});
