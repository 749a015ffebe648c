import { valueAt } from '../../common/data/json';
import { ValuesFile } from '../../common/values/values-file';
import type { PathStep } from '../../common/yaml/path';
import { ChartName } from '../../contract/union/values-contract';
import type { Home } from '../kube/home';
import { asText } from '../kube/json-access';
import { Field, FieldOwner } from '../read/field';
import type { ObjectSource } from '../read/object-source';

const WHOLE: Pick<ObjectSource, 'document' | 'path'> = { document: 0, path: [] };

/** A values file as findings name it: the chart is its object, a values path its field. */
export class ValuesDocument implements FieldOwner {
  /** That of `Chart.yaml` in Helm 3. */
  public readonly apiVersion = 'v2';
  public readonly kind = 'Values';
  public readonly annotations: Readonly<Record<string, string>> = {};
  public readonly source: ObjectSource;
  public readonly cluster: string | undefined;
  public readonly namespace: string | undefined;
  public readonly partial: boolean;

  public constructor(
    private readonly file: ValuesFile,
    public readonly name: ChartName,
    { cluster, namespace, partial }: Home & { readonly partial: boolean },
  ) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.partial = partial;
    const { duplicates, holder: { document, path } = WHOLE } = file;
    this.source = { file: file.name, document, path, ...(duplicates.length > 0 ? { duplicates } : {}) };
  }

  public at(...path: readonly PathStep[]): unknown {
    return valueAt(this.file.values, path);
  }

  public textAt(...path: readonly PathStep[]): string | undefined {
    return asText(this.at(...path));
  }

  public field(...path: readonly PathStep[]): Field {
    return new Field(this, path);
  }

  /** Through anchors and merge keys, which the text by itself does not follow. */
  public lineOf({ path }: Field): number {
    return this.file.lineOf(path);
  }
}
