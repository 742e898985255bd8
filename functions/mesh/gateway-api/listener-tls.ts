import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { clientDemands } from '../listeners/client-demands.ts';
import type { ServerTls, TlsMode } from '../listeners/gateway.ts';
import { asList, asNumber, asRecord, asText, isSet, type Loose } from '../loose.ts';

const terminateMode = 'gateway.istio.io/tls-terminate-mode';
const modes = new Set<TlsMode>(['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL']);

/** The `tls` of a listener, with what its Gateway and policies demand of clients. */
export function readTls(tls: Loose, port: number, gateway: Loose, clientPolicy: Loose | undefined, field: Field): ServerTls {
  const option = asText(asRecord(tls.options)[terminateMode]) as TlsMode;
  const validation = frontendValidation(gateway, port) ?? clientPolicy ?? {};
  const refs = asList(validation.caCertificateRefs);
  const validated: TlsMode = validation.mode === 'AllowInsecureFallback' ? 'OPTIONAL_MUTUAL' : 'MUTUAL';
  const mode: TlsMode = tls.mode === 'Passthrough' ? 'PASSTHROUGH' : modes.has(option) ? option : refs.length > 0 ? validated : 'SIMPLE';
  return {
    mode,
    modeWritten: true,
    httpsRedirect: false,
    credentialNames: asList(tls.certificateRefs).map((ref) => asText(asRecord(ref).name)),
    caCredentialName: asText(asRecord(refs[0]).name),
    clientDemands: clientDemands(validation),
    written: tls,
    field,
  };
}

const demanding = ['subjectAltNames', 'spkiHashes', 'certificateHashes'];

/** What a ClientTrafficPolicy of Envoy Gateway demands of clients: that of the listener, else that of the Gateway. */
export function clientValidation(objects: Inventory, { id }: Item, section: string): Loose | undefined {
  const own = objects.ofKind('gateway.envoyproxy.io', 'ClientTrafficPolicy').filter((item) => item.id.namespace === id.namespace);
  const find = (wanted: string) =>
    own.find(({ object }) =>
      asList(asRecord(object.spec).targetRefs)
        .map(asRecord)
        .some((ref) => ref.kind === id.kind && ref.name === id.name && asText(ref.sectionName) === wanted),
    );
  const validation = asRecord(asRecord((find(section) ?? find(''))?.object.spec).tls).clientValidation;
  if (!isSet(validation)) return undefined;
  return {
    caCertificateRefs: asRecord(validation).caCertificateRefs,
    mode: asRecord(validation).optional === true ? 'AllowInsecureFallback' : undefined,
    ...Object.fromEntries(demanding.map((field) => [field, asRecord(validation)[field]])),
  };
}

/** What the Gateway demands of clients on a port (`spec.tls.frontend`). */
function frontendValidation(gateway: Loose, port: number): Loose | undefined {
  const frontend = asRecord(asRecord(gateway.tls).frontend);
  const own = asList(frontend.perPort)
    .map(asRecord)
    .find((entry) => asNumber(entry.port) === port);
  const chosen = own ? asRecord(own.tls) : asRecord(frontend.default);
  return isSet(chosen.validation) ? asRecord(chosen.validation) : undefined;
}
