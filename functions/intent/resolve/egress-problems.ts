import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { EgressUse, Facts, Gateway } from '../model.ts';
import type { Services } from './backends.ts';
import type { Case } from './egress-check.ts';
import { fieldChecks } from './egress-field-checks.ts';
import { hostChecks } from './egress-host-checks.ts';
import { tlsChecks } from './egress-tls-checks.ts';

export const egressFamily = (protocol: EgressUse['protocol']): Case['family'] =>
  protocol === 'TLS' ? 'tls' : ['HTTP', 'HTTP2', 'GRPC'].includes(protocol) ? 'http' : 'tcp';

interface Known {
  readonly facts: Facts;
  readonly services: Services;
}

/** What is wrong with one use of an outside host, by itself. */
export function* egressProblems(use: EgressUse, gateway: Gateway | undefined, known: Known): Generator<Diagnostic> {
  const family = egressFamily(use.protocol);
  const hop = gateway?.spec.hopTLS ?? 'Mutual';
  const hasIdentity =
    gateway !== undefined && gateway.management !== 'External' && hop !== 'None' && (family !== 'tls' || hop === 'MutualAll');
  const found: Case = { use, gateway, family, hasIdentity, ...known };
  for (const { code, severity, field, when, message, fix } of [...hostChecks, ...fieldChecks, ...tlsChecks])
    if (when(found)) {
      const at = field[0] === 'url' && use.entry.url === undefined ? ['hosts'] : field;
      yield findingAt(code, use.intent.item, [...use.origin.path, ...at], {
        message: message(found),
        fix,
        ...(severity ? { severity } : {}),
      });
    }
}
