import type { Rule } from '../../rule.ts';

export const externalNamePort: Rule = {
  code: 'GI3008',
  name: 'external-name-port',
  severity: 'info',
  summary: 'The ports of an ExternalName Service should say a protocol other than TCP.',
  why: 'such a Service has no address of its own, so sidecars may take every connection to that port number for it',
  fix: 'name the port `http-NAME`, `https-NAME` or `tls-NAME`, or set `appProtocol`',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0150/',
  upstream: ['IST0150'],
  *check(world) {
    for (const { item, type, ports, known } of world.mesh.kubeServices) {
      if (known !== 'files' || type !== 'ExternalName') continue;
      for (const { name, port, protocol, field } of ports)
        if (protocol === 'unknown' || name === 'tcp')
          yield {
            item,
            path: field.path,
            message: `port ${port} of an ExternalName Service ${name === 'tcp' ? 'is TCP' : 'does not say its protocol'}`,
          };
    }
  },
};
