import type { Item } from '../../krm/item.ts';
import { ageOf } from '../age.ts';
import { below, type Field } from '../field.ts';
import { scopedHost } from '../hosts/qualify.ts';
import { parseProtocol } from '../inventory/protocol.ts';
import { asLabels, asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import { demandsOfServer } from './client-demands.ts';
import { type Gateway, gatewayOf, type ServerHost, type ServerPart, type ServerTls, type TlsMode } from './gateway.ts';

/** Reads an Istio Gateway. */
export function readGateway(item: Item, namespace: string): Gateway {
  const spec = asRecord(item.object.spec);
  const root: Field = { item, path: ['spec'] };
  const servers = asList(spec.servers)
    .map((server, index) => readServer(asRecord(server), below(root, 'servers', index), namespace))
    .filter((server) => server.port > 0);
  const parts = {
    item,
    namespace,
    name: item.id.name,
    selector: asLabels(spec.selector),
    selectorField: below(root, 'selector'),
    services: undefined,
    api: 'istio' as const,
    managed: false,
    age: ageOf(item, namespace),
  };
  return gatewayOf(parts, servers);
}

function readServer(server: Loose, field: Field, namespace: string): ServerPart {
  const port = asRecord(server.port);
  return {
    field,
    name: asText(server.name),
    port: asNumber(port.number) ?? 0,
    portName: asText(port.name),
    protocol: parseProtocol(asText(port.protocol)),
    bind: asText(server.bind),
    hosts: readHosts(asTexts(server.hosts), namespace, below(field, 'hosts')),
    tls: isSet(server.tls) ? readTls(asRecord(server.tls), below(field, 'tls')) : undefined,
  };
}

/** A host of any namespace and any name makes the others of its server meaningless: istiod replaces the list by it. */
function readHosts(hosts: readonly string[], namespace: string, field: Field): readonly ServerHost[] {
  const all = hosts.map((text, index) => {
    const { namespace: owner, name } = scopedHost(text, namespace);
    return { namespace: owner, name, text: owner === undefined ? name : `${owner}/${name}`, field: below(field, index) };
  });
  const everything = all.find((_, index) => hosts[index] === '*/*');
  return everything ? [everything] : all;
}

const modes = new Set<TlsMode>(['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL']);

function readTls(tls: Loose, field: Field): ServerTls {
  const mode = asText(tls.mode) as TlsMode;
  const names = asTexts(tls.credentialNames);
  const single = asText(tls.credentialName);
  const credentialNames = names.length > 0 ? names : single === '' ? [] : [single];
  return {
    mode: modes.has(mode) ? mode : 'PASSTHROUGH',
    modeWritten: isSet(tls.mode),
    httpsRedirect: tls.httpsRedirect === true,
    credentialNames,
    caCredentialName: asText(tls.caCertCredentialName),
    clientDemands: demandsOfServer(tls, credentialNames.length > 0),
    written: tls,
    field,
  };
}
