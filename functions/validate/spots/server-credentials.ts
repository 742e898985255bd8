import type { Field } from '../../mesh/field.ts';
import { isHttp } from '../../mesh/inventory/protocol.ts';
import { isPassthrough, type Server } from '../../mesh/listeners/gateway.ts';
import { asList, asText } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { fieldOf, istioServers } from './istio-gateways.ts';

/** The name of a Secret that a server which ends TLS asks for. */
export interface ServerCredential {
  readonly server: Server;
  readonly field: Field;
  readonly written: string;
}

export const serverCredentials = perWorld((world): readonly ServerCredential[] =>
  istioServers(world).flatMap((server) => {
    const { tls } = server;
    if (tls === undefined || isPassthrough(server) || isHttp(server.protocol)) return [];
    const several = asList(tls.written.credentialNames).map((name, index) => ({ name, path: ['tls', 'credentialNames', index] }));
    return [{ name: tls.written.credentialName, path: ['tls', 'credentialName'] }, ...several].flatMap(({ name, path }) => {
      const written = asText(name);
      return written === '' ? [] : [{ server, field: fieldOf(server, ...path), written }];
    });
  }),
);

/** What a `credentialName` means to a proxy in a namespace: a Secret there, or nothing that can be told from files. */
export function secretNameOf(written: string): { readonly name: string; readonly namespace: string | undefined } | undefined {
  const text = written.replace(/^kubernetes(?:-gateway)?:\/\//, '');
  if (text.includes('://')) return undefined;
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  return second === undefined ? { name: first, namespace: undefined } : { name: second, namespace: first };
}
