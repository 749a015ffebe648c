import { oncePer, oncePerName } from '../../common/data/collections';
import { COPIED_ELSEWHERE } from '../../contract/upstream/secret-operators';
import type { SecretWriter } from '../credentials/secret-writers';
import { Home, isMadeUp } from '../kube/home';
import { asObject } from '../kube/json-access';
import type { Model } from './model';

/**
 * Those who write a Secret in a namespace where no one reads it, while no one writes it where it is read. A
 * Secret without keys waits for others, and copies go where their tool takes them.
 */
export function misplacedWriters(model: Model, name: string, reader: Home): readonly SecretWriter[] {
  const isSomewhere = reader.namespace !== undefined && !isMadeUp(reader.namespace);
  if (!isSomewhere || model.writers.of(name, reader).some(writesKeys)) {
    return [];
  }
  const used = usedWriters(model)(name);
  // Of what is in no cluster that someone names, no one knows whether it is in this one.
  return model.writers.named(name).filter((writer) => writer.object.cluster === reader.cluster
    && writesKeys(writer) && !writer.object.live && !isCopied(writer) && !used.has(writer));
}

/** The writers of a Secret that some workload reads from. */
const usedWriters = oncePer((model: Model) => oncePerName((name): ReadonlySet<SecretWriter> =>
  new Set(model.secretUses.named(name).flatMap(({ workload }) => model.writers.of(name, workload)))));

function writesKeys({ kind, keys }: SecretWriter): boolean {
  return kind !== 'stranger' && (kind !== 'manifest' || keys.length > 0);
}

function isCopied(writer: SecretWriter): boolean {
  const annotations = writer.kind === 'external-secret'
    ? asObject(writer.externalSecret.at('target', 'template', 'metadata', 'annotations'))
    : writer.object.annotations;
  return Object.keys(annotations).some((name) => COPIED_ELSEWHERE.test(name));
}
