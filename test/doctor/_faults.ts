import { parse, stringify } from 'yaml';
import type { MetadataAnswer } from '../_tools/flyteadmin/auth-metadata';
import type { Reply } from '../_tools/flyteadmin/http-and-grpc-server';
import type { Parts } from './_deployment';

/** What a fault does to a deployment before it is started. */
export type Change = (parts: Parts) => void;

/** What it does to files alone. */
export type FileChange = (parts: Pick<Parts, 'config' | 'ingresses' | 'nginx'>) => void;

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Config = Record<string, any>;

/** Changes flyteadmin's config file. */
export function config(edit: (config: Config) => void): FileChange {
  return (parts) => {
    const content = parse(parts.config) as Config;
    edit(content);
    parts.config = stringify(content);
  };
}

/** Removes paths from the Ingresses, so that they fall to the console's catch-all route, which is guarded. */
export function withoutPaths(pattern: RegExp): FileChange {
  return (parts) => {
    let taken = 0;
    for (const { spec } of parts.ingresses) {
      for (const { http } of spec.rules as { http: { paths: { path: string }[] } }[]) {
        const kept = http.paths.filter(({ path }) => !pattern.test(path));
        taken += http.paths.length - kept.length;
        http.paths = kept;
      }
    }
    demand(taken > 0, `no path is ${pattern}`);
  };
}

/** Changes the annotations of the Ingresses whose name matches. */
export function annotations(name: RegExp, edit: (get: Record<string, string>) => void): FileChange {
  return (parts) => {
    const matching = parts.ingresses.filter(({ metadata }) => name.test(metadata.name));
    demand(matching.length > 0, `no Ingress is ${name}`);
    for (const { metadata } of matching) {
      const before = JSON.stringify(metadata.annotations);
      edit(metadata.annotations ??= {});
      demand(JSON.stringify(metadata.annotations) !== before, `${metadata.name} has nothing to change`);
    }
  };
}

export const NGINX = 'nginx.ingress.kubernetes.io/';

export function annotated(name: RegExp, annotation: string, value: string): FileChange {
  return annotations(name, (all) => { all[`${NGINX}${annotation}`] = value; });
}

export function withoutAnnotations(name: RegExp, ...annotation: string[]): FileChange {
  return annotations(name, (all) => annotation.forEach((each) => delete all[`${NGINX}${each}`]));
}

/** Changes nginx's configuration. */
export function nginx(from: string | RegExp, to: string): FileChange {
  return (parts) => {
    const before = parts.nginx;
    parts.nginx = (text) => {
      const changed = before(text).replaceAll(from, to);
      demand(changed !== before(text), `nginx's configuration has no ${from}`);
      return changed;
    };
  };
}

/** Puts directives first into the server of the host. */
export function inServer(directives: string): FileChange {
  return nginx('server_name union.example.com;', `server_name union.example.com; ${directives}`);
}

/** Has flyteadmin answer a path otherwise. */
export function answers(path: string, reply: Reply): Change {
  return (parts) => {
    const before = parts.flyteadmin;
    parts.flyteadmin = (flyteadmin) => {
      before(flyteadmin);
      flyteadmin.instead.set(path, reply);
    };
  };
}

export function json(content: Record<string, unknown>): MetadataAnswer {
  return { json: content, message: Buffer.alloc(0) };
}

export function demand(holds: boolean, message: string): void {
  if (!holds) {
    throw new Error(`the fault changes nothing: ${message}`);
  }
}
