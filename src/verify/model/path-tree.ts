import { onlyOf } from '../../common/data/collections';
import type { KubeObject } from '../kube/kube-object';
import type { ObjectSource } from '../read/object-source';
import type { ValueSet } from '../values/value-set';

/** The part that one release installs into one cluster: with `--output-dir`, one folder per chart. */
export function unitOf({ file, unit }: ObjectSource): string {
  return unit ?? /^(.+?)\/(?:charts\/.+?\/)?templates\//.exec(file)?.[1] ?? file;
}

/** A namespace of a unit. */
export function placeOf({ source, namespace }: KubeObject): string {
  return JSON.stringify([unitOf(source), namespace]);
}

/** For values within an object, the object; not for objects installed elsewhere. */
export function unitOfValues({ destination, files: [{ name, holder }] }: ValueSet): string {
  return holder === undefined
    ? name
    : `${name}${destination === undefined ? '/' : ' '}${[holder.document, ...holder.path].join('.')}`;
}

/** Names of files, folders and charts in a tree: each path has the nearest one. */
export class PathTree {
  private readonly namesBelow = new Map<string, Set<string>>();
  private readonly units = new Set<string>();

  public get size(): number {
    return this.units.size;
  }

  public add(path: string): void {
    this.units.add(path);
  }

  public name(path: string, name: string): void {
    for (const node of nodesOf(path)) {
      this.namesBelow.set(node, (this.namesBelow.get(node) ?? new Set()).add(name));
    }
  }

  public isNamed(path: string): boolean {
    return this.namesBelow.has(path);
  }

  public names(): readonly string[] {
    return [...this.namesBelow.get(ROOT) ?? []];
  }

  /** The name of the nearest node around a path that contains names, if there is only one. */
  public nameOf(path: string): string | undefined {
    const node = nodesOf(path).find((each) => each !== ROOT && this.namesBelow.has(each));
    return node === undefined ? undefined : onlyOf(this.namesBelow.get(node)!);
  }

  /** Separates two paths: each gets its highest folder without the other. */
  public separate(one: string, other: string): void {
    for (const [path, stranger] of [[one, other], [other, one]]) {
      const strange = new Set(nodesOf(stranger));
      const top = nodesOf(path).filter((node) => !strange.has(node)).pop();
      if (top !== undefined && !this.namesBelow.has(top)) {
        this.name(top, top);
      }
    }
  }

  public around(path: string): readonly string[] {
    return nodesOf(path).filter((node) => node !== ROOT);
  }
}

const ROOT = '';

function nodesOf(path: string): string[] {
  const nodes = [path];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    nodes.push(path.slice(0, end));
  }
  return path === ROOT ? nodes : [...nodes, ROOT];
}
