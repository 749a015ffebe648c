import { debianFolder } from '../_support/tool';

/** In the order in which nginx must load them: the last needs the one before. */
export const MODULES = ['ngx_http_headers_more_filter_module.so', 'ndk_http_module.so', 'ngx_http_set_misc_module.so'] as const;

/** Modules of ingress-nginx's own nginx that its template and ConfigMap settings need, for Debian's nginx. */
export const nginxModules = debianFolder('nginx-modules', [
  'libnginx-mod-http-headers-more-filter', 'libnginx-mod-http-ndk', 'libnginx-mod-http-set-misc',
], 'usr/lib/nginx/modules', MODULES);
