import { text } from '../../../common/props/prop-types';
import {
  ENVOY_GATEWAY_FIELDS, LUA_OFF_SINCE, OLDEST_ENVOY_GATEWAY,
} from '../../../contract/upstream/envoy-gateway';

/** A version of Envoy Gateway: `1.8` or `1.8.2`. */
export const ENVOY_GATEWAY_VERSION = text((value) => {
  if (!/^v?1\.\d+(\.\d+)?$/.test(value)) {
    return 'is not an Envoy Gateway version; write 1.8 or 1.8.2';
  }
  return minorOf(value) < minorOf(OLDEST_ENVOY_GATEWAY)
    ? `is not supported; use ${OLDEST_ENVOY_GATEWAY} or later`
    : undefined;
});

/** Whether a version has a field; without one, whether all that are supported have it. */
export function hasField(
  field: keyof typeof ENVOY_GATEWAY_FIELDS, version: string = OLDEST_ENVOY_GATEWAY,
): boolean {
  return minorOf(version) >= minorOf(ENVOY_GATEWAY_FIELDS[field]);
}

/** Whether a version takes Lua without being told to; one that is not known may not. */
export function takesLua(version: string | undefined): boolean {
  return version !== undefined && minorOf(version) < minorOf(LUA_OFF_SINCE);
}

function minorOf(version: string): number {
  return Number(version.replace(/^v/, '').split('.')[1]);
}
