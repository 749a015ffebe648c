import type { JsonObject } from '../../../src/common/data/json';
import { examine } from '../../../src/init';
import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { parseManifests } from '../../../src/verify/parse';
import { RULES } from '../../../src/verify/registry';
import { Flow, flowOf } from '../../../src/verify/report/flow';
import { Report, VerifyOptions, verifyParsed } from '../../../src/verify/verify';
import { LEAST } from '../../init/_answers';
import { manifests } from '../_manifests';

type Texts = readonly { readonly name: string; readonly text: string }[];

/** What the judge makes of texts, and how it hangs together. */
export function judged(texts: Texts, options: VerifyOptions = {}): { readonly flow: Flow; readonly report: Report } {
  const input = parseManifests(texts);
  const report = verifyParsed(input, options);
  return { report, flow: flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules) };
}

export function flowIn(...objects: Parameters<typeof manifests>): ReturnType<typeof judged> {
  return judged([{ name: 'in.yaml', text: manifests(...objects) }]);
}

/** Where another deployment is. */
interface Place {
  readonly domain?: string;
  readonly namespace?: string;
}

/** The files of a deployment with data planes of its own, of which `edit` may break some. */
export function deploymentOf(
  planes: readonly string[], edit: (text: string, path: string) => string = (text) => text, { domain, namespace }: Place = {},
): Texts {
  const answers: JsonObject = {
    ...LEAST,
    ...domain === undefined ? {} : { domain },
    organization: 'acme',
    dataPlanes: Object.fromEntries(planes.map((name) => [name, {
      namespace: `union-${name}`,
      operator: { clientId: `0oa-${name}-4444`, secret: { key: `union/${name}/operator` } },
      eager: { clientId: `0oa-${name}-5555`, secret: { key: `union/${name}/eager` } },
    }])),
    controlPlane: { ...namespace === undefined ? {} : { namespace }, authorization: { union: { admins: [{ name: 'Ada', subject: '00u-ada-1111' }] } } },
  };
  const { files, problems } = examine(answers);
  if (files.length === 0) {
    throw new Error(JSON.stringify(problems));
  }
  return files.filter(({ path }) => /\.(k8s|values)\.yaml$/.test(path)).map(({ path, text }) => ({ name: path, text: edit(text, path) }));
}

/** Faults that a person makes in the files of such a deployment. */
export const FAULTS: Readonly<Record<string, (text: string, path: string) => string>> = {
  key: (text, path) => (/east.*k8s|k8s.*east/.test(path) || text.includes('union/east/operator') ? text.replaceAll(/secretKey: client_secret/g, 'secretKey: other') : text),
  guard: (text, path) => (path.includes('controlplane') ? text.replace(/(protectedIngressAnnotationsGrpc:\s+nginx.ingress.kubernetes.io\/auth-url: ).*/, '$1null') : text),
  client: (text, path) => (/west.*values/.test(path) ? text.replaceAll('0oa-west-4444', '0oa-west-4445') : text),
};
