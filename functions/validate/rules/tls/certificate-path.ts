import { isHttp } from '../../../mesh/inventory/protocol.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { isPassthrough, type Server } from '../../../mesh/listeners/gateway.ts';
import { asList, asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

/** Folders that injection mounts into every proxy. */
const injected = ['/var/run/secrets', '/etc/istio/proxy', '/etc/istio/pod', '/var/lib/istio', '/etc/ssl', '/etc/pki'];

export const certificatePath: Rule = {
  code: 'GI2315',
  name: 'certificate-path',
  severity: 'warning',
  summary: 'A certificate that is a file should be mounted into the pods of the gateway.',
  why: 'the path is one in the container of the proxy: where there is no such file, Envoy refuses the listener',
  fix: 'mount the Secret there, or use `credentialName`',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings',
  *check(world) {
    for (const server of istioServers(world)) {
      const paths = pathsOf(server);
      const pods =
        paths.length === 0
          ? []
          : proxiesOf(world, server.gateway).flatMap(({ workload }) => (workload.known === 'files' ? [workload] : []));
      for (const { key, path } of paths) {
        const without = pods.find(
          (workload) => ![...injected, ...mountsOf(workload)].some((folder) => path === folder || path.startsWith(`${folder}/`)),
        );
        if (without !== undefined) yield wrongAt(fieldOf(server, 'tls', key), `"${path}" lies in no volume of ${without.key}`);
      }
    }
  },
};

function pathsOf(server: Server): readonly { readonly key: string; readonly path: string }[] {
  const { tls } = server;
  if (tls === undefined || isPassthrough(server) || isHttp(server.protocol) || tls.credentialNames.length > 0) return [];
  return ['serverCertificate', 'privateKey', 'caCertificates'].flatMap((key) => {
    const path = asText(tls.written[key]);
    return path.startsWith('/') ? [{ key, path }] : [];
  });
}

function mountsOf({ item, template }: Workload): readonly string[] {
  const pod = asRecord((template ?? []).reduce<unknown>((value, key) => asRecord(value)[key], item?.object));
  const containers = asList(asRecord(pod.spec).containers).map(asRecord);
  return containers.flatMap(({ volumeMounts }) =>
    asList(volumeMounts).map((mount) => asText(asRecord(mount).mountPath).replace(/\/+$/, '')),
  );
}
