import { allDirectives, readNginx } from '../read/nginx-config';

/** Request headers that a snippet of nginx empties, in lower case. */
export function headersDroppedBy(snippet: string): readonly string[] {
  return snippet === '' ? [] : allDirectives(readNginx(snippet)).flatMap(({ name, args }) => {
    switch (name) {
      case 'proxy_set_header':
      case 'grpc_set_header': return args[0] !== undefined && args[1] === '' ? [args[0].toLowerCase()] : [];
      case 'more_clear_input_headers': return args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.toLowerCase());
      case 'more_set_input_headers': return args.filter((arg) => /^[\w-]+:\s*$/.test(arg)).map((arg) => arg.replace(/:.*/s, '').toLowerCase());
      default: return [];
    }
  });
}
