import { isHttp, parseProtocol } from '../../mesh/inventory/protocol.ts';
import { isSet as isPresent } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { at, entries, list, rootOf, type Spot, text } from '../spot.ts';

/** Every Gateway of Istio. */
export const gateways = perWorld((world): readonly Spot[] => world.ofKind('networking.istio.io', 'Gateway').map(rootOf));

/** Every server of every Gateway. */
export const servers = perWorld((world): readonly Spot[] => gateways(world).flatMap((gateway) => list(at(gateway, 'spec'), 'servers')));

/** A block of server-side TLS settings, and the server or ingress listener that has it. */
export interface ServerTls {
  readonly tls: Spot;
  readonly owner: Spot;
  readonly mode: string;
}

/** Server-side TLS settings: of Gateways, and of the ingress listeners of Sidecars, which follow the same rules. */
export const serverTls = perWorld((world): readonly ServerTls[] => {
  const sidecars = world.ofKind('networking.istio.io', 'Sidecar').map(rootOf);
  const owners = [...servers(world), ...sidecars.flatMap((sidecar) => entries(at(at(sidecar, 'spec'), 'ingress')))];
  return owners.flatMap((owner) => {
    const tls = at(owner, 'tls');
    return tls.value === undefined ? [] : [{ tls, owner, mode: text(at(tls, 'mode')) || 'PASSTHROUGH' }];
  });
});

export const terminatingModes: ReadonlySet<string> = new Set(['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL']);
export const passthroughModes: ReadonlySet<string> = new Set(['PASSTHROUGH', 'AUTO_PASSTHROUGH']);

/** The certificate of a server that forgets to say in `mode` that it ends TLS, so that it passes TLS through. */
export function certificateWithoutMode(protocol: string, tls: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (tls === undefined || (isPresent(tls.mode) && tls.mode !== '') || isHttp(parseProtocol(protocol))) return undefined;
  return certificateFields.find((name) => isPresent(tls[name]) && tls[name] !== '');
}

const certificateFields = ['credentialName', 'credentialNames', 'serverCertificate', 'privateKey', 'tlsCertificates'];
