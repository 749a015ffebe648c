import { CREDENTIAL_HEADERS } from '../../contract/union/caller-headers';
import type { NginxDirective } from '../read/nginx-config';
import { inheritedValues, locationsOf, passOf, valuesOf } from './nginx-block';

/** Where a directive may stand that holds for a location: from the inside to the outside. */
type Levels = readonly [location: NginxDirective, server: NginxDirective, http: readonly NginxDirective[]];

/** Why a location of a gate does not say what flyteadmin says, as a phrase; nothing where it does. */
export function gateFlaw(...levels: Levels): string | undefined {
  const [location, server] = levels;
  const place = `location ${location.args.join(' ')}`;
  const answers = [...valuesOf(location, 'return'), ...valuesOf(server, 'return')].find(([status]) => isSuccess(status));
  const pass = passOf(location);
  if (answers !== undefined || (pass === undefined && valuesOf(location, 'return').length === 0)) {
    return answers === undefined ? undefined : `${answers[0]} for every request in its ${place}`;
  }
  return shortCut(levels) ?? softening(levels) ?? sharedAnswer(levels) ?? (pass === undefined ? undefined : otherMethod(levels));
}

/** A condition under which it answers by itself. What a browser asks before a request from another site carries no credential by its nature. */
function shortCut([location, server]: Levels): string | undefined {
  const conditions = [...location.block ?? [], ...server.block ?? []].filter(({ name, args }) => name === 'if' && !args.join(' ').includes('OPTIONS'));
  const found = conditions.find((condition) => valuesOf(condition, 'return').some(([status]) => isSuccess(status)));
  return found && `success ${['if', ...found.args].join(' ')}, without asking`;
}

function softening(levels: Levels): string | undefined {
  const [location, server] = levels;
  const softened = [...valuesOf(location, 'error_page'), ...valuesOf(server, 'error_page')].find((args) => isSoftened(args, server));
  return softened && `error_page ${softened.join(' ')}, which lets callers in that flyteadmin refuses`;
}

/** Whether an error page turns an error into success: by its status, or by a named location that answers one. */
function isSoftened(args: readonly string[], server: NginxDirective): boolean {
  if (args.some((arg) => /^=2\d\d$/.test(arg))) {
    return true;
  }
  const named = args.find((arg) => arg.startsWith('@'));
  const location = named === undefined ? undefined : locationsOf(server).find((candidate) => candidate.args[0] === named);
  return location !== undefined && valuesOf(location, 'return').some(([status]) => isSuccess(status));
}

/** A cache whose key leaves a credential out answers one caller with what was meant for another. */
function sharedAnswer(levels: Levels): string | undefined {
  const zone = inheritedValues(levels, 'proxy_cache')[0]?.[0];
  if (zone === undefined || zone === 'off') {
    return undefined;
  }
  const key = inheritedValues(levels, 'proxy_cache_key')[0]?.[0] ?? '';
  const missing = CREDENTIAL_HEADERS.map((header) => `$http_${header.toLowerCase().replace(/-/g, '_')}`).filter((variable) => !key.includes(variable));
  return missing.length === 0 ? undefined : `answers from a cache whose key leaves out ${missing.join(' and ')}`;
}

function otherMethod(levels: Levels): string | undefined {
  const method = inheritedValues(levels, 'proxy_method')[0]?.[0];
  return method === 'GET' ? undefined : `${method ?? 'the caller\'s method'} instead of GET, the only one that /me answers`;
}

function isSuccess(status: string | undefined): boolean {
  return /^2\d\d$/.test(status ?? '');
}
