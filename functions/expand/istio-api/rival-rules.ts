import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import type { Exposure } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { allowsAtWorkload, isSame, meet } from './loosened-rules.ts';

/** Exposures whose different ALLOW rules are for the same port of the same pods: a pod lets in what the rules of either allow, whatever the host. */
export function* rivalRules(exposures: readonly Exposure[]): Generator<Diagnostic> {
  const ruled = exposures.filter(allowsAtWorkload).filter((one, index, all) => all.findIndex((other) => isSame(one, other)) === index);
  for (const [index, exposure] of ruled.entries()) {
    const rival = ruled.slice(0, index).find((other) => isForSamePods(exposure, other) && rulesOf(exposure) !== rulesOf(other));
    if (rival === undefined) continue;
    const path = [...exposure.origin.path, 'auth', 'rules'];
    yield findingAt('GI0503', exposure.origin.item, path, {
      severity: 'warning',
      message: `\`${formatPath(path)}\` and \`${formatPath([...rival.origin.path, 'auth', 'rules'])}\` of ${placeOf(rival.origin)} are for the same pods, which let in what either allows, whatever the host`,
      why: 'ALLOW policies of one pod are alternatives',
      fix: 'write the same rules in both, or enforce them at the gateway',
    });
  }
}

const rulesOf = ({ auth }: Exposure): string => JSON.stringify(auth?.rules);

function isForSamePods(a: Exposure, b: Exposure): boolean {
  if (a.namespace !== b.namespace || !meet(a.auth?.selector ?? {}, b.auth?.selector ?? {})) return false;
  const ports = portsOf(b);
  return portsOf(a).some((port) => ports.includes(port));
}

const portsOf = ({ routes }: Exposure): (number | undefined)[] =>
  routes.flatMap(({ action }) => (action.kind === 'forward' ? action.backends.map(({ port }) => port) : []));
