import { debianTool } from '../_support/tool';

export const nginx = debianTool('nginx', 'nginx', 'usr/sbin/nginx');
