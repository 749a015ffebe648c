import { InvalidPropsError } from '../../src/common/props/problems';
import { isMade } from './_made';
import type { Failure } from './_program';
import { SENTINEL } from './generators/spoiled';

/** What a language, a library or a mistake of ours says, and no error of ours. */
const INTERNAL = /\bundefined\b|\[object |Cannot (read|convert)|is not (a function|iterable|an object(?! name)|defined)|Invalid URL|Maximum call stack|Unexpected token/;

const PROBLEM = /^ {2}- [^\s:][^:]*: \S/;

/** What is wrong with an error that a program ended with; nothing where it is one of ours, and left nothing behind. */
export function faultsOf({ error, failed, left, written }: Failure): string[] {
  const message = error instanceof Error ? error.message : String(error);
  return [
    ...(error instanceof Error && (error instanceof InvalidPropsError ? isList(message) : isReason(error)) ? [] : [`no error of ours: ${nameOf(error)}: ${message.slice(0, 500)}`]),
    ...(failed && isList(message) && !makersIn(failed).some((maker) => isAbout(message, maker)) ? [`is about something that was not made: ${message.slice(0, 500)}`] : []),
    ...(INTERNAL.test(message) ? [`speaks of internals: ${message.slice(0, 500)}`] : []),
    ...(message.includes(SENTINEL) ? [`shows a secret: ${message.slice(0, 500)}`] : []),
    ...left.map((path) => `left in the tree: ${path}`),
    ...written.map((file) => `written: ${file}`),
  ];
}

/** Each problem names prop, value and remedy. */
function isList(message: string): boolean {
  const [heading, ...problems] = message.split('\n');
  return /^.+ has (a problem|\d+ problems):$/.test(heading) && problems.length > 0 && problems.every((problem) => PROBLEM.test(problem));
}

/** Everything in the arguments of what is made, and it itself. */
function makersIn(value: unknown): string[] {
  const inside = typeof value === 'object' && value !== null ? Object.values(value).flatMap(makersIn) : [];
  // Clusters and clients are named by a method of the identity.
  return isMade(value) ? [value.make, ...inside] : 'method' in Object(value) ? [`UnionIdentity.${(value as { method: string }).method}`, ...inside] : inside;
}

/** Whether the heading speaks of what a maker makes: by its name, its class, or where its Secrets go. */
function isAbout(message: string, maker: string): boolean {
  const [name] = maker.split('.');
  return [`${maker} `, `${name} `, 'Secrets of '].some((subject) => message.startsWith(subject));
}

/** What a provider cannot do, by `IdentityProvider.require`: a sentence. */
function isReason({ constructor, message }: Error): boolean {
  return constructor === Error && /^[A-Z][^\n]+\.$/.test(message);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}
