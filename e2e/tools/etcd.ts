import { debianTool } from '../_support/tool';

export const etcd = debianTool('etcd', 'etcd-server', 'usr/bin/etcd');
