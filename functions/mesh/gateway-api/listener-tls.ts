import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type ClientDemands, demandsOfPolicy, noDemands } from '../listeners/client-demands.ts';
import type { ServerTls, TlsMode } from '../listeners/gateway.ts';
import { asList, asNumber, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { PolicyIndex } from './attached-policies.ts';
import type { Implementation } from './implementation.ts';
import { listenerScopes } from './policy-scopes.ts';

const terminateMode = 'gateway.istio.io/tls-terminate-mode';
const modes = new Set<TlsMode>(['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL']);

/** What is asked of the certificates of clients at a listener. */
export interface ClientValidation {
  readonly mode: TlsMode;
  readonly demands: ClientDemands;
  /** The Secret or ConfigMap with the authorities. */
  readonly authority: string;
}

const none: ClientValidation = { mode: 'SIMPLE', demands: noDemands, authority: '' };

/** The `tls` of a listener, with what its Gateway and policies demand of clients. */
export function readTls(tls: Loose, validation: ClientValidation, field: Field): ServerTls {
  const option = asText(asRecord(tls.options)[terminateMode]) as TlsMode;
  return {
    mode: tls.mode === 'Passthrough' ? 'PASSTHROUGH' : modes.has(option) ? option : validation.mode,
    modeWritten: true,
    httpsRedirect: false,
    credentialNames: asList(tls.certificateRefs).map((ref) => asText(asRecord(ref).name)),
    caCredentialName: validation.authority,
    clientDemands: validation.demands,
    written: tls,
    field,
  };
}

interface ValidationParts {
  readonly objects: Inventory;
  readonly envoyPolicies: PolicyIndex;
  readonly implementation: Implementation;
  readonly gateway: Loose;
}

/** With Envoy Gateway a ClientTrafficPolicy counts before what the Gateway says itself. */
export function validationAt(item: Item, section: string, port: number, parts: ValidationParts): ClientValidation {
  const policy =
    parts.implementation === 'envoy-gateway'
      ? parts.envoyPolicies.nearest('ClientTrafficPolicy', listenerScopes(parts.objects, item, section))
      : undefined;
  const written = asRecord(policy?.policy.spec.tls).clientValidation;
  return isSet(written) ? policyValidation(asRecord(written)) : frontendValidation(parts.gateway, port);
}

/** How a ClientTrafficPolicy asks for certificates, and whether it verifies them. */
export function clientValidationMode({ mode, optional }: Loose): { readonly name: string; readonly verifies: boolean } {
  const name = asText(mode) || (optional === true ? 'VerifyIfGiven' : 'RequireAndVerify');
  return { name, verifies: name === 'VerifyIfGiven' || name === 'RequireAndVerify' };
}

/** A policy that Envoy Gateway refuses for want of an authority: every request of its listeners is answered with 500. */
export function lacksAuthority(spec: Loose): boolean {
  const { clientValidation } = asRecord(spec.tls);
  if (!isSet(clientValidation)) return false;
  const validation = asRecord(clientValidation);
  return clientValidationMode(validation).verifies && asList(validation.caCertificateRefs).length === 0;
}

/** Without verification the demands are not looked at. */
function policyValidation(validation: Loose): ClientValidation {
  const { name: mode, verifies } = clientValidationMode(validation);
  const refs = asList(validation.caCertificateRefs);
  if (verifies && refs.length === 0) return none;
  return {
    mode: mode === 'Request' || mode === 'VerifyIfGiven' ? 'OPTIONAL_MUTUAL' : 'MUTUAL',
    demands: verifies ? demandsOfPolicy(validation) : noDemands,
    authority: asText(asRecord(refs[0]).name),
  };
}

/** What the Gateway demands of clients on a port (`spec.tls.frontend`). */
function frontendValidation(gateway: Loose, port: number): ClientValidation {
  const frontend = asRecord(asRecord(gateway.tls).frontend);
  const own = asList(frontend.perPort)
    .map(asRecord)
    .find((entry) => asNumber(entry.port) === port);
  const { validation } = own ? asRecord(own.tls) : asRecord(frontend.default);
  const { mode, caCertificateRefs } = asRecord(validation);
  const refs = asList(caCertificateRefs);
  if (refs.length === 0) return none;
  return {
    mode: mode === 'AllowInsecureFallback' ? 'OPTIONAL_MUTUAL' : 'MUTUAL',
    demands: noDemands,
    authority: asText(asRecord(refs[0]).name),
  };
}
