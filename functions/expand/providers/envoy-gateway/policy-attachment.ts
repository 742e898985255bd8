import type { Exposure } from '../../../intent/model.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Rule } from '../../gateway-api/http-rules.ts';
import type { BuiltRoute } from '../../gateway-api/route-objects.ts';

/** An entry of `targetRefs`. */
export interface TargetReference {
  readonly group: 'gateway.networking.k8s.io';
  readonly kind: string;
  readonly name: string;
  readonly sectionName?: string;
}

/** Routes, or rules of one, that get the same settings. */
export interface Attachment<Settings> {
  readonly name: string;
  readonly namespace: string;
  readonly targets: readonly TargetReference[];
  readonly settings: Settings;
  readonly exposures: readonly Exposure[];
}

export const target = (kind: string, name: string, sectionName?: string): TargetReference => ({
  group: 'gateway.networking.k8s.io',
  kind,
  name,
  ...(sectionName === undefined ? {} : { sectionName }),
});

/** Which settings go to which rules of a route: to the whole route where all of its rules have the same. Rules without settings get none. */
export function attachments<Settings>(built: BuiltRoute, settingsOf: (rule: Rule) => Settings | undefined): Attachment<Settings>[] {
  const { name, namespace } = built.object.metadata as { name: string; namespace: string };
  const bySettings = groupBy(built.rules, (rule) => JSON.stringify(settingsOf(rule)));
  return [...bySettings.values()].flatMap((rules): Attachment<Settings>[] => {
    const [first] = rules as [Rule, ...Rule[]];
    const settings = settingsOf(first);
    if (settings === undefined) return [];
    const whole = bySettings.size === 1;
    return [
      {
        name: whole ? name : `${name}-${first.name}`,
        namespace,
        targets: whole ? [target(built.kind, name)] : rules.map((rule) => target(built.kind, name, rule.name)),
        settings,
        exposures: [...new Set(rules.map(({ exposure }) => exposure))],
      },
    ];
  });
}
