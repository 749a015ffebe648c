import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import * as library from '../../src';

/** Something that a program makes, as plain data: it prints, shrinks, and can be spoiled. */
export interface Made {
  readonly make: Maker;
  readonly with: readonly unknown[];
}

/** What an earlier step made, or what a method of it returns. */
export interface Used {
  readonly use: string;
  readonly method?: string;
  readonly with?: readonly unknown[];
}

/** A class of the public API, or one of its factories: `EdgeController.traefik`. */
export type Maker = PublicMakers[keyof typeof library] | 'Duration';

type PublicMakers = {
  [Type in keyof typeof library]: Type | `${Type}.${Exclude<keyof (typeof library)[Type], symbol | number | 'prototype'>}`;
};

/** Calls what the public API exports: a new construct in the scope, another object, or what a factory returns. */
function call(make: Maker, scope: Construct, args: any[]): unknown {
  if (make === 'Duration') {
    // cdk8s refuses negative amounts by itself, and looks at no others.
    return Duration.seconds(typeof args[0] === 'number' ? Math.abs(args[0]) : NaN);
  }
  const [name, factory] = make.split('.');
  const type: any = library[name as keyof typeof library];
  if (factory !== undefined) {
    const result: unknown = type[factory](...args);
    return result instanceof library.ClientEnvironment ? result.toShell() : result;
  }
  return type.prototype instanceof Construct ? new type(scope, 'it', args[0]) : new type(...args);
}

export function made(make: Maker, ...args: readonly unknown[]): Made {
  return { make, with: args };
}

export function used(use: string): Used {
  return { use };
}

export function returnedBy(use: string, method: string, ...args: readonly unknown[]): Used {
  return { use, method, with: args };
}

export function isMade(value: unknown): value is Made {
  return isPlain(value) && typeof value.make === 'string' && Array.isArray(value.with);
}

function isUsed(value: unknown): value is Used {
  return isPlain(value) && typeof value.use === 'string';
}

/** What data describes, made in a scope. */
export function madeOf(value: unknown, scope: Construct, earlier: ReadonlyMap<string, unknown>): unknown {
  if (isMade(value)) {
    return call(value.make, scope, value.with.map((argument) => madeOf(argument, scope, earlier)));
  }
  if (isUsed(value)) {
    const before: any = earlier.get(value.use);
    return value.method === undefined || before === undefined
      ? before
      : before[value.method](...(value.with ?? []).map((argument) => madeOf(argument, scope, earlier)));
  }
  if (Array.isArray(value)) {
    return value.map((entry) => madeOf(entry, scope, earlier));
  }
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, madeOf(entry, scope, earlier)])) : value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
