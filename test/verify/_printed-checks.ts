import { JsonObject } from '../../src/common/data/json';
import { examine, keptFiles } from '../../src/init';
import { verify } from '../../src/verify/verify';
import { KINDS, LEAST } from '../init/_answers';

/** What READMEs print to check what we make, run as it is printed. */

const plane = (cluster: string) => ({
  namespace: `union-${cluster}`,
  operator: { clientId: `0oa-${cluster}-4444`, secret: { key: `union/${cluster}/operator` } },
});
const listed = { dataPlanes: { east: plane('east'), west: plane('west') } };

/** Each kind of deployment, and data planes that are listed with each delivery and behind each edge. */
export const SHAPES: Readonly<Record<string, JsonObject>> = {
  ...KINDS,
  'listed data planes': { ...LEAST, ...listed },
  'listed data planes and a script': { ...LEAST, ...listed, secrets: { kubernetesSecrets: {} } },
  'listed data planes, delivered by others': { ...LEAST, ...listed, secrets: { provisioned: null } },
  'listed data planes behind Traefik': { ...LEAST, ...listed, edge: { controller: { traefik: {} }, tls: [{ secretName: 'union-tls' }] } },
  'listed data planes behind Envoy Gateway': { ...LEAST, ...listed, edge: { controller: { envoyGateway: {} }, tls: [{ secretName: 'union-tls' }] } },
  'listed data planes behind routes of the chart': { ...LEAST, ...listed, edge: { controller: { chartGateway: {} } } },
};

export interface Text {
  readonly name: string;
  readonly text: string;
}

/** A call of `helm template`, as it is printed. */
export interface Rendering {
  readonly chart: string;
  readonly namespace: string;
  /** Our values; those of the chart's own cloud come before. */
  readonly values: Text;
}

/** What was made of a shape: its files, and what its README prints to check them. */
export interface Made {
  readonly dist: readonly Text[];
  readonly commands: readonly string[];
}

/** Or why a version of the charts does not do it. */
export function madeOf(shape: string, version: string, more: JsonObject = {}): Made | string {
  const answers = { ...SHAPES[shape], ...more };
  const isPlain = 'plain' in (answers.planes as JsonObject | undefined ?? {});
  const made = examine({ ...answers, ...isPlain ? {} : { planes: { charts: { version } } } });
  if (made.problems.length > 0) {
    return made.problems.map(({ text }) => text).join();
  }
  const readme = keptFiles(made, '1.2.3').find(({ path }) => path === 'README.md')!.text;
  const blocks = readme.match(/(?<=^```sh\n)[^]*?(?=^```)/gm) ?? [];
  return {
    dist: made.files.map(({ path, text }) => ({ name: `dist/${path}`, text })),
    commands: blocks.join('').split('\n').filter((line) => /^helm template |(?:^| )verify /.test(line)),
  };
}

/** What is found when they are run one after the other. */
export function runChecks({ dist, commands }: Made, template: (rendering: Rendering) => string): string[] {
  const files = new Map(dist.map((each) => [each.name, each]));
  const found: string[] = [];
  for (const command of commands) {
    const [, chart, namespace, ours, output] =
      /^helm template \S+ unionai\/(\S+) --namespace (\S+) .*--values charts\/\1\/values\.aws\.yaml --values (\S+) > (\S+)$/.exec(command) ?? [];
    if (output !== undefined) {
      files.set(output, { name: output, text: template({ chart, namespace, values: files.get(ours)! }) });
    } else {
      const [, given] = / verify (.*)$/.exec(command)!;
      const texts = given.split(' ').flatMap((name) => [...files.values()].filter((file) => file.name === name || file.name.startsWith(`${name}/`)));
      found.push(...findingsIn(texts.filter(({ name }) => /\.(ya?ml|json)$/.test(name))));
    }
  }
  return found;
}

/** What would end with another exit status than 0. */
export function findingsIn(texts: readonly Text[]): string[] {
  const { findings, crashed, unreadable } = verify(texts);
  return [
    ...crashed.map(({ rule, error }) => `${rule} crashed: ${error}`),
    ...unreadable.map(({ file, message }) => `${file}: ${message}`),
    ...findings.filter(({ severity }) => severity !== 'info').map(({ rule, file, object, field, found }) => `${rule} ${file} ${object.kind} ${object.name} ${field}: ${found}`),
  ];
}
