import { debianFolder } from '../_support/tool';

/** In the order in which nginx must load them: the last wants the one before. */
export const MODULES = ['ngx_http_headers_more_filter_module.so', 'ndk_http_module.so', 'ngx_http_set_misc_module.so'] as const;

/** What ingress-nginx builds into its nginx, for Debian's: settings of its ConfigMap and its template need them. */
export const nginxModules = debianFolder('nginx-modules', [
  'libnginx-mod-http-headers-more-filter', 'libnginx-mod-http-ndk', 'libnginx-mod-http-set-misc',
], 'usr/lib/nginx/modules', MODULES);
