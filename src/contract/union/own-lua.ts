import { GUARDED_HEADERS, GUARDED_PREFIXES } from './caller-headers';

/** The Lua filters of ours. The verifier knows them by their text: what others do in Lua no one reads. */

const LISTED = GUARDED_HEADERS.map((name) => name.toLowerCase());
const PREFIXES = GUARDED_PREFIXES.map((prefix) => prefix.toLowerCase());

/** Behind a guard, which has set what its list names: takes every other header that no caller may send. */
export const TAKES_UNLISTED =
  script(LISTED.filter((name) => PREFIXES.some((prefix) => name.startsWith(prefix))), []);

/** Where no guard is: takes every header that no caller may send. */
export const TAKES_ALL =
  script([], LISTED.filter((name) => !PREFIXES.some((prefix) => name.startsWith(prefix))));

/** Envoy knows names in lower case, and lets none go while it shows them. */
function script(kept: readonly string[], others: readonly string[]): string {
  return `local starts = {${listed(PREFIXES)}}
local kept = {${kept.map((name) => `["${name}"] = true`).join(', ')}}
local taken = {${listed(others)}}
function envoy_on_request(handle)
  local headers, found = handle:headers(), {}
  for name in pairs(headers) do
    for _, start in ipairs(starts) do
      if string.sub(name, 1, #start) == start and not kept[name] then
        found[#found + 1] = name
      end
    end
  end
  for _, name in ipairs(found) do headers:remove(name) end
  for _, name in ipairs(taken) do headers:remove(name) end
end
`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
