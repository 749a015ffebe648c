/**
 * 4 or 6 where a text is an address of that version of the Internet Protocol, else 0: Node's `isIP`, without
 * Node.
 */
export function isIP(text: string): 0 | 4 | 6 {
  if (isIPv4(text)) {
    return 4;
  }
  return isIPv6(text) ? 6 : 0;
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4
    && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/**
 * Eight groups of up to four digits, of which `::` stands for one or more, and an IPv4 address for the last
 * two; then perhaps a zone.
 */
function isIPv6(text: string): boolean {
  const [address, zone, ...more] = text.split('%');
  if (more.length > 0 || (zone !== undefined && !/^[\da-z.:-]+$/i.test(zone))) {
    return false;
  }
  const [before, after, ...others] = address.split('::');
  const groups = [before, after ?? ''].map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all[all.length - 1] ?? '';
  const hasIPv4 = last.includes('.');
  const number = all.length + (hasIPv4 ? 1 : 0);
  const endsInIPv4 = hasIPv4 && (after !== '' || after === undefined);
  return others.length === 0
    && all.every((group, index) =>
      /^[\da-f]{1,4}$/i.test(group) || (index === all.length - 1 && endsInIPv4 && isIPv4(group)))
    && (after === undefined ? number === 8 : number < 8);
}
