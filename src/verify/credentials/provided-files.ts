import { oncePer } from '../../common/data/collections';
import { isNear } from '../../common/props/suggestion';
import { documentIn } from '../../common/yaml/yaml-reader';
import { AGENT_FILES, PROVIDER_FILES, SECRETS_STORE } from '../../contract/upstream/provided-files';
import type { Home } from '../kube/home';
import { HomeIndex } from '../kube/home-index';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Volume } from '../kube/volume';
import { cleanPath, joinPaths } from '../kube/volume';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';

/** The files that something gives a container, other than a Secret or ConfigMap. */
export interface ProvidedFiles {
  readonly files: readonly string[];
  /** For people, such as `SecretProviderClass union`. */
  readonly by: string;
  /** Where they are named. */
  readonly at: Field;
}

/** What the SecretProviderClasses of the input give to volumes. */
export class ProviderClasses {
  private readonly index = new HomeIndex<KubeObject>();
  private readonly all: readonly KubeObject[];

  public constructor(objects: readonly KubeObject[]) {
    this.all = objects.filter(isProviderClass);
    this.all.forEach((object) => this.index.add(object.name, object, object));
  }

  /** Nothing where the input does not tell. */
  public filesIn(volume: Volume, near: Home): ProvidedFiles | undefined {
    const { providerClass: name } = volume;
    if (name === undefined) {
      return undefined;
    }
    const classes = this.index.near(name, near);
    if (classes.length === 0) {
      const [meant] = this.all.filter((object) =>
        isNear(object.name, name) && this.index.near(object.name, near).includes(object));
      return meant && {
        files: [],
        by: `no SecretProviderClass ${name}, only ${meant.name}`,
        at: volume.field.child('csi', 'volumeAttributes', 'secretProviderClass'),
      };
    }
    const files = classFiles(classes[0]);
    return files === undefined || classes.length > 1 ? undefined : {
      files, by: `SecretProviderClass ${name}`, at: fieldOfFiles(classes[0]),
    };
  }
}

/** The files that the Vault agent adds to the pods of a workload; nothing where annotations do not tell. */
export function agentFiles(workload: Workload): ProvidedFiles | undefined {
  const { podAnnotations, injectors: [injector = '', ...others] } = workload;
  const prefix = injector.replace(/[^/]*$/, '');
  const said = (name: string) => asText(podAnnotations[`${prefix}${name}`]);
  const asked = Object.keys(podAnnotations).filter((name) => name.startsWith(prefix))
    .flatMap((name) => AGENT_FILES.asks.exec(name.slice(prefix.length))?.[1] ?? []);
  const files = asked.map((name) => {
    const directory = AGENT_FILES.directories(name).map(said).find(Boolean);
    const file = said(AGENT_FILES.file(name)) ?? name;
    return `/${joinPaths(cleanPath(directory ?? AGENT_FILES.defaultDirectory), cleanPath(file))}`;
  });
  return others.length > 0 || files.length === 0 || said(AGENT_FILES.elsewhere) !== undefined
    ? undefined
    : { files: [...new Set(files)], by: 'the Vault agent', at: workload.podAnnotationField(injector) };
}

function isProviderClass({ group, kind }: KubeObject): boolean {
  return group === SECRETS_STORE.group && kind === SECRETS_STORE.kind;
}

function fieldOfFiles(object: KubeObject): Field {
  const { parameter } = PROVIDER_FILES[asText(object.at('spec', 'provider')) ?? ''];
  return object.field('spec', 'parameters', parameter);
}

/** The files that a class gives a volume; nothing where they are unknown. Asked per service. */
export const classFiles = oncePer((object: KubeObject): readonly string[] | undefined => {
  const provider = asText(object.at('spec', 'provider')) ?? '';
  const known = Object.hasOwn(PROVIDER_FILES, provider) ? PROVIDER_FILES[provider] : undefined;
  const parameters = object.objectAt('spec', 'parameters');
  const text = known && asText(parameters[known.parameter]);
  if (known === undefined || text === undefined || /\$\{|\{\{|<path:/.test(text)) {
    return undefined;
  }
  const content = documentIn(text);
  const entries = known.list === undefined
    ? asList(content)
    : asList(asObject(content)[known.list]).map((entry) => documentIn(asText(entry) ?? ''));
  const files = entries.map((entry) => known.filesOf(asObject(entry), parameters).map(asText));
  const names = files.flat().flatMap((name) => name ?? []);
  const isWhole = files.every((each) => each.length > 0 && each.every((name) => name !== undefined));
  return isWhole && names.length > 0 ? names : undefined;
});

/** A class copies it into a Secret without fetching it: the driver then makes no Secret. */
export function unfetchedCopy(
  object: KubeObject, { secret, key }: { readonly secret: string; readonly key: string },
): { readonly at: Field; readonly objectName: string; readonly files: readonly string[] } | undefined {
  const files = isProviderClass(object) ? classFiles(object) : undefined;
  const copies = object.listAt('spec', 'secretObjects').flatMap((target, index) =>
    (asObject(target).secretName === secret ? asList(asObject(target).data) : []).map((entry, position) => ({
      entry: asObject(entry),
      at: object.field('spec', 'secretObjects', index, 'data', position, 'objectName'),
    })));
  const copy = copies.find(({ entry }) => entry.key === key);
  const objectName = asText(copy?.entry.objectName);
  return files === undefined || copy === undefined || objectName === undefined || files.includes(objectName)
    ? undefined
    : { at: copy.at, objectName, files };
}
