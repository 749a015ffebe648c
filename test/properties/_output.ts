import { isDeepStrictEqual } from 'node:util';
import Ajv, { ValidateFunction } from 'ajv';
import { load, loadAll } from 'js-yaml';
import { quantityOf } from '../../src/constructs/pods/container-resources';
import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import { refusals } from '../_tools/api-server';
import { faultOf, Manifest } from '../_tools/schemas';
import type { Output, PlaneValues } from './_program';
import { SENTINEL } from './generators/spoiled';

/**
 * What is wrong with what a program wrote; nothing where all properties hold.
 *
 * @param isTolerated rules whose findings are no fault
 */
export function faultsIn(output: Output, isTolerated: (rule: string) => boolean): string[] {
  const objects = [...output.manifests.values()].flatMap(objectsIn);
  return [
    ...objects.flatMap((object) => faultOf(object) ?? refusals(object).map((why) => `${nameOf(object)} would be rejected: ${why.slice(0, 300)}`)),
    ...objects.flatMap(requestsAboveLimits),
    ...twice(objects),
    ...verified(output, isTolerated),
    ...output.values.flatMap((values) => [...outsideContract(values), ...notCarried(values, output.manifests)]),
    ...allTexts(output).filter((text) => text.includes(SENTINEL)).map((text) => `shows a secret: ${text.slice(Math.max(0, text.indexOf(SENTINEL) - 200), text.indexOf(SENTINEL) + 50)}`),
  ];
}

function objectsIn(text: string): Manifest[] {
  return (loadAll(text) as (Manifest | null)[]).filter((object) => object !== null);
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** Everything as bytes. */
export function allTexts({ manifests, values, texts }: Output): string[] {
  return [...manifests.values(), ...values.map((plane) => plane.values.toString()), ...texts];
}

interface Container {
  readonly name: string;
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
}

/** Kubernetes rejects a container that requests more than its limit. */
function requestsAboveLimits(object: Manifest): string[] {
  const containers = (object.spec?.template?.spec?.containers ?? []) as Container[];
  return containers.flatMap(({ name, resources: { requests = {}, limits = {} } = {} }) => Object.entries(requests)
    .filter(([resource, amount]) => limits[resource] !== undefined && quantityOf(String(amount))! > quantityOf(String(limits[resource]))!)
    .map(([resource, amount]) => `${nameOf(object)}: ${name} requests ${amount} ${resource} of ${limits[resource]}`));
}

function twice(objects: readonly Manifest[]): string[] {
  const identities = objects.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
  return identities.filter((identity, i) => identities.indexOf(identity) < i).map((identity) => `emitted twice: ${identity}`);
}

/** No rule may crash, whatever is tolerated. */
function verified({ manifests, values }: Output, isTolerated: (rule: string) => boolean): string[] {
  const texts = [...manifests].map(([name, text]) => ({ name, text }));
  const held = values.map(({ step, values: plane }) => ({ name: `${step}.values.yaml`, text: plane.toString(), chart: plane._chart, release: plane._release }));
  const { findings, crashed, notices } = verifyParsed(parseManifests(texts, held));
  return [
    ...findings.filter(({ rule }) => !isTolerated(rule))
      .map(({ rule, object, field, expected, found }) => `finding ${rule}: ${object.kind} ${object.name} ${field}: expected ${expected}, found ${found}`),
    ...crashed.map(({ rule, error }) => `rule ${rule} crashed: ${error}`),
    ...notices.map(({ file, message }) => `notice: ${file}: ${message}`),
  ];
}

// The two keywords are the editor's.
const AJV = new Ajv({ strict: false, allErrors: true, keywords: ['deprecationMessage', 'doNotSuggest'] });
const VALIDATORS = new Map<string, ValidateFunction>();

function outsideContract({ step, values }: PlaneValues): string[] {
  const id = values.schemaFileName;
  const validate = VALIDATORS.get(id) ?? AJV.compile(values.schema());
  VALIDATORS.set(id, validate);
  return validate(load(values.toString())) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `values of ${step}: ${instancePath} ${message}`);
}

/** What Argo CD and Flux carry is what the file holds. */
function notCarried({ step, values }: PlaneValues, manifests: ReadonlyMap<string, string>): string[] {
  const own: unknown = load(values.toString());
  const suffix = `-of-${step.replace(/ /g, '-')}.k8s.yaml`;
  const files = [...manifests].filter(([file]) => file.startsWith('carrier-') && file.endsWith(suffix));
  const carried = files.map(([, text]) => contentCarried(objectsIn(text), values._chart));
  return carried.filter((content) => !isDeepStrictEqual(content, own)).map((content) => `values of ${step} are carried as ${JSON.stringify(content)?.slice(0, 300)}`);
}

function contentCarried(objects: readonly Manifest[], chart: string): unknown {
  const { kind, spec } = objects.find((object) => object.kind === 'Application' || object.kind === 'HelmRelease')!;
  if (kind === 'Application') {
    const source = spec.source ?? spec.sources[0];
    return source.chart === chart ? source.helm.valuesObject : undefined;
  }
  return (spec.chart?.spec?.chart ?? chartOf(spec.chartRef.name, objects)) === chart ? spec.values : undefined;
}

function chartOf(repository: string, objects: readonly Manifest[]): string | undefined {
  const url = objects.find(({ kind, metadata }) => kind === 'OCIRepository' && metadata.name === repository)?.spec.url as string | undefined;
  return url?.split('/').pop();
}
