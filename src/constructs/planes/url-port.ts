import { urlOf } from '../../common/props/checks';

/** The port of a URL, where it is not that of https, which every policy opens. */
export function unusualPort(url = ''): number[] {
  const { port, protocol } = urlOf(url) ?? { port: '', protocol: 'https:' };
  if (port !== '') {
    return [Number(port)];
  }
  return protocol === 'http:' ? [80] : [];
}
