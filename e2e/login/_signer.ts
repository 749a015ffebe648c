import type { Person } from '../../src/doctor/probes/login';
import type { Asker } from '../../test/_tools/flyteadmin/asking';
import { ALICE } from './_people';
import { overHttp } from './_walker';

/** Alice's sign-in without a browser: sends Keycloak's form if there is one, and gives up at any other page. */
export function aliceAt(network: Asker): Person {
  const jar = new Map<string, string>();
  const ask = async (url: URL, form?: Record<string, string>) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const answer = url.protocol === 'https:' ? await network.ask(url.href, { headers: { cookie }, form }) : await overHttp(url, {});
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      jar.set(name, value);
    }
    return answer;
  };
  return async ({ open, endsAt }) => {
    let url = open;
    let form: Record<string, string> | undefined;
    for (let hops = 0; hops < 12; hops++) {
      const { headers: { location }, body } = await ask(url, form);
      form = undefined;
      if (location !== undefined) {
        url = new URL(location, url);
        if (url.origin === endsAt.origin && url.pathname === endsAt.pathname) {
          return url;
        }
        continue;
      }
      const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(body)?.[1];
      if (action === undefined) {
        return undefined;
      }
      url = new URL(action.replaceAll('&amp;', '&'));
      form = { username: ALICE.username, password: ALICE.password };
    }
    return undefined;
  };
}
